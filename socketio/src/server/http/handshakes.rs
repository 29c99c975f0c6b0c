//! Handshakes: how often sessions may be opened, by all clients together.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use crate::pace::Pace;

/// A limit of the handshakes in a second, and where it stands.
#[derive(Debug)]
pub(crate) struct Handshakes {
    pace: Pace,
    /// When as many may come at once as in a second.
    full_at: Mutex<Option<Instant>>,
}

impl Handshakes {
    /// So many in a second, and so many at once.
    pub(crate) fn per_second(handshakes: u32) -> Self {
        Self {
            pace: Pace::new(handshakes, Duration::from_secs(1), handshakes),
            full_at: Mutex::new(None),
        }
    }

    /// Counts a handshake; `false` if there are too many.
    pub(crate) fn count(&self) -> bool {
        let now = Instant::now();
        let mut full_at = self.full_at.lock();
        self.pace.count(full_at.get_or_insert(now), now).is_ok()
    }
}
