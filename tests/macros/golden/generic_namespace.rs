#[namespace("/chat")]
impl<S> Chat<S>
where
    S: Store,
{
    #[on("say")]
    async fn say(&self, line: Line) -> usize {
        self.store.push(line).await
    }
}
