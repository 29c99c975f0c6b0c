//! Events that a handler keeps waiting while it waits itself for an answer of their client. If the client answers only
//! after such an event, both wait until the deadline of the question. Observers are told, once for each question.

use super::{Client, inflight::Trigger};
use crate::{
    namespace::{CONNECT, Policy},
    observe::{Observation, Topics},
};

impl Client {
    /// Looks for events that wait for a handler that waits for the client.
    #[cold]
    pub(super) fn tell_held(&mut self) {
        let Some(inflight) = &mut self.inflight else {
            return;
        };
        for task in inflight.awaiting() {
            let attached = self
                .sockets
                .iter()
                .find(|attached| attached.key == task.key);
            let Some(attached) = attached else {
                continue;
            };
            let (namespace, socket) = (&attached.namespace, &attached.socket);
            // While a connect handler runs, no other handler starts.
            let (handler, held) = match task.trigger {
                Trigger::Connect => (CONNECT, attached.first_held(None, CONNECT)),
                Trigger::Event { policy, name, .. } if *policy == Policy::Serial => {
                    // A client that emits an event twice does not wait for the second to answer the first.
                    (&**name, attached.first_held(Some(Policy::Serial), name))
                }
                Trigger::Event { .. } | Trigger::Disconnect => continue,
            };
            if let Some(event) = held
                && namespace.adapter().is_awaited(task.awaited, socket.sid())
            {
                *task.told = true;
                namespace
                    .observers()
                    .tell_of(Topics::FAILURES, || Observation::EventHeld {
                        namespace: namespace.name(),
                        sid: socket.sid(),
                        event,
                        handler,
                    });
            }
        }
    }
}
