//! Receiver: what other nodes say is done here, in the namespace that they name. What has to be answered is answered, whether
//! or not there is such a namespace: the others count the nodes that they ask.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Weak},
};

use crate::{
    ack::NodeId,
    adapter::{
        Directory,
        cluster::{Heard, Hub, Message, Receive},
    },
    packet::Args,
};

/// What a handler of an event between nodes answers: its arguments, or why there are none.
pub(crate) type NodeAnswer = Pin<Box<dyn Future<Output = Result<Args, String>> + Send>>;

/// The handlers of events that nodes send to each other.
pub(crate) trait NodeHandlers: fmt::Debug + Send + Sync {
    /// Begins the handler of this event; `None` if there is none.
    fn handle(&self, namespace: &str, event: &str, args: Args) -> Option<NodeAnswer>;
}

/// Does on this node what others say.
#[derive(Debug)]
pub(crate) struct Receiver {
    // The namespaces live as long as the server, and have the hub.
    directory: Weak<dyn Directory>,
    handlers: Arc<dyn NodeHandlers>,
}

impl Receiver {
    pub(crate) fn new(directory: Weak<dyn Directory>, handlers: Arc<dyn NodeHandlers>) -> Self {
        Self {
            directory,
            handlers,
        }
    }

    /// Calls the handler of an event between nodes, in a task of its own, and answers if that is wanted.
    fn handle(&self, hub: &Arc<Hub>, heard: Heard<'_>) {
        let (Message::NodeEvent { event, request }, from) = (heard.message, heard.from) else {
            return;
        };
        let Ok((name, args)) = event.to_parts() else {
            return;
        };
        let answer = self.handlers.handle(&heard.namespace, &name, args);
        let asked = request.zip(from);
        let (hub, namespace) = (Arc::clone(hub), heard.namespace.into_owned());
        let reply = move |request: String, node, answer| {
            let request = request.into();
            // Whoever asks waits for its deadline if this node cannot say anything.
            let _ = hub.say(
                &namespace,
                &Message::NodeReply { request, answer },
                Some(node),
            );
        };
        match (
            answer,
            asked.map(|(request, node)| (request.into_owned(), node)),
        ) {
            (Some(answer), asked) => {
                tokio::spawn(async move {
                    let answer = answer.await;
                    if let Some((request, node)) = asked {
                        reply(request, node, answer);
                    }
                });
            }
            (None, Some((request, node))) => {
                reply(request, node, Err(format!("no handler for `{name}`")));
            }
            (None, None) => {}
        }
    }
}

impl Receive for Receiver {
    fn is_gone(&self) -> bool {
        self.directory.strong_count() == 0
    }

    fn namespaces(&self) -> Vec<String> {
        let directory = self.directory.upgrade();
        let adapters = directory.iter().flat_map(|directory| directory.all());
        adapters
            .map(|adapter| adapter.namespace().to_string())
            .collect()
    }

    fn receive(&self, hub: &Arc<Hub>, heard: Heard<'_>) {
        if let Message::NodeEvent { .. } = heard.message {
            return self.handle(hub, heard);
        }
        let Some(directory) = self.directory.upgrade() else {
            return;
        };
        match directory.find_open(&heard.namespace) {
            Some(adapter) => adapter.apply(hub, heard.from, heard.message),
            None => answer_for_nobody(hub, &heard.namespace, heard.from, heard.message),
        }
    }

    fn lose(&self, node: NodeId) {
        let directory = self.directory.upgrade();
        let adapters = directory.iter().flat_map(|directory| directory.all());
        adapters.for_each(|adapter| adapter.lose(node));
    }
}

/// There is no such namespace here, so nobody is in it.
fn answer_for_nobody(hub: &Arc<Hub>, namespace: &str, from: Option<NodeId>, message: Message<'_>) {
    let answer = match message {
        Message::Event {
            question: Some(question),
            ..
        } => Message::Asked {
            request: question.request,
            clients: 0,
        },
        Message::Fetch { request, .. } => Message::Fetched {
            request,
            sockets: Vec::new(),
        },
        _ => return,
    };
    // Whoever asks waits for its deadline if this node cannot say anything.
    let _ = hub.say(namespace, &answer, from);
}
