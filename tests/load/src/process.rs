//! A running server, and what the kernel says it has used.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, setrlimit};

use crate::cores::Cores;

/// Ports are tried upward from here, below those that outgoing connections take.
const FIRST_PORT: u16 = 21_000;
/// How far apart the looks at a figure that should come to rest are.
const SETTLING: Duration = Duration::from_millis(250);
/// Looks in a row that must agree, and looks after which we take what there is.
const QUIET_LOOKS: usize = 4;
const MOST_LOOKS: usize = 40;

/// A server that has said it listens. Dropped, it is killed.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts `command PORT` on the server's cores and waits until it listens.
    pub(crate) fn start(mut command: Command, cores: &Cores) -> io::Result<Self> {
        let address = free_address()?;
        command
            .arg(address.port().to_string())
            .stdout(Stdio::piped());
        let child = cores.on_server_side(|| command.spawn())??;
        let mut process = Self { child, address };
        let stdout = process
            .child
            .stdout
            .as_mut()
            .expect("stdout was piped above");
        let mut lines = BufReader::new(stdout).lines();
        loop {
            match lines.next().transpose()? {
                Some(line) if line.to_ascii_lowercase().contains("listening") => break,
                Some(_) => {}
                None => return Err(io::Error::other("the server ended before it listened")),
            }
        }
        Ok(process)
    }

    /// What the system calls it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// User and system time of all threads.
    pub(crate) fn cpu(&self) -> io::Result<Duration> {
        cpu(self.child.id())
    }

    /// Resident bytes.
    pub(crate) fn resident(&self) -> io::Result<u64> {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        text.lines()
            .find_map(|line| number(line.strip_prefix("Rss:")?))
            .map(|kib| kib * 1024)
            .ok_or_else(|| io::Error::other("unreadable smaps_rollup"))
    }

    /// The resident bytes once they no longer change.
    pub(crate) async fn settled_resident(&self) -> io::Result<u64> {
        settle(|| self.resident()).await
    }

    /// The CPU time once the server has come to rest.
    pub(crate) async fn settled_cpu(&self) -> io::Result<Duration> {
        // A timer here and there is rest, too.
        let millis = settle(|| Ok(self.cpu()?.as_millis() as u64)).await?;
        Ok(self.cpu()?.max(Duration::from_millis(millis)))
    }

    /// Asks the server to end and waits until it has.
    pub(crate) fn terminate(mut self) -> io::Result<()> {
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        self.child.wait().map(drop)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// User and system time of all threads of a process.
pub(crate) fn cpu(process: u32) -> io::Result<Duration> {
    let mut total = 0;
    for thread in fs::read_dir(format!("/proc/{process}/task"))? {
        // A thread may end between the listing and the look.
        let Ok(text) = fs::read_to_string(thread?.path().join("schedstat")) else {
            continue;
        };
        total += number(&text).ok_or_else(|| io::Error::other("unreadable schedstat"))?;
    }
    Ok(Duration::from_nanos(total))
}

/// Looks until the figure stays the same.
async fn settle(look: impl Fn() -> io::Result<u64>) -> io::Result<u64> {
    let mut last = look()?;
    let mut quiet = 0;
    for _ in 0..MOST_LOOKS {
        tokio::time::sleep(SETTLING).await;
        let now = look()?;
        quiet = if now == last { quiet + 1 } else { 0 };
        last = now;
        if quiet == QUIET_LOOKS {
            break;
        }
    }
    Ok(last)
}

/// The first number in a text.
fn number(text: &str) -> Option<u64> {
    text.split_whitespace().next()?.parse().ok()
}

fn free_address() -> io::Result<SocketAddr> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    for _ in 0..1000 {
        let port = FIRST_PORT + NEXT.fetch_add(1, Ordering::Relaxed) % 10_000;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
    }
    Err(io::Error::other("no free port"))
}

/// Allows as many open files as may be had; servers inherit it. Tells how many that is.
pub(crate) fn raise_descriptor_limit() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    let current = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    };
    current.map_or(usize::MAX, |count| count as usize)
}
