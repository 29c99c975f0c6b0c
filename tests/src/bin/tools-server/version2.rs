//! For clients of version 2: echoes, questions, rooms, and a namespace that asks for a token.

use std::{collections::HashMap, time::Duration};

use socketio::{
    Args, Auth, ConnectionRefused, Data, Result, Socket, SocketIo, SocketIoBuilder, call, emit,
    join_room, on, routes,
};

#[on("echo")]
async fn echo(args: Args) -> Result<Args> {
    emit("echo", &args).await?;
    Ok(args)
}

#[on("id")]
async fn id(socket: Socket) -> String {
    socket.sid().to_string()
}

#[on("enter")]
async fn enter(room: String) -> Result {
    join_room(&room).await?;
    Ok(())
}

#[on("tell")]
#[on("tell", namespace = "/guarded")]
async fn tell(room: String, data: Data) -> Result {
    emit("told", data).to(&room).await?;
    Ok(())
}

#[on("ask me")]
async fn ask_me(question: Data) -> Result<Data> {
    Ok(call("question", question)
        .timeout(Duration::from_secs(5))
        .await?)
}

#[on("kick me")]
async fn kick_me(socket: Socket) -> Result {
    socket.disconnect().await?;
    Ok(())
}

#[on("connect", namespace = "/guarded")]
async fn connect(
    Auth(auth): Auth<Option<HashMap<String, String>>>,
) -> Result<(), ConnectionRefused> {
    match auth.unwrap_or_default().get("token").map(String::as_str) {
        Some("secret") => Ok(()),
        Some(_) => Err(ConnectionRefused::new("wrong token").data("try again")),
        None => Err(ConnectionRefused::new("a token is needed")),
    }
}

#[on("echo", namespace = "/guarded")]
async fn guarded(args: Args) -> Args {
    args
}

/// A server with a heartbeat that tests can wait for.
pub(crate) fn server() -> SocketIoBuilder {
    SocketIo::builder()
        .path("/v2/")
        .allow_eio3(true)
        .ping_interval(Duration::from_millis(400))
        .ping_timeout(Duration::from_millis(300))
        .routes(routes![
            echo, id, enter, tell, ask_me, kick_me, connect, guarded
        ])
}
