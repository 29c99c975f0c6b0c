//! Round trips over HTTP long-polling: a POST that asks and the GET that brings the answer.

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Instant;

use super::Bench;
use crate::crew::Crew;
use crate::figure::{Figure, Goal};
use crate::meter::Meter;
use crate::wire::PollingClient;

/// As many clients poll.
pub(crate) const CLIENTS: usize = 64;

pub(super) async fn run(bench: &Bench<'_>) -> io::Result<Vec<Figure>> {
    let meter = Rc::new(Meter::default());
    let mut crew = crew(bench.server.address, u64::MAX, &meter).await?;
    let window = meter.watch(bench.server, &mut crew, bench.pace).await?;
    let line = "polling round trip (POST and GET)";
    let mut figures = vec![
        window.cost(line).goal(Goal::OfSocketioxide(0.62)),
        window.rate(line),
    ];
    figures.extend(window.cores(line));
    Ok(figures)
}

/// Clients at work, each until it has made `quota` round trips.
pub(crate) async fn crew(server: SocketAddr, quota: u64, meter: &Rc<Meter>) -> io::Result<Crew> {
    let mut crew = Crew::default();
    for _ in 0..CLIENTS {
        let client = PollingClient::connect(server).await?;
        crew.add(work(client, quota, Rc::clone(meter)));
    }
    Ok(crew)
}

async fn work(mut client: PollingClient, quota: u64, meter: Rc<Meter>) -> io::Result<()> {
    let argument = format!("{{\"text\":\"{}\"}}", "x".repeat(32));
    for id in 0..quota {
        let start = Instant::now();
        client.post(&format!("42{id}[\"echo\",{argument}]")).await?;
        let answer = client.get().await?;
        if answer != format!("43{id}[{argument}]") {
            return Err(io::Error::other(format!(
                "this is no answer to the echo: {answer}"
            )));
        }
        meter.count(start.elapsed(), true);
    }
    Ok(())
}
