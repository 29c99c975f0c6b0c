//! SocketIoBuilder: every option by the name the field knows it under. What cannot work is refused here, all
//! of it at once.

use std::{borrow::Cow, fmt, panic::Location, sync::Arc, time::Duration};

use http::{HeaderValue, request::Parts};
use tokio::sync::watch;

use super::{
    App, SocketIo,
    drain::Drain,
    http::{AllowRequest, ClientJs, Cookie, Http, Origins},
};
use crate::{
    adapter::Registry,
    config::Config,
    emit::{Io, Server, States},
    engine::{Engine, TransportKind},
    namespace::Namespaces,
    route::{self, BuildError, HandlerFn, Namespace, Routes},
};

/// The namespace that is always there.
const DEFAULT: &str = "/";

/// A server to be: what [`SocketIo::builder`] begins.
///
/// ```
/// use std::time::Duration;
/// use socketio::SocketIo;
///
/// let io = SocketIo::builder()
///     .ping_interval(Duration::from_secs(10))
///     .namespaces(["/news"])
///     .build()?;
/// # Ok::<(), socketio::BuildError>(())
/// ```
#[derive(Debug, Default)]
#[must_use = "`build` makes the server"]
pub struct SocketIoBuilder {
    config: Config,
    http: Http,
    routes: Routes,
    namespaces: Vec<String>,
    states: States,
    problems: BuildError,
}

/// Handlers, and what they need.
impl SocketIoBuilder {
    /// Adds handlers.
    pub fn routes(mut self, routes: impl Into<Routes>) -> Self {
        self.routes.extend([routes.into()]);
        self
    }

    /// Adds a handler without an attribute: see [`Routes::on_event`].
    #[track_caller]
    pub fn on_event<A>(mut self, event: &str, handler: impl HandlerFn<A>) -> Self {
        self.routes = self.routes.on_event(event, handler);
        self
    }

    /// The same, for an event of another namespace than `/`.
    #[track_caller]
    pub fn on_event_in<A>(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        event: &str,
        handler: impl HandlerFn<A>,
    ) -> Self {
        self.routes = self.routes.on_event_in(namespace, event, handler);
        self
    }

    /// Adds a class-based namespace.
    pub fn namespace<N: Namespace>(mut self, namespace: N) -> Self {
        self.routes = self.routes.namespace(namespace);
        self
    }

    /// Names namespaces that clients may join although they have no handlers; `"*"` is any.
    pub fn namespaces<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.namespaces.extend(names.into_iter().map(Into::into));
        self
    }

    /// Gives a value to all handlers that take a `State<T>` of its type.
    #[track_caller]
    pub fn state<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        if !self.states.insert(value) {
            let (name, place) = (std::any::type_name::<T>(), Location::caller());
            self.problems.push(format!(
                "there are two states of type `{name}`, the second at {place}"
            ));
        }
        self
    }

    /// Whether events of one client are handled at the same time, unless their handlers say otherwise.
    /// They are handled one after the other, by default.
    pub fn async_handlers(mut self, yes: bool) -> Self {
        self.config.async_handlers = yes;
        self
    }

    /// Whether a client is told that it is connected before its connect handler runs; a refusal disconnects
    /// it then. Not by default.
    pub fn always_connect(mut self, yes: bool) -> Self {
        self.config.always_connect = yes;
        self
    }

    /// Whether an event whose handler failed is still acknowledged, with
    /// `{"error":{"kind":..,"message":..}}`, if the client asked for an answer. It is, by default.
    pub fn ack_errors(mut self, yes: bool) -> Self {
        self.config.ack_errors = yes;
        self
    }

    /// How many events of one client may wait for their handlers, and of how many bytes, before nothing more
    /// is read from it: 256, and 1 MiB.
    pub fn inbound_limit(mut self, events: usize, bytes: usize) -> Self {
        self.at_least_one("inbound_limit", [events, bytes]);
        (self.config.inbound_events, self.config.inbound_bytes) = (events, bytes);
        self
    }
}

/// The protocol.
impl SocketIoBuilder {
    /// Where the server lives: `/socket.io/`, by default.
    pub fn path(mut self, path: impl AsRef<str>) -> Self {
        let path = path.as_ref().trim_matches('/');
        if path.contains(['?', '#', '{', '}', '*']) || path.split('/').any(str::is_empty) {
            self.problems.push(format!(
                "path `{path}` is not a plain path such as `/socket.io/`"
            ));
        }
        self.config.path = format!("/{path}/");
        self
    }

    /// The same as [`path`](Self::path).
    pub fn resource(self, path: impl AsRef<str>) -> Self {
        self.path(path)
    }

    /// The transports that sessions may use: both, by default.
    pub fn transports(mut self, transports: impl IntoIterator<Item = TransportKind>) -> Self {
        (self.config.polling, self.config.websocket) = (false, false);
        for transport in transports {
            match transport {
                TransportKind::Polling => self.config.polling = true,
                TransportKind::WebSocket => self.config.websocket = true,
            }
        }
        if !self.config.polling && !self.config.websocket {
            self.problems
                .push("`transports` names none, so nobody could connect");
        }
        self
    }

    /// Whether a session may go from polling to WebSocket. It may, by default.
    pub fn allow_upgrades(mut self, yes: bool) -> Self {
        self.config.allow_upgrades = yes;
        self
    }

    /// How often a client is asked whether it is still there: every 25 seconds, by default.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.longer_than_zero("ping_interval", interval);
        self.config.ping_interval = interval;
        self
    }

    /// How long it may take to answer: 20 seconds, by default.
    pub fn ping_timeout(mut self, timeout: Duration) -> Self {
        self.longer_than_zero("ping_timeout", timeout);
        self.config.ping_timeout = timeout;
        self
    }

    /// How long a session may take to go from polling to WebSocket: 10 seconds, by default.
    pub fn upgrade_timeout(mut self, timeout: Duration) -> Self {
        self.longer_than_zero("upgrade_timeout", timeout);
        self.config.upgrade_timeout = timeout;
        self
    }

    /// How long a session may live without having joined a namespace: 45 seconds, by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.longer_than_zero("connect_timeout", timeout);
        self.config.connect_timeout = timeout;
        self
    }

    /// The largest message a client may send, in bytes, on both transports: 1 000 000, by default.
    pub fn max_http_buffer_size(mut self, bytes: usize) -> Self {
        self.at_least_one("max_http_buffer_size", [bytes]);
        self.config.max_payload = bytes;
        self
    }

    /// The most binary values that one event of a client may carry: 10, by default.
    pub fn max_attachments(mut self, attachments: usize) -> Self {
        self.config.max_attachments = attachments;
        self
    }

    /// How many messages may wait to be taken by one client, and of how many bytes: 65 536, and 8 MiB. A
    /// client with more is disconnected; no event is ever dropped in silence.
    pub fn outbound_limit(mut self, messages: usize, bytes: usize) -> Self {
        self.at_least_one("outbound_limit", [messages, bytes]);
        (self.config.outbound_messages, self.config.outbound_bytes) = (messages, bytes);
        self
    }
}

/// Browsers.
impl SocketIoBuilder {
    /// The origins whose pages may connect, over polling and WebSocket alike: only this server's own, by
    /// default. A list, `"*"` for any, or [`Origins::when`].
    pub fn cors_allowed_origins(mut self, origins: impl Into<Origins>) -> Self {
        let origins = origins.into();
        self.problems.extend(origins.problems());
        self.http.cors.origins = origins;
        self
    }

    /// Whether pages of other origins may send cookies along. They may, by default.
    pub fn cors_credentials(mut self, yes: bool) -> Self {
        self.http.cors.credentials = yes;
        self
    }

    /// The headers that pages of other origins may send: any, by default.
    pub fn cors_allowed_headers<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<_> = names.into_iter().collect();
        match HeaderValue::try_from(names.join(", ")) {
            Ok(names) => self.http.cors.headers = Some(names),
            Err(_) => self
                .problems
                .push("`cors_allowed_headers` names what is no header"),
        }
        self
    }

    /// Who may open a session at all, asked about each request that would: the error's text is what a refused client gets,
    /// with status `403` and `{"code":4,"message":..}`. Everyone may, by default.
    ///
    /// For questions that have to be waited for, put a tower layer in front of the server, or ask in `#[on("connect")]`.
    ///
    /// ```
    /// # use socketio::SocketIo;
    /// let io = SocketIo::builder()
    ///     .allow_request(|request| match request.headers.get("x-key") {
    ///         Some(key) if key == "secret" => Ok(()),
    ///         _ => Err("a key is needed"),
    ///     })
    ///     .build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    pub fn allow_request<E: fmt::Display>(
        mut self,
        allow: impl Fn(&Parts) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.http.allow = AllowRequest::new(allow);
        self
    }

    /// Whether what a poll brings is compressed, with gzip or deflate, for clients that say they can read it. It is, by
    /// default, from [`compression_threshold`](Self::compression_threshold) on. WebSocket messages never are.
    pub fn http_compression(mut self, yes: bool) -> Self {
        self.http.compression.enabled = yes;
        self
    }

    /// From how many bytes on a poll is worth compressing: 1024, by default.
    pub fn compression_threshold(mut self, bytes: usize) -> Self {
        self.http.compression.threshold = bytes;
        self
    }

    /// A cookie with the session's id, for load balancers that want one. None, by default.
    pub fn cookie(mut self, cookie: impl Into<Cookie>) -> Self {
        let cookie = cookie.into();
        if let Err(problem) = cookie.check() {
            self.problems.push(problem);
        }
        self.http.cookie = Some(cookie);
        self
    }

    /// Where pages get the JavaScript client from when they ask this server: it redirects to a CDN, by default.
    pub fn client_js(mut self, source: ClientJs) -> Self {
        self.http.client_js = source;
        self
    }
}

impl SocketIoBuilder {
    /// Makes the server.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in one error: options that cannot work, two handlers for one event, a
    /// `State<T>` that nobody provided.
    pub fn build(self) -> Result<SocketIo, BuildError> {
        let Self {
            config,
            http,
            routes,
            mut namespaces,
            states,
            mut problems,
        } = self;
        namespaces.push(DEFAULT.to_owned());
        problems.extend(config.problems());

        let tables = route::build(
            routes,
            &namespaces,
            &|id| states.contains(id),
            &mut problems,
        );
        problems.or(())?;
        let config = Arc::new(config);
        let engine = Engine::new(Arc::clone(&config));
        let names = tables.named().map(|(name, _)| name);
        let registry = Registry::new(names, tables.is_open(), config.outbound_bytes);
        let io = Io::new(Server {
            engine: Arc::clone(&engine),
            registry,
            states,
            stopping: watch::Sender::default(),
        });
        let namespaces = Arc::new(Namespaces::new(tables, config, io.clone()));
        let app = App {
            engine,
            namespaces,
            io,
            http,
            drain: Drain::default(),
        };
        Ok(SocketIo { app: Arc::new(app) })
    }

    fn at_least_one<const N: usize>(&mut self, option: &str, values: [usize; N]) {
        if values.contains(&0) {
            self.problems
                .push(format!("`{option}` of 0 would let nothing through"));
        }
    }

    fn longer_than_zero(&mut self, option: &str, duration: Duration) {
        if duration.is_zero() {
            self.problems
                .push(format!("`{option}` must be longer than nothing"));
        }
    }
}
