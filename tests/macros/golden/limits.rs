#[on("save", rate = "20/s burst 40", max_size = "16KiB", timeout = "2s")]
async fn save(text: String) {}

#[namespace("/board", rate = "100/m")]
impl Board {
    #[on("write", max_size = 512)]
    async fn write(&self, text: String) {}
}
