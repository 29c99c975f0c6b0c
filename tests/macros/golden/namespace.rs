#[namespace("/chat")]
impl Chat {
    pub fn new() -> Self {
        Self::default()
    }

    #[on("say")]
    async fn say(&self, line: Line) -> usize {
        self.lines.push(line)
    }

    #[event]
    async fn history(self: Arc<Self>) -> Vec<Line> {
        self.lines.all()
    }
}
