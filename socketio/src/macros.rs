//! The macros and their documentation. What they do is in the crate `socketio-macros`.

/// Makes an `async fn` the handler of an event.
///
/// ```
/// use socketio::{Socket, on};
///
/// #[derive(serde::Deserialize)]
/// struct Position {
///     x: f32,
///     y: f32,
/// }
///
/// #[on("move", namespace = "/game")]
/// async fn step(to: Position, speed: Option<f32>, socket: Socket) -> f32 {
///     println!("{} goes to {}, {}", socket.sid(), to.x, to.y);
///     speed.unwrap_or(1.0)
/// }
/// ```
///
/// The fn is not changed: it can be called and tested like any other. The attribute does not register it;
/// [`routes!`](crate::routes) lists it for a server. The compiler warns that a handler is never used until it is listed.
///
/// # The event
///
/// | name | called for |
/// |---|---|
/// | `"my event"` | that event |
/// | `"*"` | every event of the namespace without a handler of its own |
/// | `"connect"` | a client that wants to join the namespace; the handler may refuse it |
/// | `"disconnect"` | a client that has left the namespace; its rooms can still be read |
///
/// Several attributes above one fn make it the handler of several events.
///
/// # The keys
///
/// | key | |
/// |---|---|
/// | `namespace = "/chat"` | the namespace, `/` without it; `"/room-{id}"` is a pattern, whose values handlers take as [`Param`](crate::Param); `"*"` is every namespace |
/// | `concurrent`, `concurrent = 4` | the client's next event does not wait until the handler has finished; with a number, at most so many runs at a time |
/// | `latest` | the client's next event does not wait, and cancels a run that has not finished |
/// | `serial` | the client's next event waits, even if the server was built with `async_handlers(true)` |
/// | `blocking` | the handler is a plain `fn` and runs on a thread that it may block: see [`block_on`](crate::block_on) |
/// | `guard = is_admin` | an `async fn` that decides whether the event may be handled, or several: [guards](crate::guide::guards) |
/// | `middleware = logged` | an `async fn` that runs around the guards and the handler, or several: [middleware](crate::guide::middleware) |
/// | `rate = "20/s burst 40"` | how often one client may send the event: so many in a second (`s`, `m`, `h`, `10s`), and so many at once: [limits](crate::guide::limits) |
/// | `max_size = "16KiB"` | how large the event may be, in bytes or with `B`, `kB`, `KiB`, `MB`, `MiB` |
/// | `timeout = "2s"` | how long the handler may take (`ms`, `s`, `m`, `h`) |
/// | `crate = "path"` | the path of this crate, for crates that re-export it |
///
/// # Parameters
///
/// A parameter whose type implements [`serde::Deserialize`] is one argument of the event; any other comes from the
/// context: see [`FromArg`](crate::FromArg). The client may leave out a last argument that is an `Option`.
/// [`Args`](crate::Args) as the last parameter takes all arguments that are left. If an argument is missing, surplus or
/// of another type, the handler does not run, and the client gets an error that names the argument.
///
/// # The return value
///
/// The return value is the acknowledgement, if the client asked for one: nothing, one value, or a tuple of several. An
/// `Err` goes to [`#[on_error]`](macro@crate::on_error). A connect handler returns nothing, a `bool` or a `Result`.
pub use socketio_macros::on;

/// Makes an `async fn` the handler of the event that has the name of the fn.
///
/// ```
/// use socketio::event;
///
/// #[event]
/// async fn ping() -> &'static str {
///     "pong"
/// }
///
/// #[event(namespace = "/chat")]
/// async fn leave(room: String) -> socketio::Result {
///     socketio::leave_room(&room).await?;
///     Ok(())
/// }
/// ```
///
/// Everything else is as with [`#[on]`](macro@crate::on). Below `#[derive(Event)]` this attribute names the event of the
/// struct instead: see [`Event`](trait@crate::Event).
pub use socketio_macros::event;

/// Makes an `async fn` the error handler of a namespace: it is called when another handler of the namespace fails.
///
/// ```
/// use socketio::{Args, Error, EventName, on_error};
///
/// #[on_error(namespace = "/chat")]
/// async fn failed(error: Error, event: EventName, args: Args) -> String {
///     eprintln!("{event} with {} arguments: {error}", args.len());
///     "that did not work".to_owned()
/// }
/// ```
///
/// It gets the [`Error`](struct@crate::Error): an argument that did not fit, an error that a handler returned, or a panic.
/// What it returns is the acknowledgement. If a connect handler fails, the client is refused, whatever the error handler
/// returns.
pub use socketio_macros::on_error;

/// Makes an `async fn` the error handler of all namespaces that have no [`#[on_error]`](macro@crate::on_error).
///
/// ```
/// use socketio::{Error, on_error_default};
///
/// #[on_error_default]
/// async fn failed(error: Error) {
///     eprintln!("{error}");
/// }
/// ```
pub use socketio_macros::on_error_default;

/// Makes an `impl` block a namespace, whose handlers are the methods with an attribute.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use socketio::{Routes, SocketIo, namespace};
///
/// struct Chat {
///     lines: AtomicUsize,
/// }
///
/// #[namespace("/chat")]
/// impl Chat {
///     #[on("say")]
///     async fn say(&self, line: String) -> usize {
///         println!("{line}");
///         self.count()
///     }
///
///     fn count(&self) -> usize {
///         self.lines.fetch_add(1, Ordering::Relaxed) + 1
///     }
/// }
///
/// let io = SocketIo::new(Routes::new().namespace(Chat { lines: AtomicUsize::new(0) }));
/// ```
///
/// The name may be a pattern, `#[namespace("/room-{id}")]`: one object serves all its namespaces, and methods take the values
/// as [`Param`](crate::Param).
///
/// One object serves all clients, so a method takes `&self`, `self: Arc<Self>`, or no `self`. Inside the block, `#[on]`,
/// `#[event]` and `#[on_error]` need no import and no `namespace`. If a free fn handles the same event of the same
/// namespace, the fn is called and the method is not.
///
/// `#[namespace("/chat", guard = is_member)]` asks a [guard](crate::guide::guards) about each event of the class.
/// `#[namespace("/chat", middleware = logged)]` runs a [middleware](crate::guide::middleware) around each event of the
/// namespace. `rate`, `max_size` and `timeout` are [limits](crate::guide::limits) of all its events; for the rate, they count
/// together.
pub use socketio_macros::namespace;

/// Lists the handlers of a server, as a [`Routes`](crate::Routes).
///
/// ```
/// use socketio::{SocketIo, on, routes};
///
/// mod chat {
///     #[socketio::on("leave", namespace = "/chat")]
///     pub async fn leave() {}
/// }
///
/// #[on("ping")]
/// async fn ping() {}
///
/// let io = SocketIo::new(routes![ping, chat::leave]);
/// ```
///
/// Two handlers of one event in one list are a compile error. Two in different lists are an error when the server is
/// built. `routes![crate = "path", ..]` names the path of this crate, for crates that re-export it.
pub use socketio_macros::routes;
