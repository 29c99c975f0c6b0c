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
/// The fn stays what it was: it can be called and tested, and its body is never touched. It does nothing by
/// itself; [`routes!`](crate::routes) lists it for a server, and until then the compiler warns that it is never
/// used.
///
/// # The event
///
/// | name | called for |
/// |---|---|
/// | `"my event"` | that event |
/// | `"*"` | every event of the namespace without a handler of its own |
/// | `"connect"` | a client that wants to join; it may refuse |
/// | `"disconnect"` | a client that is gone; its rooms can still be read |
///
/// Several attributes above one fn make it the handler of several events.
///
/// # The keys
///
/// | key | |
/// |---|---|
/// | `namespace = "/chat"` | the namespace, `/` without it; `"*"` is every namespace |
/// | `concurrent`, `concurrent = 4` | the client's next event does not wait; at most so many runs at a time |
/// | `latest` | it does not wait either, and cancels the run before |
/// | `blocking` | it is a plain `fn`, and runs where it may hold up a thread: see [`block_on`](crate::block_on) |
/// | `serial` | it waits, also where the server was told `async_handlers(true)` |
/// | `crate = "path"` | where this crate is, for those who re-export it |
///
/// # Parameters
///
/// Each is one argument of the event, if its type implements [`serde::Deserialize`], or something from the
/// context: see [`FromArg`](crate::FromArg). An `Option` in last place may be left out by the client;
/// [`Args`](crate::Args) in last place takes all that is left. If an argument is missing, surplus or of another
/// form, the handler does not run and the client is told what is wrong where.
///
/// # The return value
///
/// It is the acknowledgement, if the client asked for one: nothing, one value, or a tuple of several. An `Err`
/// goes to [`#[on_error]`](macro@crate::on_error). A connect handler returns nothing, a `bool` or a `Result`.
pub use socketio_macros::on;

/// Makes an `async fn` the handler of the event that has its name.
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
/// All else is as with [`#[on]`](macro@crate::on). Below `#[derive(Event)]` it gives a payload its event's name:
/// see [`Event`](trait@crate::Event).
pub use socketio_macros::event;

/// Makes an `async fn` the handler of what goes wrong in the handlers of a namespace.
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
/// It gets the [`Error`](struct@crate::Error), which may be an argument that did not fit, what a handler returned, or a
/// panic; what it returns is the acknowledgement. A client is refused whatever this handler does.
pub use socketio_macros::on_error;

/// Makes an `async fn` the handler of what goes wrong in namespaces without [`#[on_error]`](macro@crate::on_error).
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

/// Makes an `impl` block a namespace: its methods with an attribute are the handlers.
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
/// One object serves all clients, so methods take `&self` or `self: Arc<Self>`, or nothing of it. `#[on]`,
/// `#[event]` and `#[on_error]` need no import in here, and no namespace. Where a free fn handles the same
/// event of the same namespace, the fn goes first.
pub use socketio_macros::namespace;

/// Lists the handlers of a server.
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
/// It is a [`Routes`](crate::Routes). Two handlers of one event in one list are a compile error; across lists the
/// server is not built. `routes![crate = "path", ..]` says where this crate is, for those who re-export it.
pub use socketio_macros::routes;

/// Derives [`Event`](trait@crate::Event): a typed outbound event.
pub use socketio_macros::Event;
