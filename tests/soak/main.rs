//! Clients of every kind against one server, for some seconds, or for as long as `SOCKETIO_SOAK_SECONDS` says: those that come
//! and go, abandon what they began, do not read, send garbage, or work. Afterwards nothing is left of them, and the server
//! occupies what it did before.

mod workload;

use std::{
    env, fs,
    net::SocketAddr,
    process::Stdio,
    time::{Duration, Instant},
};

use tests::{PATIENCE, RawClient, first_line};
use tokio::{process::Command, task::JoinSet, time::timeout};

use self::workload::Kind;

/// How many tasks of each kind there are.
const TASKS: u64 = 4;
/// How much more the server may occupy after the clients have gone than after a first round of them.
const GROWTH: u64 = 12 << 20;

/// How long the clients go on.
fn duration() -> Duration {
    let seconds = env::var("SOCKETIO_SOAK_SECONDS");
    let seconds = seconds.map_or(3, |text| text.parse().expect("a number of seconds"));
    Duration::from_secs(seconds)
}

/// The bytes of a process that are in memory.
fn resident(pid: u32) -> u64 {
    let statm = fs::read_to_string(format!("/proc/{pid}/statm")).expect("the process runs");
    let pages: u64 = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .expect("the second number is that of resident pages");
    pages * 4096
}

/// Runs clients of every kind until `end`; how often each kind came through.
async fn round(addr: SocketAddr, length: Duration) -> Vec<(Kind, u64)> {
    let end = Instant::now() + length;
    let mut tasks = JoinSet::new();
    for kind in Kind::ALL {
        for seed in 1..=TASKS {
            tasks.spawn(async move { (kind, workload::run(kind, addr, seed, end).await) });
        }
    }
    let mut done = Vec::new();
    while let Some(task) = tasks.join_next().await {
        done.push(task.expect("a workload fails only if a healthy client does"));
    }
    done
}

/// Waits until the server has nothing of its clients left.
async fn settled(addr: SocketAddr) {
    let wait = async {
        let mut client = RawClient::connect(addr).await;
        while client.get("/stats").await.body != "0 0 0 0 0" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    if timeout(2 * PATIENCE, wait).await.is_err() {
        let left = RawClient::connect(addr).await.get("/stats").await.body;
        panic!("left of sessions, clients, rooms, tasks and bytes: {left}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_left_of_clients_of_any_kind() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_soak-server"))
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the server starts");
    let (line, _lines) = first_line(&mut server).await;
    let addr = line.strip_prefix("listening on http://");
    let addr = addr.expect("it says where it listens").parse().unwrap();
    let pid = server.id().expect("it runs");
    let length = duration();

    // Buffers, threads and the allocator's arenas get their usual size.
    round(addr, length.min(Duration::from_secs(30))).await;
    settled(addr).await;
    let before = resident(pid);
    let done = round(addr, length).await;
    settled(addr).await;
    let after = resident(pid);

    for kind in Kind::ALL {
        let of_kind = done.iter().filter(|(other, _)| *other == kind);
        let count: u64 = of_kind.map(|(_, count)| count).sum();
        println!("{kind:?}: {count}");
        assert!(count > 0, "{kind:?} never came through");
    }
    println!("resident bytes: {before} before, {after} after");
    assert!(after < before + GROWTH, "{before} before, {after} after");
    assert!(server.try_wait().unwrap().is_none(), "the server goes on");
}
