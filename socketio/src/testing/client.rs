//! TestClient: one client in one namespace, used by a test.

use std::{panic::Location, sync::Arc, time::Duration};

use serde::{Serialize, de::DeserializeOwned};
use tokio::time::timeout;

use super::{
    AnswerError, Received, Refused,
    arrivals::{Arrived, OnEvent, parse},
    link::Link,
};
use crate::{
    engine::Message,
    event::Event,
    packet::{Args, ArgsError},
};

/// One client in one namespace, for tests: it runs in this process, without a port, and speaks the real protocol.
///
/// When a call that sends something returns, the server has read it, and its handler has run until it waited for the first
/// time. [`received`](Self::received) returns everything that the server has sent until then. So a test needs no pauses, and
/// the same calls have the same result every time.
///
/// When the last client of a connection is dropped, the server sees a connection that breaks off.
///
/// [`SocketIo::test_client`](crate::SocketIo::test_client) makes one. The [chapter on tests](crate::guide::testing) has
/// examples.
#[derive(Debug)]
pub struct TestClient {
    link: Arc<Link>,
    namespace: String,
    sid: String,
    /// By which it is recognised when it comes back.
    pid: Option<String>,
    patience: Duration,
}

/// What a test client says to come back after it has lost its connection: [`Connect::returning`](super::Connect::returning).
#[derive(Clone, Debug)]
pub struct Returning {
    pub(super) pid: String,
    pub(super) offset: Option<String>,
}

impl Returning {
    /// The private id that the server gave the client.
    #[must_use]
    pub fn pid(&self) -> &str {
        &self.pid
    }

    /// The offset of the last event that the client has got, if it has got any.
    #[must_use]
    pub fn offset(&self) -> Option<&str> {
        self.offset.as_deref()
    }
}

impl TestClient {
    pub(super) async fn join(
        link: Arc<Link>,
        namespace: &str,
        connect: &Message,
        patience: Duration,
        returning: Option<&Returning>,
    ) -> Result<Self, Refused> {
        // Missed events may come with the answer to CONNECT.
        let offset = returning.and_then(|returning| returning.offset.clone());
        link.with(|arrivals| arrivals.expect_offsets(namespace, offset));
        link.send(connect).await;
        let joined = timeout(patience, link.until(|arrivals| arrivals.join(namespace))).await;
        let payload = joined
            .map_err(|_| Refused::silent())?
            .ok_or_else(Refused::lost)?
            .map_err(|payload| Refused::from_payload(&payload))?;
        let payload = payload.get::<serde_json::Value>(0).unwrap_or_default();
        let text = |key: &str| payload[key].as_str().map(str::to_owned);
        Ok(Self {
            link,
            namespace: namespace.to_owned(),
            sid: text("sid").unwrap_or_default(),
            pid: text("pid"),
            patience,
        })
    }

    /// Joins another namespace over the same connection.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    pub async fn connect(&self, namespace: &str) -> Result<Self, Refused> {
        let connect = self.link.codec().connect_bare(namespace);
        let link = Arc::clone(&self.link);
        Self::join(link, namespace, &connect, self.patience, None).await
    }

    /// Joins another namespace over the same connection, with an auth payload, which must be an object.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    pub async fn connect_with<T: Serialize + ?Sized>(
        &self,
        namespace: &str,
        auth: &T,
    ) -> Result<Self, Refused> {
        let connect = self.link.codec().connect(namespace, auth);
        let link = Arc::clone(&self.link);
        Self::join(link, namespace, &connect, self.patience, None).await
    }

    /// The client's id in the namespace.
    #[must_use]
    pub fn sid(&self) -> &str {
        &self.sid
    }

    /// What the client says to come back if it loses its connection now.
    ///
    /// # Panics
    ///
    /// If the server has no [`recovery`](crate::SocketIoBuilder::recovery) in this namespace.
    #[must_use]
    pub fn returning(&self) -> Returning {
        let pid = self.pid.clone();
        Returning {
            pid: pid.expect("the server recovers clients of this namespace"),
            offset: self.link.with(|arrivals| arrivals.offset(&self.namespace)),
        }
    }

    /// The client loses its connection, as far as no other client shares it. Returns the events that had arrived and what
    /// the client says to come back: see [`Connect::returning`](super::Connect::returning).
    ///
    /// # Panics
    ///
    /// If the server has no [`recovery`](crate::SocketIoBuilder::recovery) in this namespace.
    #[must_use]
    pub fn lose_connection(self) -> (Vec<Received>, Returning) {
        let events = self.link.with(|arrivals| {
            arrivals.end();
            arrivals.drain(&self.namespace)
        });
        let events = events.into_iter().map(Received::from).collect();
        (events, self.returning())
    }

    /// The namespace that the client has joined.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Whether it is still in the namespace, after everything that the server has sent until now.
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

    /// Sends an event and waits for its answer: `()` for an answer without arguments, a tuple for several.
    ///
    /// # Errors
    ///
    /// If no answer comes, the handler failed, or the answer is of another type. With the types
    /// [`serde_json::Value`] and [`Args`] the error envelope of a failed handler is the answer.
    ///
    /// # Panics
    ///
    /// If `args` can't be encoded.
    pub async fn call<R: DeserializeOwned>(
        &self,
        event: &str,
        args: impl Serialize,
    ) -> Result<R, AnswerError> {
        let answer = self.call_raw(event, args).await?;
        parse(&answer).map_err(|error| AnswerError::unexpected(answer, error))
    }

    /// Sends an event and waits for its answer, whose arguments are not read.
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

    /// Takes all events that have arrived, in their order.
    pub async fn received(&mut self) -> Vec<Received> {
        self.link.settle().await;
        let events = self.link.with(|arrivals| arrivals.drain(&self.namespace));
        events.into_iter().map(Received::from).collect()
    }

    /// Waits for an event of this name and reads its arguments: `()` if there are none, a tuple for several. Events of other
    /// names stay.
    ///
    /// # Panics
    ///
    /// If it does not come, or its arguments are of another type.
    #[track_caller]
    pub fn expect<T: DeserializeOwned>(&mut self, event: &str) -> impl Future<Output = T> {
        let caller = Location::caller();
        async move {
            let args = self.awaited(event, caller).await.args;
            read(&args, event, caller)
        }
    }

    /// Waits for a typed event and reads its payload. The type implements [`Deserialize`](serde::Deserialize) besides
    /// [`Event`].
    ///
    /// # Panics
    ///
    /// If it does not come, its payload is of another type, or its type names another namespace.
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
            match args.parse() {
                Ok((payload,)) => payload,
                Err(error) => misfit(&args, event, &error, caller),
            }
        }
    }

    /// Calls `listener` for every event of this name from now on. If the server wants an answer, it gets what the listener
    /// returns. [`received`](Self::received) does not return these events any more.
    ///
    /// If the arguments of an event do not fit, the connection ends, with a panic that says why.
    pub fn on<T: DeserializeOwned, R: Serialize>(
        &self,
        event: &str,
        listener: impl FnMut(T) -> R + Send + 'static,
    ) {
        let listener = OnEvent::new(event.to_owned(), listener);
        self.link
            .with(|arrivals| arrivals.listen(&self.namespace, event, listener));
    }

    /// Waits for one event of this name, and answers it with what `answer` returns for its arguments.
    ///
    /// # Panics
    ///
    /// If it does not come, if the server wants no answer, or if its arguments are of another type.
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
            let value = read(&args, event, caller);
            match self.link.codec().ack(&self.namespace, id, &answer(value)) {
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

    /// Waits until the server has disconnected the client from the namespace, or has closed the connection.
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

    /// Stops answering the server's heartbeats, like a machine that sleeps. This concerns all namespaces of the connection.
    pub fn fall_silent(&self) {
        self.link.with(|arrivals| arrivals.silent = true);
    }

    /// Leaves the namespace.
    pub async fn disconnect(&mut self) {
        self.link.with(|arrivals| arrivals.leave(&self.namespace));
        self.link
            .send(&self.link.codec().disconnect(&self.namespace))
            .await;
    }

    /// Closes the connection, with all its namespaces, as a client does.
    pub async fn close(self) {
        self.link.close().await;
    }

    fn event<T: Serialize>(&self, id: Option<u64>, event: &str, args: &T) -> Message {
        self.link
            .codec()
            .event(&self.namespace, id, event, args)
            .unwrap_or_else(|error| panic!("the arguments of `{event}` can't be encoded: {error}"))
    }
}

/// Reads the arguments of an event that the test expects.
fn read<T: DeserializeOwned>(args: &Args, event: &str, caller: &Location<'_>) -> T {
    parse(args).unwrap_or_else(|error| misfit(args, event, &error, caller))
}

fn misfit(args: &Args, event: &str, error: &ArgsError, caller: &Location<'_>) -> ! {
    let json = args.to_json();
    panic!("{caller}: `{event}` came with {json}: {error}")
}

impl From<Arrived> for Received {
    fn from(Arrived { name, args, .. }: Arrived) -> Self {
        Self { name, args }
    }
}
