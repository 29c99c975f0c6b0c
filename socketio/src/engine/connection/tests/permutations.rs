//! A polling client moves to a WebSocket and is idle from then on. In whatever order its requests, the probe and the
//! session's task get their turns, it is pinged: nothing here is polled unless it was woken, so a wake-up that is lost
//! is a ping that does not come.

use std::{
    future::Future,
    sync::atomic::{AtomicBool, Ordering},
    task::{Wake, Waker},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf},
    task::{coop, yield_now},
    time::advance,
};

use super::*;
use crate::engine::{Get, Probe};

const INTERVAL: Duration = Duration::from_secs(25);
const TIMEOUT: Duration = Duration::from_secs(20);
/// Timers are exact to a millisecond.
const MOMENT: Duration = Duration::from_millis(5);

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A future that is polled by hand, once it was woken.
struct Task<T> {
    future: Pin<Box<dyn Future<Output = T>>>,
    woken: Arc<Woken>,
    output: Option<T>,
}

impl<T> Task<T> {
    fn new(future: impl Future<Output = T> + 'static) -> Self {
        Self {
            future: Box::pin(future),
            woken: Arc::new(Woken(AtomicBool::new(true))),
            output: None,
        }
    }

    fn is_woken(&self) -> bool {
        self.output.is_none() && self.woken.0.load(Ordering::Relaxed)
    }

    fn poll(&mut self) {
        self.woken.0.store(false, Ordering::Relaxed);
        let waker = Waker::from(Arc::clone(&self.woken));
        if let Poll::Ready(output) = self.future.as_mut().poll(&mut Context::from_waker(&waker)) {
            self.output = Some(output);
        }
    }
}

/// What may happen next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The session's task has its turn.
    Session,
    /// It has, after it has used up its share of the thread.
    SpentSession,
    Probe,
    Get,
    /// The client does the next thing.
    Client,
    /// Somebody else has a message for the client.
    Push,
}

/// What the client does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Open,
    SayProbe,
    SayUpgrade,
    Nothing,
}

struct World {
    peer: Arc<Peer>,
    session: Task<Reason>,
    probe: Option<Task<()>>,
    get: Task<String>,
    client: Option<DuplexStream>,
    next: Next,
    may_be_spent: bool,
    may_push: bool,
    pushed: usize,
    /// Bytes of frames that are not complete.
    unread: Vec<u8>,
    /// The texts that have come, by GETs and by the WebSocket.
    heard: Vec<String>,
}

impl World {
    fn new() -> Self {
        let engine = Engine::new(Arc::new(Config::default()));
        let connection = engine.open_polling(crate::sid::Sid::random(), handshake());
        let peer = Arc::clone(connection.peer());
        let mut first = Task::new(get(peer.begin_get().unwrap()));
        first.poll();
        assert!(first.output.unwrap().starts_with("0{"));
        Self {
            session: Task::new(serve(connection, Vec::new())),
            probe: None,
            get: Task::new(get(peer.begin_get().unwrap())),
            client: None,
            next: Next::Open,
            may_be_spent: true,
            may_push: true,
            pushed: 0,
            unread: Vec::new(),
            heard: Vec::new(),
            peer,
        }
    }

    fn possible(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        if self.session.is_woken() {
            steps.push(Step::Session);
            if self.may_be_spent {
                steps.push(Step::SpentSession);
            }
        }
        if self.probe.as_ref().is_some_and(Task::is_woken) {
            steps.push(Step::Probe);
        }
        if self.get.is_woken() {
            steps.push(Step::Get);
        }
        let may_go_on = match self.next {
            Next::Open | Next::SayProbe => true,
            // The client waits for the GET that is under way. One that came back too early is sent again.
            Next::SayUpgrade => self.get.output.is_some(),
            Next::Nothing => false,
        };
        if may_go_on {
            steps.push(Step::Client);
        }
        if self.may_push {
            steps.push(Step::Push);
        }
        steps
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Session => self.session.poll(),
            Step::SpentSession => {
                self.may_be_spent = false;
                while coop::has_budget_remaining() {
                    coop::consume_budget().await;
                }
                self.session.poll();
            }
            Step::Probe => self.probe.iter_mut().for_each(Task::poll),
            Step::Get => {
                self.get.poll();
                let packets = self.get.output.iter().flat_map(|body| body.split('\u{1e}'));
                self.heard.extend(packets.map(str::to_owned));
            }
            Step::Client => self.go_on(),
            Step::Push => {
                (self.may_push, self.pushed) = (false, 1);
                self.peer.push(message("pushed"));
            }
        }
        self.hear();
        // The budget of this test's own task begins anew.
        yield_now().await;
    }

    fn go_on(&mut self) {
        match self.next {
            Next::Open => {
                let (near, far) = tokio::io::duplex(1000);
                let probe = Probe::begin(Arc::clone(&self.peer), false);
                let run = probe.run(Stream::other(near, Bytes::new()));
                (self.probe, self.client) = (Some(Task::new(run)), Some(far));
                self.next = Next::SayProbe;
            }
            Next::SayProbe => {
                self.say("2probe");
                self.next = Next::SayUpgrade;
            }
            Next::SayUpgrade if self.heard.iter().any(|text| text == "3probe") => {
                self.say("5");
                self.next = Next::Nothing;
            }
            Next::SayUpgrade => self.get = Task::new(get(self.peer.begin_get().unwrap())),
            Next::Nothing => {}
        }
    }

    fn say(&mut self, text: &str) {
        let length = u8::try_from(text.len()).unwrap();
        let bytes = [&[0x81, 0x80 | length, 0, 0, 0, 0], text.as_bytes()].concat();
        let client = Pin::new(self.client.as_mut().unwrap());
        let written = client.poll_write(&mut Context::from_waker(Waker::noop()), &bytes);
        assert!(matches!(written, Poll::Ready(Ok(count)) if count == bytes.len()));
    }

    /// Reads the frames that are there.
    fn hear(&mut self) {
        let Some(client) = &mut self.client else {
            return;
        };
        let mut space = [0; 1000];
        let mut space = ReadBuf::new(&mut space);
        let mut cx = Context::from_waker(Waker::noop());
        while Pin::new(&mut *client)
            .poll_read(&mut cx, &mut space)
            .is_ready()
            && !space.filled().is_empty()
        {
            self.unread.extend_from_slice(space.filled());
            space.clear();
        }
        while let Some((head, rest)) = self.unread.split_first_chunk::<2>()
            && rest.len() >= usize::from(head[1])
        {
            let (payload, rest) = rest.split_at(head[1].into());
            if head[0] == 0x81 {
                self.heard
                    .push(String::from_utf8(payload.to_vec()).unwrap());
            }
            self.unread = rest.to_vec();
        }
    }

    /// Everybody who is woken has a turn, until nobody is.
    async fn settle(&mut self) {
        while let Some(step) = self.possible().first().copied() {
            self.take(step).await;
        }
    }

    /// What is heard within `time`.
    async fn hear_for(&mut self, time: Duration) -> Vec<String> {
        self.heard.clear();
        advance(time + MOMENT).await;
        self.settle().await;
        self.heard.clone()
    }

    /// The client has moved: it is pinged as long as it answers.
    async fn expect_pings(mut self) {
        let pushed = self.heard.iter().filter(|text| *text == "4pushed");
        assert_eq!(pushed.count(), self.pushed);
        for _ in 0..2 {
            assert_eq!(self.hear_for(INTERVAL).await, ["2"]);
            self.say("3");
            self.settle().await;
        }
        assert_eq!(self.hear_for(INTERVAL).await, ["2"]);
        assert!(self.hear_for(TIMEOUT).await.is_empty());
        self.client = None;
        self.settle().await;
        assert_eq!(self.session.output, Some(Reason::PingTimeout));
    }
}

async fn get(mut get: Get) -> String {
    let body = poll_fn(|cx| get.poll_body(cx)).await;
    String::from_utf8(body.bytes.to_vec()).unwrap()
}

/// The choices of one run: which of how many.
#[derive(Debug, Default)]
struct Schedule(Vec<(usize, usize)>);

impl Schedule {
    fn choose(&mut self, at: usize, of: usize) -> usize {
        if at == self.0.len() {
            self.0.push((0, of));
        }
        self.0[at].0
    }

    /// Goes on to the next schedule, depth first; `false` after the last.
    fn advance(&mut self) -> bool {
        while let Some((choice, of)) = self.0.pop() {
            if choice + 1 < of {
                self.0.push((choice + 1, of));
                return true;
            }
        }
        false
    }
}

/// Runs through all orders, of a world that is made by `begin`; how many there are.
async fn in_all_orders(begin: impl Fn() -> World) -> usize {
    let (mut schedule, mut runs) = (Schedule::default(), 0);
    loop {
        let mut world = begin();
        let mut at = 0;
        loop {
            let steps = world.possible();
            if steps.is_empty() {
                break;
            }
            let step = steps[schedule.choose(at, steps.len())];
            world.take(step).await;
            at += 1;
        }
        world.expect_pings().await;
        runs += 1;
        if !schedule.advance() {
            return runs;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn in_whatever_order_it_has_moved_an_idle_client_expect_pings() {
    let runs = in_all_orders(|| World {
        may_be_spent: false,
        ..World::new()
    })
    .await;

    assert!(runs > 400, "only {runs} orders");
}

#[tokio::test(start_paused = true)]
async fn it_is_pinged_although_a_turn_began_when_the_task_had_used_up_its_share() {
    let runs = in_all_orders(|| World {
        may_push: false,
        ..World::new()
    })
    .await;

    assert!(runs > 400, "only {runs} orders");
}
