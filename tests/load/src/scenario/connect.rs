//! Connections opened one after the other, some at a time: kept, or used once and closed.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use super::Bench;
use crate::crew::{self, Crew};
use crate::figure::{Figure, Goal};
use crate::wire::Client;

/// Connections that count; before them come a few that do not.
pub(crate) const COUNT: usize = 3000;
const WARMUP: usize = 500;
/// How many cycles go on at the same time.
const AT_ONCE: usize = 32;
/// The server may still be at work when the last client is content.
const AFTERMATH: Duration = Duration::from_millis(100);

/// WebSocket opened and namespace joined.
pub(super) async fn connect(bench: &Bench<'_>) -> io::Result<Vec<Figure>> {
    let server = bench.server;
    let mut early = Crew::of_idlers(crew::open(server.address, WARMUP).await?);
    early.run_for(AFTERMATH).await?;
    let before = server.cpu()?;
    let clients = early.run_until(crew::open(server.address, COUNT)).await??;
    early.run_for(AFTERMATH).await?;
    let cpu = server.cpu()? - before;
    drop(clients);
    let goal = Goal::OfLimit(1.29);
    Ok(vec![
        Figure::micros("connect", cpu, COUNT as u64).goal(goal),
    ])
}

/// Connect, one echo, disconnect.
pub(super) async fn cycle(bench: &Bench<'_>) -> io::Result<Vec<Figure>> {
    let server = bench.server;
    cycles(server.address, WARMUP).await?;
    let before = server.cpu()?;
    cycles(server.address, COUNT).await?;
    let cpu = server.cpu()? - before;
    let goal = Goal::OfLimit(1.12);
    Ok(vec![
        Figure::micros("connect, echo, disconnect", cpu, COUNT as u64).goal(goal),
    ])
}

/// Does so many cycles, and returns once the server has come to rest.
pub(crate) async fn cycles(server: SocketAddr, count: usize) -> io::Result<Crew> {
    let mut crew = Crew::default();
    for turn in 0..AT_ONCE {
        let share = (turn..count).step_by(AT_ONCE);
        crew.add(async move {
            for _ in share {
                let mut client = Client::connect(server).await?;
                client.push(&[b"420[\"echo\",{\"text\":\"hello\"}]"]);
                client.flush().await?;
                client.expect(b"430[{\"text\":\"hello\"}]").await?;
                client.close().await?;
            }
            Ok(())
        });
    }
    crew.finish().await?;
    crew.run_for(AFTERMATH).await?;
    Ok(crew)
}
