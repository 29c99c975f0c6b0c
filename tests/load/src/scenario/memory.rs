//! What idle connections hold while they are there, and what remains when they have gone.

use std::io;

use super::Bench;
use crate::crew::{self, Crew};
use crate::figure::{Figure, Goal};

/// Connections of one wave.
pub(crate) const COUNT: usize = 9500;

pub(super) async fn run(bench: &Bench<'_>) -> io::Result<Vec<Figure>> {
    let empty = bench.server.settled_resident().await?;
    let (first, left) = wave(bench).await?;
    let (second, _) = wave(bench).await?;
    let (third, _) = wave(bench).await?;
    let growth = Goal::AtMost(100.0);
    Ok(vec![
        Figure::bytes("idle connection", empty, first, COUNT).goal(Goal::AtMost(2500.0)),
        Figure::bytes("kept of it after all have closed", empty, left, COUNT),
        Figure::bytes("more of it in a second wave", first, second, COUNT).goal(growth),
        Figure::bytes("more of it in a third wave", second, third, COUNT).goal(growth),
    ])
}

/// Resident bytes while all are connected, and when none is any more.
async fn wave(bench: &Bench<'_>) -> io::Result<(u64, u64)> {
    let clients = crew::open(bench.server.address, COUNT).await?;
    let mut crew = Crew::of_idlers(clients);
    let full = crew.run_until(bench.server.settled_resident()).await??;
    drop(crew);
    Ok((full, bench.server.settled_resident().await?))
}
