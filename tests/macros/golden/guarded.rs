#[on("delete", guard = is_admin, guard = files::exists)]
async fn delete(file: String) {}

#[namespace("/board", guard = may_read)]
impl Board {
    #[on("connect")]
    async fn connect(&self) {}

    #[on("write", guard = Self::may_write)]
    async fn write(&self, text: String) {}
}
