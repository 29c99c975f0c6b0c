//! MemoryBus: a bus inside of one process, for tests of an application and for trying. It can be stopped and started, as a
//! broker can.

use std::sync::Arc;

use futures_util::stream;
use parking_lot::Mutex;
use tokio::sync::mpsc::{self, Sender};

use super::{Bus, BusError, BusFuture, Parcel, Subscription, hears};

/// How many messages may wait for one node. A node that does not read them is cut off, as brokers do it, and subscribes anew.
const BACKLOG: usize = 1 << 16;

/// A bus that connects the servers of one process: those that are given clones of it.
///
/// ```
/// use socketio::{Cluster, SocketIo, cluster::MemoryBus};
///
/// let bus = MemoryBus::new();
/// let node = || SocketIo::builder().cluster(Cluster::bus(bus.clone())).build();
/// let (one, two) = (node()?, node()?);
/// # Ok::<(), socketio::BuildError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryBus(Arc<Mutex<Broker>>);

#[derive(Debug, Default)]
struct Broker {
    stopped: bool,
    listeners: Vec<Listener>,
}

#[derive(Debug)]
struct Listener {
    channels: Box<[Arc<str>]>,
    parcels: Sender<Parcel>,
}

impl MemoryBus {
    /// A bus that nobody is connected to yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the bus unreachable, as a broker that was killed: its connections break, and no new one is accepted.
    pub fn stop(&self) {
        let mut broker = self.0.lock();
        broker.stopped = true;
        broker.listeners.clear();
    }

    /// Makes the bus reachable again. Nothing that was said meanwhile is kept.
    pub fn start(&self) {
        self.0.lock().stopped = false;
    }
}

impl Broker {
    fn check(&self) -> Result<(), BusError> {
        match self.stopped {
            true => Err(BusError::new("the bus is stopped")),
            false => Ok(()),
        }
    }

    fn publish(&mut self, parcel: &Parcel) {
        self.listeners.retain(|listener| {
            let mut channels = listener.channels.iter();
            !channels.any(|channel| hears(channel, &parcel.channel))
                || listener.parcels.try_send(parcel.clone()).is_ok()
        });
    }
}

impl Bus for MemoryBus {
    fn publish<'a>(&'a self, parcels: &'a [Parcel]) -> BusFuture<'a, ()> {
        Box::pin(async move {
            let mut broker = self.0.lock();
            broker.check()?;
            parcels.iter().for_each(|parcel| broker.publish(parcel));
            Ok(())
        })
    }

    fn subscribe<'a>(&'a self, channels: &'a [Arc<str>]) -> BusFuture<'a, Subscription> {
        Box::pin(async move {
            let (parcels, heard) = mpsc::channel(BACKLOG);
            let mut broker = self.0.lock();
            broker.check()?;
            broker.listeners.push(Listener {
                channels: channels.into(),
                parcels,
            });
            Ok(Subscription::new(stream::unfold(
                heard,
                async |mut heard| Some((Ok(heard.recv().await?), heard)),
            )))
        })
    }

    fn listeners<'a>(&'a self, channel: &'a str) -> BusFuture<'a, Option<usize>> {
        Box::pin(async move {
            let broker = self.0.lock();
            let listens =
                |listener: &&Listener| listener.channels.iter().any(|own| **own == *channel);
            Ok(Some(broker.listeners.iter().filter(listens).count()))
        })
    }
}
