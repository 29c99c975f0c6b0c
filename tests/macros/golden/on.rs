/// Moves a player.
#[on("move", namespace = "/game")]
pub(crate) async fn step(to: Position, speed: Option<f32>, Http(db): Http<Db>) -> Result<Receipt, GameError> {
    db.step(to, speed.unwrap_or(1.0)).await
}
