//! Events with an acknowledgement, some outstanding at a time on each of 64 connections.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Instant;

use super::Bench;
use crate::crew::{self, Crew};
use crate::figure::{Figure, Goal};
use crate::meter::Meter;
use crate::wire::{Client, Dialect};

/// As many clients echo.
pub(crate) const CLIENTS: usize = 64;
/// The 99th percentile of echoes that are not alone on their connection: 2 ms where the limit server takes 0.8. Most of
/// it is the queue that the load itself makes, and how fast the machine is.
const TAIL: Goal = Goal::OfLimit(2.5);

/// The size of the text in the argument, and the number of echoes a client waits for at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Echo {
    pub(crate) bytes: usize,
    pub(crate) window: usize,
    pub(crate) goal: Option<Goal>,
    pub(crate) dialect: Dialect,
}

impl Echo {
    /// Measures; `beside` says in the table what else there was.
    pub(crate) async fn run(&self, bench: &Bench<'_>, beside: &str) -> io::Result<Vec<Figure>> {
        let meter = Rc::new(Meter::default());
        let mut crew = self.crew(bench.server.address, u64::MAX, &meter).await?;
        let window = meter.watch(bench.server, &mut crew, bench.pace).await?;
        let line = format!(
            "echo, {} B, {CLIENTS} x {}{}{beside}",
            self.bytes,
            self.window,
            self.dialect.name()
        );
        let [p50, p99, p999] = meter.latencies(&line);
        let tail = (self.window > 1 && self.dialect == Dialect::Json).then_some(TAIL);
        let mut figures = vec![
            window.cost(&line).goal(self.goal),
            p50,
            p99.goal(tail),
            p999,
            window.disorder(&line),
            window.rate(&line),
        ];
        figures.extend(window.cores(&line));
        Ok(figures)
    }

    /// Clients at work, each until it has `quota` answers.
    pub(crate) async fn crew(
        &self,
        server: SocketAddr,
        quota: u64,
        meter: &Rc<Meter>,
    ) -> io::Result<Crew> {
        let mut crew = Crew::default();
        for client in crew::open_in(self.dialect, server, CLIENTS).await? {
            let shape = Shape::new(self.dialect, self.bytes);
            crew.add(shape.work(client, self.window as u64, quota, Rc::clone(meter)));
        }
        Ok(crew)
    }
}

/// The constant part of an event and of its answer.
struct Shape {
    dialect: Dialect,
    event: [Vec<u8>; 2],
    text: String,
}

impl Shape {
    fn new(dialect: Dialect, bytes: usize) -> Self {
        let text = "x".repeat(bytes);
        Self {
            dialect,
            event: dialect.event(&text),
            text,
        }
    }

    /// Keeps `window` events outstanding. Events that are sent at once have one time of sending.
    async fn work(
        self,
        mut client: Client,
        window: u64,
        quota: u64,
        meter: Rc<Meter>,
    ) -> io::Result<()> {
        let mut outstanding = VecDeque::new();
        let mut asked = 0;
        let mut answered = 0;
        let mut next = 0;
        loop {
            let now = Instant::now();
            while asked < quota && asked < answered + window {
                let [before, behind] = &self.event;
                client.push(&[before, &self.dialect.write_id(asked), behind]);
                outstanding.push_back((asked, now));
                asked += 1;
            }
            client.flush().await?;
            if answered == quota {
                return Ok(());
            }
            client.fill().await?;
            let now = Instant::now();
            while let Some(message) = client.message()? {
                let id = self.id(message)?;
                // The first, unless the server has lost the order.
                let place = outstanding.iter().position(|&(asked, _)| asked == id);
                let (_, sent) = place
                    .and_then(|place| outstanding.remove(place))
                    .ok_or_else(|| io::Error::other(format!("nobody waits for answer {id}")))?;
                meter.count(now - sent, id == next);
                next = id + 1;
                answered += 1;
            }
        }
    }

    /// The id of an acknowledgement with the right argument.
    fn id(&self, message: &[u8]) -> io::Result<u64> {
        self.dialect.read_id(message, &self.text).ok_or_else(|| {
            let text = String::from_utf8_lossy(message);
            io::Error::other(format!("this is no answer to the echo: {text}"))
        })
    }
}
