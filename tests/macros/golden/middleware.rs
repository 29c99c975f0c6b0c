#[on("save", middleware = logged, middleware = checks::sized, guard = may_save)]
async fn save(text: String) {}

#[namespace("/board", middleware = logged)]
impl Board {
    #[on("write", middleware = Self::numbered)]
    async fn write(&self, text: String) {}
}
