#[on("move", namespace = "game")]
fn step(to: &Position) {
    go(to);
}
