//! The server of these tests by itself, with its page on `/events`.

use std::io;

use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> io::Result<()> {
    let io = spec_tests::app();
    let page = io.spec().title("Forms").version("2.1.0").page("/events");
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, io.router::<()>().merge(page)).await
}
