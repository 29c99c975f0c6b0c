#[on("say", namespace = "/room-{id}")]
async fn say(id: Param<u32>, text: String) {}
#[on("leave", namespace = "/room-{id}")]
#[on("leave", namespace = "/chat")]
async fn leave(text: String) {}
#[namespace("/room-{id}")]
impl Room {
    #[on("close")]
    async fn close(&self, id: Param<u32>) {}
}
