#[on("connect")]
async fn connect(auth: Option<Token>) -> Result<(), ConnectionRefused> {
    check(auth)
}

#[on("disconnect")]
async fn disconnect(reason: Reason) {
    log(reason);
}
