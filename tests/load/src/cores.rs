//! Which cores the server and the load run on.

use std::io;

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// The machine's cores, divided.
#[derive(Debug)]
pub(crate) struct Cores {
    server: CpuSet,
    load: CpuSet,
    /// There was no core left for the load alone.
    pub(crate) shared: bool,
}

impl Cores {
    /// The first `count` cores go to the server, the rest to the load. If none is left, both share.
    pub(crate) fn split(count: usize) -> io::Result<Self> {
        let allowed = sched_getaffinity(None)?;
        let cores: Vec<usize> = (0..CpuSet::MAX_CPU)
            .filter(|&core| allowed.is_set(core))
            .collect();
        if cores.len() < count {
            return Err(io::Error::other(format!(
                "{count} cores wanted, {} there",
                cores.len()
            )));
        }
        let (server, load) = cores.split_at(count);
        Ok(Self {
            server: set(server),
            load: if load.is_empty() { allowed } else { set(load) },
            shared: load.is_empty(),
        })
    }

    /// Runs `start` on the server's cores: a process it starts stays there. The caller goes on
    /// the load's cores.
    pub(crate) fn on_server_side<T>(&self, start: impl FnOnce() -> T) -> io::Result<T> {
        sched_setaffinity(None, &self.server)?;
        let started = start();
        sched_setaffinity(None, &self.load)?;
        Ok(started)
    }
}

fn set(cores: &[usize]) -> CpuSet {
    let mut set = CpuSet::new();
    for &core in cores {
        set.set(core);
    }
    set
}
