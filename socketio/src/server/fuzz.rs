//! A whole server under any input: what fuzzing and the tests of hostile input have in common.

use std::{
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri, request::Parts};
use tokio::{
    io::{AsyncRead as _, AsyncWriteExt as _, ReadBuf},
    runtime::{Builder, Runtime},
    time::sleep,
};

use super::{app::SocketIo, endpoint::Handling, http::Origins};
use crate::{
    engine::{
        Handshake, Stream,
        websocket::frame::{Opcode, masked},
    },
    observe::{Observation, Observer, Topics},
    packet::Args,
    sid::Sid,
    socket::Socket,
};

/// How many bytes wait in each direction of a session.
const PIPE: usize = 1 << 20;
/// How often a session is polled after it was sent something.
const TURNS: usize = 20;

/// Notes that a session has panicked.
#[derive(Debug, Default)]
struct Panicked(AtomicBool);

impl Observer for Panicked {
    fn topics(&self) -> Topics {
        Topics::FAILURES
    }

    fn observe(&self, observation: &Observation<'_>) {
        if matches!(observation, Observation::SessionPanicked { .. }) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

fn runtime() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().start_paused(true);
    builder.build().expect("a runtime of one thread")
}

fn server(panicked: &Arc<Panicked>) -> SocketIo {
    let builder = SocketIo::builder()
        .on_event("echo", async |socket: Socket, args: Args| {
            let _ = socket.emit("echo", &args).await;
        })
        .on_event("typed", async |number: u8, text: String| (number, text))
        .on_event("join", async |rooms: Vec<String>, socket: Socket| {
            let _ = socket.join(rooms).await;
        });
    builder
        .namespaces(["/room-{id}", "/other"])
        .cors_allowed_origins(Origins::same().or(["https://a.example"]))
        .allow_eio3(true)
        .log_to_stderr(false)
        .observer(Arc::clone(panicked))
        .build()
        .expect("the options fit")
}

thread_local! {
    /// A paused clock, so that nothing happens because of the time.
    static RUNTIME: Runtime = runtime();
}

/// The head of a request: method and URI in the first line, then headers.
pub(crate) fn request(input: &[u8]) {
    let Some(mut parts) = head(input) else {
        return;
    };
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let server = server(&Arc::default());
            let (handling, _) = server.app.answer(&mut parts, None);
            if let Handling::Now(response) = handling {
                assert!(response.status().as_u16() < 600);
            }
            server.app.engine.close_all();
            while server.io().connections() > 0 {
                sleep(Duration::from_secs(1)).await;
            }
        });
    });
}

fn head(input: &[u8]) -> Option<Parts> {
    let mut lines = input.split(|&byte| byte == b'\n');
    let first = lines.next()?;
    let at = first.iter().position(|&byte| byte == b' ')?;
    let mut request = Request::builder()
        .method(Method::from_bytes(&first[..at]).ok()?)
        .uri(Uri::try_from(&first[at + 1..]).ok()?);
    for line in lines {
        let at = line.iter().position(|&byte| byte == b':')?;
        let name = HeaderName::from_bytes(&line[..at]).ok()?;
        request = request.header(name, HeaderValue::from_bytes(&line[at + 1..]).ok()?);
    }
    Some(request.body(()).ok()?.into_parts().0)
}

/// All that one client sends over a WebSocket. Messages are separated by zero bytes, those that are not text are binary;
/// the first byte says which revision of Engine.IO the client speaks.
pub(crate) fn session(input: &[u8]) {
    let Some((&how, messages)) = input.split_first() else {
        return;
    };
    let panicked = Arc::new(Panicked::default());
    RUNTIME.with(|runtime| runtime.block_on(converse(&panicked, how & 1 != 0, messages)));
    let panicked = panicked.0.load(Ordering::Relaxed);
    assert!(
        !panicked,
        "whatever a client sends, its session does not panic"
    );
}

async fn converse(panicked: &Arc<Panicked>, old: bool, messages: &[u8]) {
    let server = server(panicked);
    let (near, far) = tokio::io::duplex(PIPE);
    let uri = if old {
        "/socket.io/?EIO=3"
    } else {
        "/socket.io/?EIO=4"
    };
    let request = Request::get(uri).body(()).expect("a request");
    let handshake = Handshake::new(&mut request.into_parts().0, None);
    let stream = Stream::other(near, Bytes::new());
    let engine = &server.app.engine;
    let connection = engine.open_websocket(Sid::random(), handshake, stream);
    let mut session = Box::pin(server.app.session(connection));
    let mut far = Box::pin(far);
    for message in messages.split(|&byte| byte == 0) {
        let opcode = match str::from_utf8(message) {
            Ok(_) => Opcode::Text,
            Err(_) => Opcode::Binary,
        };
        if far.write_all(&masked(opcode, message)).await.is_err() {
            break;
        }
        for _ in 0..TURNS {
            if poll(session.as_mut()).is_ready() {
                return;
            }
        }
        take_all(&mut far);
    }
    drop(far);
    // The client is gone, and no handler waits for anything.
    session.await;
    assert_eq!(server.io().connections(), 0);
    assert_eq!(server.io().stats().sockets, 0);
}

fn poll(future: Pin<&mut impl Future<Output = ()>>) -> Poll<()> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Reads what the server has written, and forgets it.
fn take_all(far: &mut Pin<Box<tokio::io::DuplexStream>>) {
    let mut buffer = [0; 4096];
    loop {
        let mut read = ReadBuf::new(&mut buffer);
        let mut cx = Context::from_waker(Waker::noop());
        match pin!(&mut *far).poll_read(&mut cx, &mut read) {
            Poll::Ready(Ok(())) if !read.filled().is_empty() => {}
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use rand::{RngExt as _, SeedableRng as _, rngs::SmallRng};

    use super::*;

    type Target = fn(&[u8]);

    /// The seeds of a fuzz target.
    fn seeds(target: &str) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fuzz/seeds")
            .join(target);
        let files = fs::read_dir(folder).unwrap();
        files
            .map(|file| fs::read(file.unwrap().path()).unwrap())
            .collect()
    }

    /// A seed with a few bytes changed, removed and added.
    fn mutate(random: &mut SmallRng, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut input = seeds[random.random_range(..seeds.len())].clone();
        for _ in 0..random.random_range(..6_usize) {
            let at = random.random_range(..input.len());
            let end = input.len().min(at + random.random_range(..3_usize));
            input.splice(at..end, [random.random::<u8>()]);
        }
        input
    }

    #[test]
    fn the_seeds_of_all_targets_go_through() {
        let targets: &[(&str, Target)] = &[
            ("packet", crate::packet::fuzz::packets),
            #[cfg(feature = "msgpack")]
            ("msgpack", crate::packet::fuzz::msgpack),
            ("body", crate::engine::fuzz::bodies),
            ("frame", crate::engine::fuzz::frames),
            ("revision3", crate::engine::fuzz::revision3),
            ("request", request),
            ("session", session),
        ];
        for (name, target) in targets {
            let seeds = seeds(name);
            assert!(!seeds.is_empty(), "{name}");
            seeds.iter().for_each(|seed| target(seed));
        }
    }

    #[test]
    fn no_request_and_no_session_makes_it_panic() {
        let mut random = SmallRng::seed_from_u64(7); // failures repeat
        let (requests, sessions) = (seeds("request"), seeds("session"));
        requests.iter().for_each(|seed| request(seed));
        sessions.iter().for_each(|seed| session(seed));
        for _ in 0..300 {
            request(&mutate(&mut random, &requests));
            session(&mutate(&mut random, &sessions));
        }
    }
}
