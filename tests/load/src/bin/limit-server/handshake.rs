//! From an HTTP request to an open Engine.IO connection, in one answer.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::frame;
use crate::peer::Peer;
use crate::worker::Worker;

/// What the open packet promises.
pub(crate) const PING_INTERVAL_MS: u64 = 25_000;

/// A request with longer headers is not ours.
const MAX_REQUEST: usize = 16 * 1024;
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const REFUSAL: &[u8] =
    b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Reads the request and answers it. Gives back the peer and the bytes behind the request.
pub(crate) async fn accept(mut stream: TcpStream, worker: &Worker) -> Option<(Rc<Peer>, Vec<u8>)> {
    let mut request = Vec::with_capacity(1024);
    let end = loop {
        if stream.read_buf(&mut request).await.ok()? == 0 || request.len() > MAX_REQUEST {
            return None;
        }
        if let Some(end) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let Some(key) = header(&request[..end], "sec-websocket-key") else {
        stream.write_all(REFUSAL).await.ok()?;
        return None;
    };
    let answer = STANDARD.encode(Sha1::new().chain_update(key).chain_update(GUID).finalize());
    request.drain(..end);
    let peer = worker.adopt(stream);
    let open = format!(
        "0{{\"sid\":\"limit{:015}\",\"upgrades\":[],\"pingInterval\":{PING_INTERVAL_MS},\
         \"pingTimeout\":20000,\"maxPayload\":1000000}}",
        peer.id
    );
    worker.push(&peer, |out| {
        out.extend_from_slice(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
              Sec-WebSocket-Accept: ",
        );
        out.extend_from_slice(answer.as_bytes());
        out.extend_from_slice(b"\r\n\r\n");
        frame::write_header(out, frame::TEXT, open.len());
        out.extend_from_slice(open.as_bytes());
    });
    worker.flush();
    Some((peer, request))
}

/// The value of the header `name`, which is given in lower case.
fn header<'a>(request: &'a [u8], name: &str) -> Option<&'a [u8]> {
    request.split(|&byte| byte == b'\n').find_map(|line| {
        let colon = line.iter().position(|&byte| byte == b':')?;
        let (field, value) = line.split_at(colon);
        field
            .eq_ignore_ascii_case(name.as_bytes())
            .then(|| value[1..].trim_ascii())
    })
}
