//! What `run` says, and what it returns.

use std::{
    error::Error,
    io,
    os::fd::{AsFd as _, OwnedFd},
    process::Stdio,
};

use axum::Router;
use socketio::{RunError, SocketIo};
use tests::{PATIENCE, RawClient};
use tokio::{
    io::AsyncReadExt as _,
    net::{TcpListener, TcpSocket},
    process::Command,
    time::timeout,
};

use crate::{POLLING, server};

/// A port of this machine that somebody listens on already.
async fn taken() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    (listener, addr)
}

// Three `main`s as programs have them.

async fn boxed(io: &SocketIo, addr: &str) -> Result<(), Box<dyn Error>> {
    io.run(Router::new(), addr).await?;
    Ok(())
}

async fn of_io(io: &SocketIo, addr: &str) -> io::Result<()> {
    io.run(Router::new(), addr).await?;
    Ok(())
}

async fn of_handlers(io: &SocketIo, addr: &str) -> socketio::Result {
    io.run(Router::new(), addr).await?;
    Ok(())
}

#[tokio::test]
async fn any_main_can_return_why_an_address_cannot_be_listened_on() {
    let (_listener, addr) = taken().await;
    let io = server();

    let boxed = boxed(&io, &addr).await.unwrap_err();
    let of_io = of_io(&io, &addr).await.unwrap_err();
    let of_handlers = of_handlers(&io, &addr).await.unwrap_err();
    let plain = io.run(Router::new(), addr.clone()).await.unwrap_err();

    let text = format!("cannot listen on {addr:?}: another program listens there");
    assert_eq!(boxed.to_string(), text);
    assert_eq!(of_io.to_string(), text);
    assert_eq!(of_handlers.to_string(), text);
    assert_eq!(of_io.kind(), io::ErrorKind::AddrInUse);
    assert_eq!(plain.kind(), io::ErrorKind::AddrInUse);
    let shown = format!("{plain:?}");
    assert!(shown.starts_with(&text), "{shown}");
    assert!(shown.contains("caused by: "), "{shown}");
}

#[tokio::test]
async fn a_socket_that_does_not_listen_is_an_error() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let socket: OwnedFd = socket.as_fd().try_clone_to_owned().unwrap();
    let listener = TcpListener::from_std(socket.into()).unwrap();

    let serving = server().serve(Router::new(), listener);

    let error: RunError = timeout(PATIENCE, serving).await.unwrap().unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("cannot accept connections on http://127.0.0.1:"),
        "{text}"
    );
}

#[tokio::test]
async fn a_server_that_is_told_so_does_not_say_where_it_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    // The third descriptor is where one that is left for a program begins.
    let script = format!(
        "LISTEN_PID=$$ LISTEN_FDS=1 exec {} 127.0.0.1:1 quiet 3<&0 0</dev/null",
        env!("CARGO_BIN_EXE_run-server")
    );
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::from(OwnedFd::from(listener)))
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let polled = RawClient::connect(addr).await.get(POLLING).await;
    assert_eq!(polled.status, 200);

    let pid = child.id().unwrap().to_string();
    Command::new("kill").arg(pid).status().await.unwrap();

    let mut said = String::new();
    let mut output = child.stdout.take().unwrap();
    let read = timeout(PATIENCE, output.read_to_string(&mut said)).await;
    read.unwrap().unwrap();
    assert_eq!(said, "stopped\n");
}
