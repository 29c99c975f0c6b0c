//! A client's end of a session: bytes on a WebSocket, in memory or over the loopback; Socket.IO packets as they are
//! written.

use bytes::Bytes;
use serde_json::Value;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex},
    net::{TcpListener, TcpStream},
};

use crate::{
    SocketIo,
    engine::{Handshake, Stream},
};

const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;

/// One session.
pub(super) struct Wire<S = DuplexStream>(S);

impl Wire {
    /// A session that has joined nothing.
    pub(super) async fn open(io: &SocketIo) -> Self {
        Self::open_with(io, 1 << 20).await
    }

    /// A session that has joined nothing, over a stream that holds `buffer` bytes in each direction.
    pub(super) async fn open_with(io: &SocketIo, buffer: usize) -> Self {
        let (near, far) = duplex(buffer);
        Self::over(io, Stream::other(near, Bytes::new()), far).await
    }

    /// A session that has joined a namespace.
    pub(super) async fn join(io: &SocketIo, namespace: &str) -> Self {
        let mut wire = Self::open(io).await;
        wire.enter(namespace).await;
        wire
    }
}

impl Wire<TcpStream> {
    /// A session over plain TCP that has joined a namespace: there whoever has something for a client writes it.
    pub(super) async fn tcp(io: &SocketIo, namespace: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let far = TcpStream::connect(listener.local_addr().unwrap()).await;
        let (near, _) = listener.accept().await.unwrap();
        let mut wire = Self::over(io, Stream::tcp(near, Bytes::new()), far.unwrap()).await;
        wire.enter(namespace).await;
        wire
    }

    /// Sends these bytes as they are.
    pub(super) async fn raw(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// The next bytes, as they are.
    pub(super) async fn recv_raw(&mut self, bytes: &mut [u8]) {
        self.0.read_exact(bytes).await.unwrap();
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    async fn over(io: &SocketIo, stream: Stream, far: S) -> Self {
        let request = http::Request::get("/socket.io/?EIO=4&transport=websocket&token=a%20b")
            .header("X-Custom", "yes");
        let handshake = Handshake::new(&mut request.body(()).unwrap().into_parts().0, None);
        let sid = crate::Sid::random();
        io.app
            .start(io.app.engine.open_websocket(sid, handshake, stream));
        let mut wire = Self(far);
        let (_, open) = wire.frame().await;
        assert_eq!(open[0], b'0');
        wire
    }

    /// Joins one namespace more; the sid there.
    pub(super) async fn enter(&mut self, namespace: &str) -> String {
        let prefix = prefix(namespace);
        self.send(&format!("0{prefix}")).await;
        let answer = self.recv().await;
        let payload = answer
            .strip_prefix(&format!("0{prefix}"))
            .expect("a CONNECT");
        let payload: Value = serde_json::from_str(payload).unwrap();
        payload["sid"].as_str().unwrap().to_owned()
    }

    /// Sends one packet.
    pub(super) async fn send(&mut self, packet: &str) {
        self.write(TEXT, format!("4{packet}").as_bytes()).await;
    }

    /// Sends an attachment.
    pub(super) async fn attach(&mut self, bytes: &[u8]) {
        self.write(BINARY, bytes).await;
    }

    async fn write(&mut self, opcode: u8, payload: &[u8]) {
        // Written after the server hung up, it is as lost as on a real socket.
        let _ = self.0.write_all(&frame(opcode, payload)).await;
    }

    /// The next packet.
    pub(super) async fn recv(&mut self) -> String {
        loop {
            let (opcode, payload) = self.frame().await;
            assert_eq!(opcode, TEXT, "{payload:?}");
            match payload.split_first() {
                Some((b'4', packet)) => return String::from_utf8(packet.to_vec()).unwrap(),
                Some((b'2', _)) => self.write(TEXT, b"3").await,
                _ => panic!("{payload:?}"),
            }
        }
    }

    /// The next attachment.
    pub(super) async fn recv_bytes(&mut self) -> Vec<u8> {
        let (opcode, payload) = self.frame().await;
        assert_eq!(opcode, BINARY, "{payload:?}");
        payload
    }

    /// Waits until the session ends, and fails if anything but the end comes.
    pub(super) async fn ended(&mut self) {
        let (opcode, payload) = self.frame().await;
        assert_eq!(opcode, CLOSE, "{}", String::from_utf8_lossy(&payload));
    }

    /// Waits until the session ends; how many packets came before.
    pub(super) async fn last_packets(&mut self) -> usize {
        let mut packets = 0;
        while self.frame().await.0 != CLOSE {
            packets += 1;
        }
        packets
    }

    /// Asserts that the session is alive and has nothing else to say.
    pub(super) async fn idle(&mut self, namespace: &str) {
        let prefix = prefix(namespace);
        self.send(&format!("2{prefix}99[\"no such event\"]")).await;
        let answer = self.recv().await;
        assert!(
            answer.starts_with(&format!("3{prefix}99[{{\"error\"")),
            "{answer}"
        );
    }

    async fn frame(&mut self) -> (u8, Vec<u8>) {
        let mut head = [0; 2];
        if self.0.read_exact(&mut head).await.is_err() {
            return (CLOSE, b"end of stream".to_vec());
        }
        let length = match head[1] {
            126 => usize::from(self.0.read_u16().await.unwrap()),
            127 => self.0.read_u64().await.unwrap() as usize,
            length => usize::from(length),
        };
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).await.unwrap();
        (head[0] & 0xf, payload)
    }
}

/// One packet, as a client frames it.
pub(super) fn packet(packet: &str) -> Vec<u8> {
    frame(TEXT, format!("4{packet}").as_bytes())
}

/// One attachment, as a client frames it.
pub(super) fn attachment(bytes: &[u8]) -> Vec<u8> {
    frame(BINARY, bytes)
}

fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | opcode];
    match payload.len() {
        length @ ..126 => frame.push(0x80 | length as u8),
        length => {
            frame.push(0x80 | 127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]); // masked with nothing
    frame.extend(payload);
    frame
}

fn prefix(namespace: &str) -> String {
    if namespace == "/" {
        String::new()
    } else {
        format!("{namespace},")
    }
}

/// Sends an event that asks for an answer, and gives the answer's arguments.
pub(super) async fn ask(io: &SocketIo, namespace: &str, event: &str) -> String {
    let mut wire = Wire::join(io, namespace).await;
    let prefix = if namespace == "/" {
        String::new()
    } else {
        format!("{namespace},")
    };
    wire.send(&format!("2{prefix}7{event}")).await;
    let answer = wire.recv().await;
    let args = answer.strip_prefix(&format!("3{prefix}7"));
    args.unwrap_or_else(|| panic!("no answer: {answer}"))
        .to_owned()
}
