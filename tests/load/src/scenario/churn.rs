//! A hundred clients join a thousand rooms each, and leave them all by going.
//!
//! Joins and leaves should cost the same however many rooms there are already.

use std::io;
use std::ops::Range;

use super::Bench;
use crate::crew;
use crate::figure::Figure;
use crate::wire::Client;

const CLIENTS: usize = 100;
const ROOMS: usize = 1000;
/// The joins that are measured: the first tenth, and the last.
const TENTH: usize = ROOMS / 10;
/// Joins that a client sends at once.
const BATCH: usize = 20;

pub(super) async fn run(bench: &Bench<'_>) -> io::Result<Vec<Figure>> {
    let server = bench.server;
    let mut clients = crew::open(server.address, CLIENTS).await?;
    let tenth = (CLIENTS * TENTH) as u64;
    let all = (CLIENTS * ROOMS) as u64;

    let start = server.settled_cpu().await?;
    join(&mut clients, 0..TENTH).await?;
    let early = server.settled_cpu().await?;
    join(&mut clients, TENTH..ROOMS - TENTH).await?;
    let middle = server.settled_cpu().await?;
    join(&mut clients, ROOMS - TENTH..ROOMS).await?;
    let late = server.settled_cpu().await?;
    drop(clients);
    let end = server.settled_cpu().await?;

    Ok(vec![
        Figure::micros(format!("join, the first {tenth}"), early - start, tenth),
        Figure::micros(
            format!("join, the last {tenth} of {all}"),
            late - middle,
            tenth,
        ),
        Figure::micros("room left by disconnecting", end - late, all),
    ])
}

/// Every client joins the rooms of those numbers, and all have their answers.
async fn join(clients: &mut [Client], rooms: Range<usize>) -> io::Result<()> {
    for start in rooms.step_by(BATCH) {
        for client in clients.iter_mut() {
            for room in start..start + BATCH {
                client.push(&[format!("42{room}[\"join\",\"room {room}\"]").as_bytes()]);
            }
            client.flush().await?;
        }
        for client in clients.iter_mut() {
            // Which answer comes first is not the question here.
            for _ in 0..BATCH {
                client.expect(b"43").await?;
            }
        }
    }
    Ok(())
}
