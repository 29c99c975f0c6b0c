//! Hub: this node's place in the cluster. Adapters say here what they have done, without waiting; what other nodes say goes
//! to the receiver. The task that talks to the message queue is in `link`.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore, watch},
};

use super::{
    dialect::{Malformed, Part, Speak},
    error::ClusterError,
    message::{Heard, Message},
    nodes::Nodes,
    queue::{Bounds, Queue},
    requests::{Gathering, Reply, Requests},
    state::{ClusterState, Echo, Meter},
};
use crate::{
    ack::NodeId,
    adapter::bus::{Bus, Parcel},
    observe::{Observation, Observers, Topics},
};

/// How many questions of other nodes may be open at a time: each is a task that waits for answers.
const QUESTIONS: usize = 10_000;

/// Does on this node what other nodes say.
pub(crate) trait Receive: fmt::Debug + Send + Sync {
    /// Whether there is nothing any more that could be changed: the server was dropped.
    fn is_gone(&self) -> bool;

    /// The namespaces that there are.
    fn namespaces(&self) -> Vec<String>;

    /// Another node has said something.
    fn receive(&self, hub: &Arc<Hub>, heard: Heard<'_>);

    /// Another node is gone: nothing more will come from it.
    fn lose(&self, node: NodeId);
}

/// How long things take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timings {
    pub(super) heartbeat: Duration,
    pub(super) node_timeout: Duration,
    pub(super) ask: Duration,
}

/// Makes the task that talks to the message queue.
pub(super) type Run = fn(Arc<Hub>) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// This node's place in the cluster.
pub(crate) struct Hub {
    id: NodeId,
    pub(super) bus: Arc<dyn Bus>,
    pub(super) speaker: Box<dyn Speak>,
    pub(super) timings: Timings,
    most_waiting: Duration,
    max_message: usize,
    pub(super) queue: Queue,
    pub(super) nodes: Nodes,
    requests: Arc<Requests>,
    pub(super) meter: Meter,
    pub(super) echo: Echo,
    receiver: OnceLock<Box<dyn Receive>>,
    observers: Observers,
    /// How many other nodes each namespace has, where they do not tell that they are there.
    counts: Mutex<HashMap<String, usize>>,
    part: Part,
    questions: Arc<Semaphore>,
    run: Run,
    started: AtomicBool,
    /// Whether this node has left the cluster.
    pub(super) left: watch::Sender<bool>,
    /// Whether the task has nothing to do any more.
    pub(super) done: watch::Sender<bool>,
}

impl Hub {
    pub(super) fn new(
        (id, part): (NodeId, Part),
        bus: Arc<dyn Bus>,
        speaker: Box<dyn Speak>,
        (timings, bounds, max_message): (Timings, Bounds, usize),
        observers: Observers,
        run: Run,
    ) -> Self {
        Self {
            id,
            bus,
            speaker,
            timings,
            most_waiting: bounds.time,
            max_message,
            queue: Queue::new(bounds),
            nodes: Nodes::default(),
            requests: Arc::default(),
            meter: Meter::new(),
            echo: Echo::default(),
            receiver: OnceLock::new(),
            observers,
            counts: Mutex::default(),
            part,
            questions: Arc::new(Semaphore::new(QUESTIONS)),
            run,
            started: AtomicBool::new(false),
            left: watch::Sender::new(false),
            done: watch::Sender::new(false),
        }
    }

    /// Sets who does what other nodes say, and starts if there is a runtime.
    pub(crate) fn set_receiver(self: &Arc<Self>, receiver: Box<dyn Receive>) {
        // A second one cannot be: this is called once, where the hub is made.
        let _ = self.receiver.set(receiver);
        self.start();
    }

    pub(super) fn receiver(&self) -> Option<&dyn Receive> {
        self.receiver.get().map(|receiver| &**receiver)
    }

    /// Starts the task that talks to the message queue, unless it runs, or there is no runtime yet.
    pub(crate) fn start(self: &Arc<Self>) {
        if self.started.load(Ordering::Relaxed) {
            return;
        }
        if let Ok(runtime) = Handle::try_current()
            && !self.started.swap(true, Ordering::AcqRel)
        {
            runtime.spawn((self.run)(Arc::clone(self)));
        }
    }

    /// Says something to all other nodes, or to one. It is queued, in order; nothing is waited for.
    ///
    /// # Errors
    ///
    /// It cannot be queued.
    pub(crate) fn say(
        self: &Arc<Self>,
        namespace: &str,
        message: &Message<'_>,
        to: Option<NodeId>,
    ) -> Result<(), ClusterError> {
        self.start();
        let queued = self.write(namespace, message, to).and_then(|parcels| {
            let (is_connected, since) = self.meter.reach();
            if !is_connected && since > self.most_waiting {
                return Err(ClusterError::Unreachable { since });
            }
            self.queue.push(parcels)
        });
        queued.inspect_err(|_| self.meter.unpublished.add(1))
    }

    fn write(
        &self,
        namespace: &str,
        message: &Message<'_>,
        to: Option<NodeId>,
    ) -> Result<Vec<Parcel>, ClusterError> {
        let parcels = self.speaker.say(namespace, message, to);
        let parcels = parcels.map_err(|what| ClusterError::Unsupported(what.0))?;
        let largest = parcels.iter().map(|parcel| parcel.payload.len()).max();
        match largest {
            Some(bytes) if bytes > self.max_message => Err(ClusterError::TooLarge {
                bytes,
                most: self.max_message,
            }),
            _ => Ok(parcels),
        }
    }

    /// Says something about the cluster itself, if the dialect has a form for it. It does not wait behind what is queued.
    pub(super) fn say_urgent(&self, message: &Message<'_>) {
        let parcels = self.speaker.say("/", message, None);
        let parcels = parcels.into_iter().flatten();
        parcels.for_each(|parcel| self.queue.push_urgent(parcel));
    }

    /// Asks other nodes: all that are alive. `ask` makes the question with the id under which answers come.
    pub(crate) fn gather<'a>(
        self: &Arc<Self>,
        namespace: &str,
        within: Option<Duration>,
        ask: impl FnOnce(Cow<'a, str>) -> Message<'a>,
    ) -> Result<Gathering, ClusterError> {
        let nodes = match self.speaker.counted(namespace) {
            Some(_) => self.askable(namespace),
            None => self.others(),
        };
        let nobody = nodes.is_empty();
        let within = within.unwrap_or(self.timings.ask);
        let gathering = self.requests.open(nodes, within);
        if !nobody {
            let request = self.request_id('n', gathering.id());
            self.say(namespace, &ask(request.into()), None)?;
        }
        Ok(gathering)
    }

    /// The id by which other nodes answer the question with this id to clients.
    pub(crate) fn ack_request(&self, id: u64) -> String {
        self.request_id('c', id)
    }

    /// The id of the question to clients that this node has asked by this id.
    pub(crate) fn asked_ack(&self, request: &str) -> Option<u64> {
        self.own_request('c', request)
    }

    fn request_id(&self, kind: char, id: u64) -> String {
        format!("{}{kind}{id:x}", &self.id.as_str()[..8])
    }

    fn own_request(&self, kind: char, request: &str) -> Option<u64> {
        let request = request.strip_prefix(&self.id.as_str()[..8])?;
        u64::from_str_radix(request.strip_prefix(kind)?, 16).ok()
    }

    /// The other nodes that are alive.
    pub(crate) fn others(&self) -> Vec<NodeId> {
        self.nodes.alive()
    }

    /// The other nodes that answer for their clients, or `anybody` if nodes do not tell that they are there.
    pub(crate) fn askable(&self, namespace: &str) -> Vec<NodeId> {
        if let Some(anybody) = self.anybody() {
            return vec![anybody];
        }
        if self.speaker.counted(namespace).is_some() {
            let counts = self.counts.lock();
            let others = counts.get(namespace).copied().unwrap_or_default();
            return (0..others).map(NodeId::nameless).collect();
        }
        self.others()
    }

    /// Counts the nodes of each namespace, where they do not tell that they are there.
    pub(super) async fn count_nodes(&self) {
        for namespace in self.namespaces() {
            let Some(channel) = self.speaker.counted(&namespace) else {
                return;
            };
            if let Ok(Some(listeners)) = self.bus.listeners(&channel).await {
                let others = listeners.saturating_sub(usize::from(self.part == Part::Node));
                self.counts.lock().insert(namespace, others);
            }
        }
    }

    /// The namespaces of this node.
    pub(super) fn namespaces(&self) -> Vec<String> {
        self.receiver().map(Receive::namespaces).unwrap_or_default()
    }

    /// Who answers, once, for all nodes.
    pub(crate) fn anybody(&self) -> Option<NodeId> {
        self.speaker.anybody()
    }

    /// Whether a node is alive.
    pub(crate) fn is_alive(&self, node: NodeId) -> bool {
        !self.speaker.knows_nodes() || self.nodes.alive().contains(&node)
    }

    /// Another node asks the clients of this one. `None` if too many such questions are open: the question is passed over.
    pub(crate) fn begin_question(&self) -> Option<OwnedSemaphorePermit> {
        let permit = Arc::clone(&self.questions).try_acquire_owned().ok();
        if permit.is_none() {
            self.meter.broken.add(1);
        }
        permit
    }

    /// How the cluster is doing.
    pub(crate) fn state(&self) -> ClusterState {
        let (is_connected, since) = self.meter.reach();
        let (waiting, waiting_bytes) = self.queue.waiting();
        ClusterState {
            node: self.id,
            others: self.speaker.knows_nodes().then(|| self.others()),
            is_connected,
            since,
            waiting,
            waiting_bytes,
            lag: self.meter.lag(),
            unpublished: self.meter.unpublished.get(),
            foreign: self.meter.foreign.get(),
            broken: self.meter.broken.get(),
        }
    }

    /// Waits until the message queue is reached, and the nodes that are there have said so.
    pub(crate) async fn connected(self: &Arc<Self>) {
        self.start();
        self.meter.settled().await;
    }

    /// Why the message queue was not reached the last time.
    pub(crate) fn last_error(&self) -> Option<String> {
        self.meter.last_error()
    }

    /// Waits until everything that was said is published.
    pub(crate) async fn flushed(&self) {
        self.queue.emptied().await;
    }

    /// Leaves the cluster, once what waits is published, or this time is over.
    pub(crate) async fn leave(&self, within: Duration) {
        if !self.started.load(Ordering::Acquire) {
            return;
        }
        let mut done = self.done.subscribe();
        self.left.send_replace(true);
        let _ = tokio::time::timeout(within, done.wait_for(|done| *done)).await;
    }

    /// Something has come from the bus.
    pub(super) fn hear(self: &Arc<Self>, parcel: &Parcel) {
        let heard = match self.speaker.hear(parcel) {
            Ok(heard) => heard,
            Err(Malformed::Foreign) => return self.meter.foreign.add(1),
            Err(Malformed::Broken) => return self.meter.broken.add(1),
        };
        if let Some(node) = heard.from
            && heard.is_node
            && !matches!(heard.message, Message::Goodbye)
            && self.speaker.knows_nodes()
            && self.nodes.hear(node)
        {
            self.tell_of(|| Observation::NodeJoined {
                node: node.as_str(),
            });
        }
        match (heard.message, heard.from) {
            (Message::Hello, _) => self.say_urgent(&Message::Heartbeat),
            (Message::Heartbeat, _) => {}
            (Message::Goodbye, Some(node)) => self.lose(node),
            (Message::Fetched { request, sockets }, Some(node)) => {
                self.settle(&request, node, Reply::Sockets(sockets));
            }
            (Message::NodeReply { request, answer }, Some(node)) => {
                self.settle(&request, node, Reply::Value(answer));
            }
            (message, from) => {
                if let Some(receiver) = self.receiver() {
                    let heard = Heard {
                        from,
                        is_node: heard.is_node,
                        namespace: heard.namespace,
                        message,
                    };
                    receiver.receive(self, heard);
                }
            }
        }
    }

    fn settle(&self, request: &str, node: NodeId, reply: Reply) {
        if let Some(id) = self.own_request('n', request) {
            self.requests.settle(id, node, reply);
        }
    }

    /// A node is gone, or has not been heard for too long. Nobody waits for its answers any more.
    pub(super) fn lose(&self, node: NodeId) {
        if self.nodes.remove(node) {
            self.requests.lose(node);
            if let Some(receiver) = self.receiver() {
                receiver.lose(node);
            }
            self.tell_of(|| Observation::NodeLeft {
                node: node.as_str(),
            });
        }
    }

    pub(super) fn tell_of<'a>(&self, observe: impl FnOnce() -> Observation<'a>) {
        self.observers.tell_of(Topics::CLUSTER, observe);
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub")
            .field("id", &self.id)
            .field("bus", &self.bus)
            .finish_non_exhaustive()
    }
}
