//! What the clients do. Whatever the server does to one that misbehaves is right; one that behaves must get all its answers.

use std::{
    io,
    net::SocketAddr,
    time::{Duration, Instant},
};

use tests::frame;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// How long a client waits for anything before it gives up.
const WAIT: Duration = Duration::from_secs(3);

/// A kind of client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Joins, works, and leaves in order, or breaks off.
    Churn,
    /// Opens a polling session and does something with it, or nothing.
    Poller,
    /// Is in a loud room and reads nothing.
    SlowReader,
    /// Sends bytes at random, in and out of frames.
    Garbage,
    /// Opens a connection and says nothing, or not all.
    Silent,
    /// Lets the server ask, and never answers.
    Mute,
    /// Works, and must get every answer in order.
    Healthy,
}

impl Kind {
    pub(crate) const ALL: [Self; 7] = [
        Self::Churn,
        Self::Poller,
        Self::SlowReader,
        Self::Garbage,
        Self::Silent,
        Self::Mute,
        Self::Healthy,
    ];
}

/// Does what clients of this kind do, again and again until `end`; how often it came through.
pub(crate) async fn run(kind: Kind, addr: SocketAddr, seed: u64, end: Instant) -> u64 {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (seed << 8 | kind as u64));
    if kind == Kind::Healthy {
        return healthy(addr, seed, end).await;
    }
    let mut count = 0;
    while Instant::now() < end {
        let done = match kind {
            Kind::Churn => churn(addr, &mut random).await,
            Kind::Poller => poller(addr, &mut random).await,
            Kind::SlowReader => slow_reader(addr, end).await,
            Kind::Garbage => garbage(addr, &mut random).await,
            Kind::Silent => silent(addr, &mut random).await,
            Kind::Mute => mute(addr).await,
            Kind::Healthy => return count,
        };
        count += u64::from(done.is_ok());
    }
    count
}

/// A small generator: failures repeat.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most);
        (0..length).map(|_| self.below(256) as u8).collect()
    }
}

/// A client's end of a connection.
struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    async fn connect(addr: SocketAddr) -> io::Result<Self> {
        Ok(Self {
            stream: TcpStream::connect(addr).await?,
            buffer: Vec::new(),
        })
    }

    /// Opens a WebSocket.
    async fn open(addr: SocketAddr) -> io::Result<Self> {
        let mut client = Self::connect(addr).await?;
        let request = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n\
                       Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        client.stream.write_all(request.as_bytes()).await?;
        client.until(b"\r\n\r\n").await?;
        Ok(client)
    }

    /// Opens a WebSocket and joins the main namespace.
    async fn joined(addr: SocketAddr) -> io::Result<Self> {
        let mut client = Self::open(addr).await?;
        client.send("40").await?;
        client.until(b"40{").await?;
        Ok(client)
    }

    async fn send(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(&frame(0x81, text.as_bytes())).await
    }

    /// Reads until these bytes have come, and forgets what stands before and them.
    async fn until(&mut self, wanted: &[u8]) -> io::Result<()> {
        loop {
            let found = self
                .buffer
                .windows(wanted.len())
                .position(|it| it == wanted);
            if let Some(at) = found {
                self.buffer.drain(..at + wanted.len());
                return Ok(());
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        let read = timeout(WAIT, self.stream.read_buf(&mut self.buffer)).await;
        match read.map_err(|_| io::ErrorKind::TimedOut)?? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// A request without WebSocket, and the body of its response.
    async fn request(&mut self, method: &str, query: &str, body: &str) -> io::Result<String> {
        let length = body.len();
        let request = format!(
            "{method} /socket.io/?EIO=4&transport=polling{query} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.until(b"content-length: ").await?;
        while !self.buffer.contains(&b'\r') {
            self.more().await?;
        }
        let digits: Vec<u8> = self
            .buffer
            .iter()
            .copied()
            .take_while(u8::is_ascii_digit)
            .collect();
        let length: usize = String::from_utf8_lossy(&digits).parse().unwrap_or(0);
        self.until(b"\r\n\r\n").await?;
        while self.buffer.len() < length {
            self.more().await?;
        }
        let body = self.buffer.drain(..length).collect();
        Ok(String::from_utf8(body).unwrap_or_default())
    }
}

async fn churn(addr: SocketAddr, random: &mut Random) -> io::Result<()> {
    let mut client = Client::joined(addr).await?;
    client
        .send(&format!("40/room-{},", random.below(50)))
        .await?;
    client
        .send(&format!(r#"420["join",["a","r{}"]]"#, random.below(50)))
        .await?;
    client.until(b"430[]").await?;
    client.send(r#"42["watch"]"#).await?;
    client.send(r#"42["slow"]"#).await?;
    for id in 1..=random.below(10) {
        client.send(&format!(r#"42{id}["echo",{id}]"#)).await?;
        client.until(format!("43{id}[{id}]").as_bytes()).await?;
    }
    match random.below(4) {
        0 => client.send("41").await,
        1 => client.send("1").await,
        2 => {
            client
                .stream
                .write_all(&frame(0x88, &1000_u16.to_be_bytes()))
                .await
        }
        _ => Ok(()), // it breaks off
    }
}

async fn poller(addr: SocketAddr, random: &mut Random) -> io::Result<()> {
    let mut client = Client::connect(addr).await?;
    let opened = client.request("GET", "", "").await?;
    let sid = opened.split('"').nth(3).unwrap_or_default();
    let query = format!("&sid={sid}");
    if random.below(3) == 0 {
        return Ok(()); // it has opened a session and never comes again
    }
    client.request("POST", &query, "40").await?;
    client.request("GET", &query, "").await?;
    client
        .request("POST", &query, "420[\"echo\",1]\u{1e}42[\"watch\"]")
        .await?;
    client.request("GET", &query, "").await?;
    match random.below(3) {
        0 => client.request("POST", &query, "1").await.map(drop),
        1 => {
            client
                .stream
                .write_all(
                    format!(
                        "GET /socket.io/?EIO=4&transport=polling{query} HTTP/1.1\r\nHost: x\r\n\r\n"
                    )
                    .as_bytes(),
                )
                .await
        }
        _ => Ok(()),
    }
}

async fn slow_reader(addr: SocketAddr, end: Instant) -> io::Result<()> {
    let mut client = Client::joined(addr).await?;
    client.send(r#"420["join",["loud"]]"#).await?;
    client.until(b"430[]").await?;
    let mut loud = Client::joined(addr).await?;
    let event = format!(r#"42["shout","loud","{}"]"#, "x".repeat(2000));
    while Instant::now() < end {
        // Until the server has closed the one that does not read, whose end it never sees.
        loud.send(&event).await?;
        loud.send(r#"427["echo",7]"#).await?;
        loud.until(b"437[7]").await?;
        if client.stream.try_write(&frame(0x81, b"2")).is_err() {
            break;
        }
    }
    Ok(())
}

async fn garbage(addr: SocketAddr, random: &mut Random) -> io::Result<()> {
    const SEEDS: [&str; 6] = [
        r#"42["echo",{"a":[1,2]}]"#,
        r#"451-["echo",{"_placeholder":true,"num":0}]"#,
        "40/room-7,{}",
        r#"431["x"]"#,
        "3",
        "41",
    ];
    let mut client = Client::joined(addr).await?;
    for _ in 0..20 {
        let mut bytes = match random.below(3) {
            0 => random.bytes(300),
            1 => frame(0x81, &random.bytes(100)),
            _ => {
                let mut text = SEEDS[random.below(SEEDS.len())].as_bytes().to_vec();
                let at = random.below(text.len());
                text[at] = random.below(256) as u8;
                frame(0x81, &text)
            }
        };
        if random.below(10) == 0 {
            bytes.truncate(random.below(bytes.len().max(1)));
        }
        if client.stream.write_all(&bytes).await.is_err() {
            break;
        }
    }
    let mut polled = Client::connect(addr).await?;
    let body = String::from_utf8_lossy(&random.bytes(50)).into_owned();
    polled.request("POST", "&sid=nobody", &body).await.map(drop)
}

async fn silent(addr: SocketAddr, random: &mut Random) -> io::Result<()> {
    let mut client = match random.below(3) {
        0 => Client::connect(addr).await?,
        _ => Client::open(addr).await?,
    };
    if random.below(2) == 0 {
        client.stream.write_all(b"GET / HTTP/1.1\r\nHos").await?;
    }
    tokio::time::sleep(Duration::from_millis(random.below(300) as u64)).await;
    Ok(())
}

async fn mute(addr: SocketAddr) -> io::Result<()> {
    let mut client = Client::joined(addr).await?;
    for _ in 0..20 {
        client.send(r#"42["ask"]"#).await?;
    }
    client.until(b"sure?").await
}

/// # Panics
///
/// If an answer does not come, or is another.
async fn healthy(addr: SocketAddr, seed: u64, end: Instant) -> u64 {
    let begun = Client::joined(addr).await;
    let mut client = begun.expect("a healthy client joins");
    let mut count = 0;
    while Instant::now() < end {
        count += 1;
        let value = count * 10 + seed;
        let sent = client.send(&format!(r#"42{value}["echo",{value}]"#)).await;
        sent.expect("a healthy client is read");
        let answer = client.until(format!("43{value}[{value}]").as_bytes()).await;
        answer.expect("a healthy client is answered");
        // The ping comes once a second, so an answer to one that has not come does no harm.
        client.send("3").await.expect("a healthy client is read");
    }
    count
}
