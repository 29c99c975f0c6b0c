#[event]
async fn ping() {}
