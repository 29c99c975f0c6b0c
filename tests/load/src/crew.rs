//! The clients of one scenario, each a task, all on this thread. The first failure is everybody's.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::wire::{Client, Dialect};

/// Connections that are being opened at the same time.
const OPENING: usize = 32;
/// Work that is bounded and still not done by then never will be.
const PATIENCE: Duration = Duration::from_secs(120);

/// Tasks that end when the crew is dropped.
#[derive(Debug, Default)]
pub(crate) struct Crew(JoinSet<io::Result<()>>);

impl Crew {
    pub(crate) fn add(&mut self, work: impl Future<Output = io::Result<()>> + 'static) {
        self.0.spawn_local(work);
    }

    /// Clients that only answer pings.
    pub(crate) fn of_idlers(clients: Vec<Client>) -> Self {
        let mut crew = Self::default();
        for client in clients {
            crew.add(client.idle());
        }
        crew
    }

    /// Lets all work for a while.
    pub(crate) async fn run_for(&mut self, time: Duration) -> io::Result<()> {
        tokio::select! {
            () = sleep(time) => Ok(()),
            error = self.failure() => Err(error),
        }
    }

    /// Lets all work until `end` has come.
    pub(crate) async fn run_until<T>(&mut self, end: impl Future<Output = T>) -> io::Result<T> {
        tokio::select! {
            end = timeout(PATIENCE, end) => Ok(end?),
            error = self.failure() => Err(error),
        }
    }

    /// Waits until every task has done its work.
    pub(crate) async fn finish(&mut self) -> io::Result<()> {
        timeout(PATIENCE, async {
            while let Some(ended) = self.0.join_next().await {
                ended??;
            }
            Ok(())
        })
        .await?
    }

    /// Comes only if a task fails.
    async fn failure(&mut self) -> io::Error {
        while let Some(ended) = self.0.join_next().await {
            if let Err(error) = ended.map_err(io::Error::from).flatten() {
                return error;
            }
        }
        std::future::pending().await
    }
}

/// Opens `count` connections, some at a time.
pub(crate) async fn open(server: SocketAddr, count: usize) -> io::Result<Vec<Client>> {
    open_in(Dialect::Json, server, count).await
}

/// Opens connections whose packets have this form.
pub(crate) async fn open_in(
    dialect: Dialect,
    server: SocketAddr,
    count: usize,
) -> io::Result<Vec<Client>> {
    let mut openers = JoinSet::new();
    for turn in 0..OPENING {
        let share = (turn..count).step_by(OPENING);
        openers.spawn_local(async move {
            let mut clients = Vec::new();
            for _ in share {
                clients.push(Client::connect_in(dialect, server).await?);
            }
            io::Result::Ok(clients)
        });
    }
    let mut clients = Vec::with_capacity(count);
    while let Some(opened) = openers.join_next().await {
        clients.append(&mut opened??);
    }
    Ok(clients)
}
