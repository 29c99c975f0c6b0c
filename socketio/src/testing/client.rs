//! TestClient: one client in one namespace, as a test drives it.

use std::{panic::Location, sync::Arc, time::Duration};

use serde::{Serialize, de::DeserializeOwned};
use tokio::time::timeout;

use super::{
    AnswerError, Received, Refused,
    arrivals::{Arrived, Listener, read},
    link::Link,
};
use crate::{
    context::Event,
    engine::Message,
    packet::{self, Args},
};

/// One client in one namespace, in this process: no port, no sleep, the real protocol.
///
/// What it sends has been read by the server, and handled as far as the handler did not wait, when the call
/// returns; what the server had sent by then is there when [`received`](Self::received) is asked. So a test
/// needs no pauses, and the same calls give the same result every time.
///
/// Dropping it, with all others of its connection, is a client whose network has gone.
///
/// Made by [`SocketIo::test_client`](crate::SocketIo::test_client); the [chapter on
/// tests](crate::guide::testing) shows it at work.
#[derive(Debug)]
pub struct TestClient {
    link: Arc<Link>,
    namespace: String,
    sid: String,
    patience: Duration,
}

impl TestClient {
    pub(super) async fn join(
        link: Arc<Link>,
        namespace: &str,
        connect: &Message,
        patience: Duration,
    ) -> Result<Self, Refused> {
        link.send(connect).await;
        let joined = timeout(patience, link.until(|arrivals| arrivals.join(namespace))).await;
        let payload = joined
            .map_err(|_| Refused::silent())?
            .ok_or_else(Refused::lost)?
            .map_err(|payload| Refused::read(&payload))?;
        let sid = serde_json::from_str::<serde_json::Value>(&payload)
            .ok()
            .and_then(|payload| payload["sid"].as_str().map(str::to_owned))
            .unwrap_or_default();
        Ok(Self {
            link,
            namespace: namespace.to_owned(),
            sid,
            patience,
        })
    }

    /// Joins another namespace over the same connection.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    pub async fn connect(&self, namespace: &str) -> Result<Self, Refused> {
        let connect = packet::join(namespace);
        Self::join(Arc::clone(&self.link), namespace, &connect, self.patience).await
    }

    /// Joins another namespace over the same connection, with an auth payload: an object.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    pub async fn connect_with<T: Serialize + ?Sized>(
        &self,
        namespace: &str,
        auth: &T,
    ) -> Result<Self, Refused> {
        let connect = packet::connect(namespace, auth);
        Self::join(Arc::clone(&self.link), namespace, &connect, self.patience).await
    }

    /// The client's id in the namespace.
    #[must_use]
    pub fn sid(&self) -> &str {
        &self.sid
    }

    /// The namespace it is in.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Whether it is still in the namespace, as far as the server has told it by now.
    pub async fn is_connected(&self) -> bool {
        self.link.settle().await;
        self.link
            .with(|arrivals| arrivals.is_joined(&self.namespace))
    }

    /// Sends an event. A tuple is several arguments, `()` is none, anything else is one.
    ///
    /// # Panics
    ///
    /// If `args` can't be encoded.
    pub async fn emit<T: Serialize>(&self, event: &str, args: T) {
        self.link.send(&self.event(None, event, &args)).await;
    }

    /// Sends an event and waits for its answer: no arguments read as `()`, one as itself, several as a tuple.
    ///
    /// # Errors
    ///
    /// If no answer comes, the handler failed, or the answer is of another type. As a
    /// [`serde_json::Value`] or [`Args`] the error envelope is an answer like any other.
    ///
    /// # Panics
    ///
    /// If `args` can't be encoded.
    pub async fn call<R: DeserializeOwned, T: Serialize>(
        &self,
        event: &str,
        args: T,
    ) -> Result<R, AnswerError> {
        let answer = self.call_raw(event, args).await?;
        read(&answer).map_err(|error| AnswerError::read(answer, error))
    }

    /// Sends an event and waits for its answer, as it came.
    ///
    /// # Errors
    ///
    /// If no answer comes.
    ///
    /// # Panics
    ///
    /// If `args` can't be encoded.
    pub async fn call_raw<T: Serialize>(&self, event: &str, args: T) -> Result<Args, AnswerError> {
        let id = self.link.with(|arrivals| arrivals.next_id());
        self.link.send(&self.event(Some(id), event, &args)).await;
        let key = (self.namespace.clone(), id);
        let answer = self.link.until(|arrivals| arrivals.ack(&key));
        let answer = timeout(self.patience, answer).await;
        answer.ok().flatten().ok_or(AnswerError::NoAnswer)
    }

    /// Takes all events that have arrived.
    pub async fn received(&mut self) -> Vec<Received> {
        self.link.settle().await;
        let events = self.link.with(|arrivals| arrivals.drain(&self.namespace));
        let received = |Arrived { name, args, .. }| Received { name, args };
        events.into_iter().map(received).collect()
    }

    /// Waits for the event and reads its arguments: none as `()`, one as itself, several as a tuple. Other
    /// events stay for later.
    ///
    /// # Panics
    ///
    /// If it does not come, or its arguments are of another type.
    #[track_caller]
    pub fn expect<T: DeserializeOwned>(&mut self, event: &str) -> impl Future<Output = T> {
        let caller = Location::caller();
        async move {
            let args = self.awaited(event, caller).await.args;
            read(&args).unwrap_or_else(|error| {
                let json = args.as_json();
                panic!("{caller}: `{event}` came with {json}: {error}")
            })
        }
    }

    /// Waits for an event whose name and namespace its type knows, and reads its payload. For that the type
    /// implements [`Deserialize`](serde::Deserialize) besides [`Event`].
    ///
    /// # Panics
    ///
    /// If it does not come, its payload is something else, or it belongs to another namespace.
    #[track_caller]
    pub fn expect_event<E: Event + DeserializeOwned>(&mut self) -> impl Future<Output = E> {
        let caller = Location::caller();
        async move {
            let (event, namespace, own) = (E::NAME, E::NAMESPACE, &self.namespace);
            assert!(
                namespace == own,
                "{caller}: `{event}` is an event of namespace `{namespace}`, and this client is in `{own}`"
            );
            let args = self.awaited(event, caller).await.args;
            args.parse::<(E,)>().map_or_else(
                |error| {
                    let json = args.as_json();
                    panic!("{caller}: `{event}` came with {json}: {error}")
                },
                |(payload,)| payload,
            )
        }
    }

    /// From now on, hands every such event to `listener`, and answers with what it returns those that ask for
    /// an answer. They are not among those [`received`](Self::received) any more.
    ///
    /// An event whose arguments do not fit ends the connection, and the panic says why.
    pub fn on<T: DeserializeOwned, R: Serialize>(
        &self,
        event: &str,
        listener: impl FnMut(T) -> R + Send + 'static,
    ) {
        let listener = Listener::new(event.to_owned(), listener);
        self.link
            .with(|arrivals| arrivals.listen(&self.namespace, event, listener));
    }

    /// Waits for one event that asks for an answer, and answers it with what `answer` makes of its arguments.
    ///
    /// # Panics
    ///
    /// If it does not come, does not ask, or its arguments are of another type.
    #[track_caller]
    pub fn answer<T: DeserializeOwned, R: Serialize>(
        &self,
        event: &str,
        answer: impl FnOnce(T) -> R,
    ) -> impl Future<Output = ()> {
        let caller = Location::caller();
        async move {
            let Arrived { args, id, .. } = self.awaited(event, caller).await;
            let Some(id) = id else {
                panic!("{caller}: `{event}` came without asking for an answer")
            };
            let value = read(&args).unwrap_or_else(|error| {
                let json = args.as_json();
                panic!("{caller}: `{event}` came with {json}: {error}")
            });
            match packet::ack(&self.namespace, id, &answer(value)) {
                Ok(message) => self.link.send(&message).await,
                Err(error) => panic!("{caller}: the answer can't be encoded: {error}"),
            }
        }
    }

    async fn awaited(&self, event: &str, caller: &Location<'_>) -> Arrived {
        let arrived = self
            .link
            .until(|arrivals| arrivals.first(&self.namespace, event));
        match timeout(self.patience, arrived).await {
            Ok(Some(arrived)) => arrived,
            missing => {
                let why = if missing.is_ok() {
                    "the connection ended"
                } else {
                    "it did not come"
                };
                let others = self.link.with(|arrivals| arrivals.names(&self.namespace));
                panic!("{caller}: expected `{event}`, but {why}; what came instead: {others:?}")
            }
        }
    }

    /// Waits until the server has disconnected it from the namespace, or altogether.
    ///
    /// # Panics
    ///
    /// If it does not.
    #[track_caller]
    pub fn expect_disconnect(&mut self) -> impl Future<Output = ()> {
        let caller = Location::caller();
        async move {
            let left = self.link.until(|arrivals| {
                (arrivals.ended || !arrivals.is_joined(&self.namespace)).then_some(())
            });
            let left = timeout(self.patience, left).await;
            assert!(left.is_ok(), "{caller}: the client is still connected");
        }
    }

    /// From now on, leaves the server's heartbeats unanswered, as a machine does that sleeps. All namespaces of
    /// the connection are concerned.
    pub fn fall_silent(&self) {
        self.link.with(|arrivals| arrivals.silent = true);
    }

    /// Leaves the namespace.
    pub async fn disconnect(&mut self) {
        self.link.with(|arrivals| arrivals.leave(&self.namespace));
        self.link.send(&packet::disconnect(&self.namespace)).await;
    }

    /// Ends the whole connection, with all its namespaces, as a client does that closes it.
    pub async fn close(self) {
        self.link.close().await;
    }

    fn event<T: Serialize>(&self, id: Option<u64>, event: &str, args: &T) -> Message {
        packet::event(&self.namespace, id, event, args)
            .unwrap_or_else(|error| panic!("the arguments of `{event}` can't be encoded: {error}"))
    }
}
