//! Some clients broadcast to all, themselves included; a broadcast is over when everybody has it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Instant;

use tokio::sync::Notify;

use super::Bench;
use crate::crew::{self, Crew};
use crate::figure::{Figure, Goal};
use crate::meter::Meter;
use crate::wire::Client;

/// The text begins with the sender and the number of the broadcast, in so many digits together.
const DIGITS: usize = 8;
/// What separates them: a sender has so many numbers.
const NUMBERS: u64 = 1_000_000;
/// Size of the text.
const BYTES: usize = 64;
const EVENT: &[u8] = b"42[\"broadcast\",{\"text\":\"";
const END: &[u8] = b"\"}]";

/// How many listen, how many of them send, and how many broadcasts each has under way at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fanout {
    pub(crate) members: usize,
    pub(crate) senders: usize,
    pub(crate) window: usize,
    pub(crate) goal: Option<Goal>,
}

impl Fanout {
    /// `beside` says in the table what else the server does.
    pub(crate) async fn run(&self, bench: &Bench<'_>, beside: &str) -> io::Result<Vec<Figure>> {
        let meter = Rc::new(Meter::default());
        let (mut crew, senders) = self.crew(bench.server.address, u64::MAX, &meter).await?;
        for sender in senders {
            crew.add(sender);
        }
        let window = meter.watch(bench.server, &mut crew, bench.pace).await?;
        let line = format!("{}{beside}", self.line());
        let mut figures = vec![
            window.cost(&line).goal(self.goal),
            window.disorder(&line),
            window.rate(&line),
        ];
        figures.extend(window.cores(&line));
        Ok(figures)
    }

    fn line(&self) -> String {
        let senders = match self.senders {
            1 => String::new(),
            count => format!("{count} senders, "),
        };
        format!(
            "delivery to {}, {senders}{} in flight",
            self.members, self.window
        )
    }

    /// The listeners, and apart from them the senders, who end after `quota` broadcasts.
    pub(crate) async fn crew(
        &self,
        server: SocketAddr,
        quota: u64,
        meter: &Rc<Meter>,
    ) -> io::Result<(
        Crew,
        Vec<impl Future<Output = io::Result<()>> + use<> + 'static>,
    )> {
        let mut clients = crew::open(server, self.members).await?;
        let volley = Rc::new(Volley {
            members: self.members,
            lanes: (0..self.senders).map(|_| Lane::default()).collect(),
            meter: Rc::clone(meter),
        });
        let senders = clients.split_off(self.members - self.senders);
        let mut crew = Crew::default();
        for client in clients {
            crew.add(Rc::clone(&volley).listen(client));
        }
        let window = self.window as u64;
        let senders = senders
            .into_iter()
            .enumerate()
            .map(|(number, client)| Rc::clone(&volley).send(number, client, window, quota))
            .collect();
        Ok((crew, senders))
    }
}

/// The broadcasts under way.
struct Volley {
    members: usize,
    lanes: Vec<Lane>,
    meter: Rc<Meter>,
}

/// Those of one sender.
#[derive(Default)]
struct Lane {
    under_way: RefCell<VecDeque<Broadcast>>,
    /// How many are over.
    over: Cell<u64>,
    progress: Notify,
}

struct Broadcast {
    number: u64,
    sent: Instant,
    /// How many have it.
    arrived: usize,
}

impl Volley {
    async fn listen(self: Rc<Self>, mut client: Client) -> io::Result<()> {
        let mut next = vec![0; self.lanes.len()];
        loop {
            client.fill().await?;
            self.receive(&mut client, &mut next)?;
            client.flush().await?;
        }
    }

    async fn send(
        self: Rc<Self>,
        sender: usize,
        mut client: Client,
        window: u64,
        quota: u64,
    ) -> io::Result<()> {
        let lane = &self.lanes[sender];
        let filler = "x".repeat(BYTES - DIGITS);
        let mut sent = 0;
        let mut next = vec![0; self.lanes.len()];
        while lane.over.get() < quota {
            while sent < quota && sent < lane.over.get() + window {
                let number = format!("{:0DIGITS$}", sender as u64 * NUMBERS + sent % NUMBERS);
                client.push(&[EVENT, number.as_bytes(), filler.as_bytes(), END]);
                lane.under_way.borrow_mut().push_back(Broadcast {
                    number: sent,
                    sent: Instant::now(),
                    arrived: 0,
                });
                sent += 1;
            }
            client.flush().await?;
            tokio::select! {
                filled = client.fill() => {
                    filled?;
                    self.receive(&mut client, &mut next)?;
                }
                () = lane.progress.notified() => {}
            }
        }
        Ok(())
    }

    /// Takes note of all that has arrived. `next` are the numbers that are in order, of each sender.
    fn receive(&self, client: &mut Client, next: &mut [u64]) -> io::Result<()> {
        let now = Instant::now();
        while let Some(message) = client.message()? {
            let number = number(message)?;
            let (sender, number) = ((number / NUMBERS) as usize, number % NUMBERS);
            let lane = self
                .lanes
                .get(sender)
                .ok_or_else(|| io::Error::other(format!("there is no sender {sender}")))?;
            let mut under_way = lane.under_way.borrow_mut();
            // The first, unless the server has lost the order.
            let place = under_way
                .iter()
                .position(|broadcast| broadcast.number % NUMBERS == number)
                .ok_or_else(|| io::Error::other(format!("broadcast {number} came twice")))?;
            let broadcast = &mut under_way[place];
            self.meter
                .count(now - broadcast.sent, number == next[sender]);
            next[sender] = (number + 1) % NUMBERS;
            broadcast.arrived += 1;
            if broadcast.arrived == self.members {
                under_way.remove(place);
                lane.over.set(lane.over.get() + 1);
                lane.progress.notify_one();
            }
        }
        Ok(())
    }
}

/// The number of a broadcast.
fn number(message: &[u8]) -> io::Result<u64> {
    message
        .strip_prefix(EVENT)
        .and_then(|argument| {
            std::str::from_utf8(argument.get(..DIGITS)?)
                .ok()?
                .parse()
                .ok()
        })
        .ok_or_else(|| {
            let text = String::from_utf8_lossy(message);
            io::Error::other(format!("this is no broadcast: {text}"))
        })
}
