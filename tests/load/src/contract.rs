//! Asks a server for everything the contract promises, before anything is measured.

use std::io;
use std::net::SocketAddr;

use crate::wire::Client;

/// Events that come back to the one who sent them.
const ROUND_TRIPS: [(&[u8], &[u8]); 4] = [
    (b"420[\"echo\",{\"text\":\"a\"}]", b"430[{\"text\":\"a\"}]"),
    (
        b"421[\"echo\",{\"text\":\"\xc3\xa9\"}]",
        b"431[{\"text\":\"\xc3\xa9\"}]",
    ),
    (
        b"42[\"echo-emit\",{\"text\":\"hi\"}]",
        b"42[\"echo-emit\",{\"text\":\"hi\"}]",
    ),
    (
        b"42[\"broadcast\",{\"text\":\"7\"}]",
        b"42[\"broadcast\",{\"text\":\"7\"}]",
    ),
];
const BINARY: &[u8] = b"451-[\"bin\",{\"_placeholder\":true,\"num\":0}]";
const ATTACHMENT: &[u8] = &[0, 255, 128, 7];

/// An error names the first promise that is not kept.
pub(crate) async fn check(server: SocketAddr) -> io::Result<()> {
    let mut one = Client::connect(server).await?;
    for (event, answer) in ROUND_TRIPS {
        ask(&mut one, event, answer).await?;
    }

    one.push(&[BINARY]);
    one.push_binary(ATTACHMENT);
    one.flush().await?;
    one.expect(BINARY).await?;
    one.expect(ATTACHMENT).await?;

    let mut other = Client::connect(server).await?;
    ask(
        &mut other,
        b"42[\"broadcast\",{\"text\":\"all\"}]",
        b"42[\"broadcast\",{\"text\":\"all\"}]",
    )
    .await?;
    one.expect(b"42[\"broadcast\",{\"text\":\"all\"}]").await?;

    // Only who has joined gets it, and gets it once: the echo behind it is what comes next.
    ask(&mut one, b"422[\"join\",\"lobby\"]", b"432[").await?;
    other.push(&[b"42[\"room\",\"lobby\",{\"text\":\"in\"}]"]);
    let echo = |id: &str| format!("42{id}[\"echo\",{{\"text\":\"\"}}]").into_bytes();
    let answer = |id: &str| format!("43{id}[{{\"text\":\"\"}}]").into_bytes();
    ask(&mut other, &echo("3"), &answer("3")).await?;
    one.expect(b"42[\"room\",{\"text\":\"in\"}]").await?;
    ask(&mut one, &echo("4"), &answer("4")).await?;

    one.close().await?;
    other.close().await
}

async fn ask(client: &mut Client, event: &[u8], answer: &[u8]) -> io::Result<()> {
    client.push(&[event]);
    client.flush().await?;
    client.expect(answer).await.map(drop)
}
