//! Connect: the builder of a test client.

use std::{fmt, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use serde::Serialize;

#[cfg(feature = "axum")]
use super::TestApp;
use super::{Refused, Returning, TestClient, link::Link};
use crate::{
    engine::{Handshake, Message, Stream},
    packet::Codec,
    server::{App, SocketIo},
    sid::Sid,
};

/// The capacity of the pipe between client and server, in bytes.
const PIPE: usize = 64 << 10;

/// How long a test waits for what it expects before it fails. With a paused clock that takes no real time.
const PATIENCE: Duration = Duration::from_secs(10);

impl SocketIo {
    /// A client for a test, in this process. It joins `namespace` when [`connect`](Connect::connect) is called.
    ///
    /// ```
    /// # use socketio::{SocketIo, on, routes};
    /// #[on("double")]
    /// async fn double(n: u32) -> u32 {
    ///     n * 2
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let io = SocketIo::new(routes![double]);
    /// let ann = io.test_client("/").connect().await.unwrap();
    /// assert_eq!(ann.call::<u32>("double", 21).await.unwrap(), 42);
    /// # }
    /// ```
    pub fn test_client(&self, namespace: &str) -> Connect {
        Connect::new(Remote::Server(Arc::clone(&self.app)), namespace)
    }
}

#[cfg(feature = "axum")]
impl TestApp {
    /// A client of this browser. It sends the cookies that the browser has when [`connect`](Connect::connect) is called, and
    /// its request goes through the layers of the application.
    pub fn test_client(&self, namespace: &str) -> Connect {
        Connect::new(Remote::Application(self.clone()), namespace)
    }
}

/// A test client that is not connected yet.
#[must_use = "nothing happens before `connect`"]
pub struct Connect {
    to: Remote,
    namespace: String,
    connect: Message,
    auth: serde_json::Value,
    returning: Option<Returning>,
    query: String,
    request: Request<()>,
    addr: Option<SocketAddr>,
    patience: Duration,
}

/// What a client connects to.
enum Remote {
    /// The server itself.
    Server(Arc<App>),
    /// The server in an application, through its layers.
    #[cfg(feature = "axum")]
    Application(TestApp),
}

impl Remote {
    /// The format of the server's packets.
    fn codec(&self) -> Codec {
        match self {
            Self::Server(app) => app.namespaces.codec(),
            #[cfg(feature = "axum")]
            Self::Application(app) => app.codec(),
        }
    }
}

impl Connect {
    fn new(to: Remote, namespace: &str) -> Self {
        Self {
            connect: to.codec().connect_bare(namespace),
            to,
            namespace: namespace.to_owned(),
            auth: serde_json::Value::Null,
            returning: None,
            query: "EIO=4&transport=websocket".to_owned(),
            request: Request::new(()),
            addr: None,
            patience: PATIENCE,
        }
    }

    /// Sets the auth payload, which the protocol wants to be an object. Without this call none is sent.
    pub fn auth<T: Serialize + ?Sized>(mut self, auth: &T) -> Self {
        self.connect = self.to.codec().connect(&self.namespace, auth);
        self.auth = serde_json::to_value(auth).unwrap_or_default();
        self
    }

    /// Comes back as a client that has lost its connection, as official clients do by themselves. Whether the server takes
    /// it for that one is seen by the [sid](TestClient::sid).
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use socketio::{Recovery, SocketIo};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let recovery = Recovery::for_up_to(Duration::from_secs(120));
    /// let io = SocketIo::builder().recovery(recovery).build().unwrap();
    /// let ann = io.test_client("/").connect().await.unwrap();
    /// let sid = ann.sid().to_owned();
    ///
    /// let (_, returning) = ann.lose_connection();
    /// io.io().emit("news", 1).await.unwrap();
    /// let mut ann = io.test_client("/").returning(&returning).connect().await.unwrap();
    ///
    /// assert_eq!(ann.sid(), sid);
    /// assert_eq!(ann.expect::<u32>("news").await, 1);
    /// # }
    /// ```
    pub fn returning(mut self, returning: &Returning) -> Self {
        self.returning = Some(returning.clone());
        self
    }

    /// The CONNECT packet.
    fn packet(&self) -> Message {
        let Some(Returning { pid, offset }) = &self.returning else {
            return self.connect.clone();
        };
        let mut auth = self.auth.as_object().cloned().unwrap_or_default();
        auth.insert("pid".to_owned(), pid.as_str().into());
        if let Some(offset) = offset {
            auth.insert("offset".to_owned(), offset.as_str().into());
        }
        self.to.codec().connect(&self.namespace, &auth)
    }

    /// Adds to the query of the handshake request, such as `room=lobby&lang=en`.
    pub fn query(mut self, query: &str) -> Self {
        self.query.push('&');
        self.query.push_str(query);
        self
    }

    /// Adds a header to the handshake request.
    ///
    /// # Panics
    ///
    /// If name or value can't stand in a request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        let value: HeaderValue = value.parse().expect("a header's value");
        self.request.headers_mut().append(name, value);
        self
    }

    /// Sets the address that the client connects from.
    pub fn addr(mut self, addr: SocketAddr) -> Self {
        self.addr = Some(addr);
        self
    }

    /// Adds a value to the extensions of the handshake request, as middleware does.
    pub fn extension<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.request.extensions_mut().insert(value);
        self
    }

    /// Sets how long the client waits for what the test expects. The default is 10 seconds.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Connects, and joins the namespace.
    ///
    /// # Errors
    ///
    /// If the server refuses.
    ///
    /// # Panics
    ///
    /// If the query can't stand in a URL.
    pub async fn connect(self) -> Result<TestClient, Refused> {
        let connect = self.packet();
        let (mut parts, ()) = self.request.into_parts();
        let codec = self.to.codec();
        let pipe = match self.to {
            Remote::Server(app) => {
                let path = &app.engine.config().path;
                parts.uri = format!("{path}?{}", self.query).parse().expect("a query");
                let handshake = Handshake::new(&mut parts, self.addr);
                let (near, far) = tokio::io::duplex(PIPE);
                let stream = Stream::other(near, Bytes::new());
                let connection = app.engine.open_websocket(Sid::random(), handshake, stream);
                app.start(connection);
                far
            }
            #[cfg(feature = "axum")]
            Remote::Application(app) => {
                parts.uri = app.target(&self.query).parse().expect("a query");
                app.open(parts, self.addr).await?
            }
        };
        let link = Link::open(pipe, codec);
        let returning = self.returning.as_ref();
        TestClient::join(link, &self.namespace, &connect, self.patience, returning).await
    }
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect")
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}
