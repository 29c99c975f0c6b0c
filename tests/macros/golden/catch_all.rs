#[on("*")]
async fn any(event: EventName, args: Args) {
    log(event, args);
}
