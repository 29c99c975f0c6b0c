//! One client broadcasts to all, itself included; a broadcast is over when everybody has it.

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

/// The argument begins with the number of the broadcast, in so many digits.
const DIGITS: usize = 8;
/// Size of the argument.
const BYTES: usize = 64;
const EVENT: &[u8] = b"42[\"broadcast\",\"";

/// How many listen, and how many broadcasts are under way at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fanout {
    pub(crate) members: usize,
    pub(crate) window: usize,
    pub(crate) goal: Option<Goal>,
}

impl Fanout {
    pub(crate) async fn run(&self, bench: &Bench<'_>) -> io::Result<Vec<Figure>> {
        let meter = Rc::new(Meter::default());
        let (mut crew, sender) = self.crew(bench.server.address, u64::MAX, &meter).await?;
        crew.add(sender);
        let window = meter.watch(bench.server, &mut crew, bench.pace).await?;
        let line = format!("delivery to {}, {} in flight", self.members, self.window);
        Ok(vec![
            window.cost(&line).goal(self.goal),
            window.disorder(&line),
            window.rate(&line),
        ])
    }

    /// The listeners, and apart from them the sender, who ends after `quota` broadcasts.
    pub(crate) async fn crew(
        &self,
        server: SocketAddr,
        quota: u64,
        meter: &Rc<Meter>,
    ) -> io::Result<(Crew, impl Future<Output = io::Result<()>> + use<>)> {
        let mut clients = crew::open(server, self.members).await?;
        let volley = Rc::new(Volley {
            members: self.members,
            under_way: RefCell::default(),
            over: Cell::new(0),
            progress: Notify::new(),
            meter: Rc::clone(meter),
        });
        let sender = clients.pop().expect("a broadcast has a member");
        let mut crew = Crew::default();
        for client in clients {
            crew.add(Rc::clone(&volley).listen(client));
        }
        Ok((crew, volley.send(sender, self.window as u64, quota)))
    }
}

/// The broadcasts under way.
struct Volley {
    members: usize,
    under_way: RefCell<VecDeque<Broadcast>>,
    /// How many are over.
    over: Cell<u64>,
    progress: Notify,
    meter: Rc<Meter>,
}

struct Broadcast {
    number: u64,
    sent: Instant,
    /// How many have it.
    arrived: usize,
}

impl Volley {
    async fn listen(self: Rc<Self>, mut client: Client) -> io::Result<()> {
        let mut next = 0;
        loop {
            client.fill().await?;
            self.receive(&mut client, &mut next)?;
            client.flush().await?;
        }
    }

    async fn send(self: Rc<Self>, mut client: Client, window: u64, quota: u64) -> io::Result<()> {
        let filler = "x".repeat(BYTES - DIGITS);
        let mut sent = 0;
        let mut next = 0;
        while self.over.get() < quota {
            while sent < quota && sent < self.over.get() + window {
                let number = format!("{sent:0DIGITS$}");
                client.push(&[EVENT, number.as_bytes(), filler.as_bytes(), b"\"]"]);
                self.under_way.borrow_mut().push_back(Broadcast {
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
                () = self.progress.notified() => {}
            }
        }
        Ok(())
    }

    /// Takes note of all that has arrived. `next` is the number that is in order.
    fn receive(&self, client: &mut Client, next: &mut u64) -> io::Result<()> {
        let now = Instant::now();
        while let Some(message) = client.message()? {
            let number = number(message)?;
            let mut under_way = self.under_way.borrow_mut();
            // The first, unless the server has lost the order.
            let place = under_way
                .iter()
                .position(|broadcast| broadcast.number == number)
                .ok_or_else(|| io::Error::other(format!("broadcast {number} came twice")))?;
            let broadcast = &mut under_way[place];
            self.meter.count(now - broadcast.sent, number == *next);
            *next = number + 1;
            broadcast.arrived += 1;
            if broadcast.arrived == self.members {
                under_way.remove(place);
                self.over.set(self.over.get() + 1);
                self.progress.notify_one();
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
