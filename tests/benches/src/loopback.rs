//! A server and its clients on one thread, over TCP: what happens is the same each time, instruction by instruction.

use std::net::SocketAddr;

use socketio::{Args, Result, SocketIo, emit, on, routes};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
};

use crate::samples;

/// Rounds before anything is measured.
const WARMUP: u32 = 4;

#[on("echo")]
async fn echo(args: Args) -> Args {
    args
}

#[on("broadcast")]
async fn broadcast(text: String) -> Result {
    emit("broadcast", &text).broadcast().await?;
    Ok(())
}

/// A running server. One client sends something, and waits until the last one has what came of it.
#[derive(Debug)]
pub struct Loopback {
    runtime: Runtime,
    /// The first speaks, the last is listened to; what the others get waits in their sockets.
    clients: Vec<TcpStream>,
    sent: Vec<u8>,
    expected: Vec<u8>,
    inbox: Vec<u8>,
}

impl Loopback {
    /// One client that sends `window` echoes of so many bytes at a time.
    #[must_use]
    pub fn echo(bytes: usize, window: usize) -> Self {
        let sent = samples::masked(&samples::echo(bytes)).repeat(window);
        let expected = samples::framed(&samples::echoed(bytes)).repeat(window);
        Self::new(1, sent, expected)
    }

    /// A client that broadcasts so many bytes to so many, itself among them.
    #[must_use]
    pub fn broadcast(bytes: usize, members: usize) -> Self {
        let packet = samples::broadcast(bytes);
        Self::new(members, samples::masked(&packet), samples::framed(&packet))
    }

    fn new(members: usize, sent: Vec<u8>, expected: Vec<u8>) -> Self {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let clients = runtime.block_on(open(members)).expect("connections");
        let mut loopback = Self {
            runtime,
            clients,
            inbox: vec![0; expected.len()],
            sent,
            expected,
        };
        loopback.run(WARMUP);
        loopback
    }

    /// Does it so many times.
    ///
    /// # Panics
    ///
    /// If something else comes than should.
    pub fn run(&mut self, rounds: u32) {
        let Self {
            runtime,
            clients,
            sent,
            expected,
            inbox,
        } = self;
        runtime.block_on(async {
            for _ in 0..rounds {
                let speaker = clients.first_mut().expect("a client");
                speaker.write_all(sent).await.expect("sent");
                let listener = clients.last_mut().expect("a client");
                listener.read_exact(inbox).await.expect("received");
                assert!(inbox == expected, "not what was expected");
            }
        });
    }
}

/// A server, and clients that have joined the namespace `/`.
async fn open(clients: usize) -> std::io::Result<Vec<TcpStream>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let io = SocketIo::new(routes![echo, broadcast]);
    tokio::spawn(axum::serve(listener, io.router()).into_future());
    let mut streams = Vec::with_capacity(clients);
    for _ in 0..clients {
        streams.push(connect(address).await?);
    }
    Ok(streams)
}

async fn connect(server: SocketAddr) -> std::io::Result<TcpStream> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!(
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {server}\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    stream.write_all(&samples::masked("0")).await?;
    // What says that we are in comes last.
    let mut inbox = Vec::new();
    while !inbox.windows(3).any(|packet| packet == b"40{") || !inbox.ends_with(b"}") {
        if stream.read_buf(&mut inbox).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(stream)
}
