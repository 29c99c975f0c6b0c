//! A server and its clients on one thread, over TCP: what happens is the same each time, instruction by instruction.

use std::{io, net::SocketAddr, time::Duration};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use socketio::{Args, Io, Recovery, Result, SocketIo, emit, join_room, leave_room, on, routes};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
};

use crate::samples::{self, framed, masked};

/// Rounds before anything is measured.
const WARMUP: u32 = 4;

/// What stands behind the arguments of an event where clients are recovered: an offset, which is another one each time.
const OFFSET: &str = r#","AAAAAAAA~0"]"#;

#[on("echo")]
async fn echo(args: Args) -> Args {
    args
}

#[on("broadcast")]
async fn broadcast(text: String) -> Result {
    emit("broadcast", &text).broadcast().await?;
    Ok(())
}

#[on("join")]
async fn join(rooms: u32) -> Result {
    for room in 0..rooms {
        join_room(format!("room {room}")).await?;
    }
    Ok(())
}

#[on("visit")]
async fn visit() -> Result {
    join_room("lobby").await?;
    leave_room("lobby").await?;
    Ok(())
}

/// What there is on the server besides, and should cost nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    /// Clients that do nothing.
    pub clients: usize,
    /// Handlers that nobody calls.
    pub handlers: u32,
    /// Rooms that the client is in.
    pub rooms: u32,
    /// Whether clients that lose their connection may come back.
    pub recovery: bool,
}

/// A running server. The first client sends something, and waits until one of them has what came of it.
#[derive(Debug)]
pub struct Loopback {
    runtime: Runtime,
    io: Io,
    clients: Vec<TcpStream>,
    /// Which one is listened to. What the others get waits in their sockets.
    listener: usize,
    sent: Vec<u8>,
    expected: Vec<u8>,
    /// How many bytes at the end of what is expected may be others.
    tail: usize,
    inbox: Vec<u8>,
}

impl Loopback {
    /// A client that sends `window` echoes of so many bytes at a time.
    #[must_use]
    pub fn echo(bytes: usize, window: usize, beside: Beside) -> Self {
        let (sent, expected) = (samples::echo(bytes), samples::echoed(bytes));
        Self::beside(beside).warm(&sent, &expected, window)
    }

    /// A client that joins a room and leaves it, `window` times at a time.
    #[must_use]
    pub fn visit(window: usize, beside: Beside) -> Self {
        Self::beside(beside).warm(r#"21["visit"]"#, "31[]", window)
    }

    /// A client that broadcasts so many bytes to so many, itself among them.
    #[must_use]
    pub fn broadcast(bytes: usize, members: usize) -> Self {
        let mut loopback = Self::open(members, Beside::default());
        loopback.listener = members - 1;
        let packet = samples::broadcast(bytes);
        loopback.warm(&packet, &packet, 1)
    }

    /// As [`broadcast`](Self::broadcast), where clients are recovered: the event is recorded, and has an offset. There may be
    /// thirty rounds, before offsets become longer.
    #[must_use]
    pub fn recorded_broadcast(bytes: usize, members: usize) -> Self {
        let recovery = true;
        let mut loopback = Self::open(
            members,
            Beside {
                recovery,
                ..Beside::default()
            },
        );
        loopback.listener = members - 1;
        loopback.tail = OFFSET.len();
        let packet = samples::broadcast(bytes);
        let expected = packet.replace("\"]", &format!("\"{OFFSET}"));
        loopback.warm(&packet, &expected, 1)
    }

    fn beside(beside: Beside) -> Self {
        let join = format!(r#"21["join",{}]"#, beside.rooms);
        Self::open(1 + beside.clients, beside).warm(&join, "31[]", 1)
    }

    fn open(clients: usize, beside: Beside) -> Self {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let (io, clients) = runtime
            .block_on(open(clients, beside))
            .expect("connections");
        Self {
            runtime,
            io,
            clients,
            listener: 0,
            sent: Vec::new(),
            expected: Vec::new(),
            tail: 0,
            inbox: Vec::new(),
        }
    }

    /// Does this a few times, before it is measured.
    fn warm(mut self, sent: &str, expected: &str, window: usize) -> Self {
        self.sent = masked(sent).repeat(window);
        self.expected = framed(expected).repeat(window);
        self.inbox = vec![0; self.expected.len()];
        self.run(WARMUP);
        self
    }

    /// Broadcasts so many times from a task that is no client's, and waits each time.
    ///
    /// # Panics
    ///
    /// If something else comes than should.
    pub fn broadcast_from_outside(&mut self, text: &str, rounds: u32) {
        let Self {
            runtime,
            io,
            clients,
            listener,
            expected,
            tail,
            inbox,
            ..
        } = self;
        let known = expected.len() - *tail;
        runtime.block_on(async {
            for _ in 0..rounds {
                io.emit("broadcast", text).await.expect("sent");
                let received = clients[*listener].read_exact(inbox).await;
                received.expect("received");
                assert!(inbox[..known] == expected[..known], "not what was expected");
            }
        });
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
            listener,
            sent,
            expected,
            tail,
            inbox,
            ..
        } = self;
        let known = expected.len() - *tail;
        runtime.block_on(async {
            for _ in 0..rounds {
                clients[0].write_all(sent).await.expect("sent");
                let received = clients[*listener].read_exact(inbox).await;
                received.expect("received");
                assert!(inbox[..known] == expected[..known], "not what was expected");
            }
        });
    }
}

/// A server, and clients that have joined the namespace `/`.
async fn open(clients: usize, beside: Beside) -> io::Result<(Io, Vec<TcpStream>)> {
    raise_descriptor_limit();
    let mut server = SocketIo::builder()
        .routes(routes![echo, broadcast, join, visit])
        // Connecting thousands of clients under valgrind can take longer than the default interval.
        .ping_interval(Duration::from_secs(3600));
    if beside.recovery {
        server = server.recovery(Recovery::for_up_to(Duration::from_secs(120)));
    }
    for number in 0..beside.handlers {
        server = server.on_event(&format!("event {number}"), async |args: Args| args);
    }
    let io = server.build().expect("a server");
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(axum::serve(listener, io.router::<()>()).into_future());
    let mut streams = Vec::with_capacity(clients);
    for _ in 0..clients {
        streams.push(connect(address).await?);
    }
    Ok((io.io(), streams))
}

/// Both ends of each connection are in this process.
fn raise_descriptor_limit() {
    let most = getrlimit(Resource::Nofile).maximum;
    let limit = Rlimit {
        current: most,
        maximum: most,
    };
    // If that fails, opening does.
    let _ = setrlimit(Resource::Nofile, limit);
}

async fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!(
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {server}\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    stream.write_all(&masked("0")).await?;
    // What says that we are in comes last.
    let mut inbox = Vec::new();
    while !inbox.windows(3).any(|packet| packet == b"40{") || !inbox.ends_with(b"}") {
        if stream.read_buf(&mut inbox).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(stream)
}
