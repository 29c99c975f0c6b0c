//! What is done to a server while it is counted.

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;

use crate::crew::{self, Crew};
use crate::meter::Meter;
use crate::recipe::Recipe;
use crate::scenario::{Echo, Fanout, connect, echo, polling};

#[derive(Clone, Copy, Debug)]
pub(super) enum Work {
    Echo(Echo),
    Delivery(Fanout),
    /// A WebSocket opened and the namespace joined, kept open.
    Connect,
    /// Connect, one echo, close.
    Cycle,
    /// A POST that asks and the GET that brings the answer.
    Polling,
}

impl Work {
    /// Whether that server can do it at all.
    pub(super) fn suits(self, recipe: Recipe) -> bool {
        !matches!(self, Self::Polling) || recipe.polls()
    }

    /// Units of work for each step of the run length.
    pub(super) fn units(self) -> u64 {
        match self {
            Self::Echo(_) => echo::CLIENTS as u64,
            Self::Delivery(fanout) => fanout.members as u64,
            Self::Polling => polling::CLIENTS as u64,
            Self::Connect | Self::Cycle => 1,
        }
    }

    /// Does it: `length` echoes or round trips of each client, broadcasts, or connections. The crew is who
    /// is connected still.
    pub(super) async fn run(self, server: SocketAddr, length: u64) -> io::Result<Crew> {
        let meter = Rc::new(Meter::default());
        match self {
            Self::Echo(echo) => {
                let mut crew = echo.crew(server, length, &meter).await?;
                crew.finish().await?;
                Ok(crew)
            }
            Self::Delivery(fanout) => {
                let (mut crew, senders) = fanout.crew(server, length, &meter).await?;
                for sender in senders {
                    crew.run_until(sender).await??;
                }
                Ok(crew)
            }
            Self::Connect => {
                let clients = crew::open(server, length as usize).await?;
                Ok(Crew::of_idlers(clients))
            }
            Self::Cycle => connect::cycles(server, length as usize).await,
            Self::Polling => {
                let mut crew = polling::crew(server, length, &meter).await?;
                crew.finish().await?;
                Ok(crew)
            }
        }
    }
}
