//! Cost: what a step took, by the clock and by the processor. The latter hardly notices what else the machine does.

use std::{fs, io, time::Instant};

/// Of one step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Milliseconds on the clock.
    pub(crate) wall: f64,
    /// Milliseconds of processor time, of all processes that were started and have ended.
    pub(crate) cpu: f64,
}

/// How Linux counts processor time, whatever the kernel's own clock is.
const MILLISECONDS_PER_TICK: f64 = 10.0;

impl Cost {
    /// Of what `step` does.
    pub(crate) fn of(step: impl FnOnce() -> io::Result<()>) -> io::Result<Self> {
        let (start, before) = (Instant::now(), children()?);
        step()?;
        Ok(Self {
            wall: start.elapsed().as_secs_f64() * 1e3,
            cpu: (children()? - before) * MILLISECONDS_PER_TICK,
        })
    }
}

/// `cutime + cstime` of this process, in ticks.
fn children() -> io::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name of the program, in parentheses, is the one field that can hold a space.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks: Vec<f64> = ticks.filter_map(|ticks| ticks.parse().ok()).collect();
    match ticks[..] {
        [user, system] => Ok(user + system),
        _ => Err(io::Error::other("no processor times in /proc/self/stat")),
    }
}
