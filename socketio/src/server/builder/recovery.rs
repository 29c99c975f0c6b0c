//! What is kept for clients that lose their connection.

use std::time::Duration;

use super::SocketIoBuilder;
use crate::{
    config::Recovery,
    route::{self, Location},
};

/// The longest time that a client may be away. What it could miss meanwhile is kept as long.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Recovery.
impl SocketIoBuilder {
    /// Clients that lose their connection may come back as who they were, and get what they have missed. They may not, by
    /// default. The [chapter](crate::guide::recovery) has the details.
    ///
    /// ```
    /// use std::time::Duration;
    /// use socketio::{Recovery, SocketIo};
    ///
    /// let io = SocketIo::builder()
    ///     .recovery(Recovery::for_up_to(Duration::from_secs(120)))
    ///     .build()?;
    /// # Ok::<(), socketio::BuildError>(())
    /// ```
    #[track_caller]
    #[doc(alias = "connectionStateRecovery")]
    pub fn recovery(mut self, recovery: Recovery) -> Self {
        let mut refuse = |fault: &str| {
            let fault = fault.to_owned();
            self.problems.refuse("recovery", Location::here(), fault);
        };
        if recovery.time.is_zero() {
            refuse("nobody can come back in no time");
        }
        if recovery.time > LONGEST {
            refuse("it must be a day at most");
        }
        if recovery.messages == 0 || recovery.bytes == 0 || recovery.clients == 0 {
            refuse("without messages, bytes or clients nobody could come back: 1 is the least");
        }
        for name in recovery.namespaces.iter().flat_map(|names| names.iter()) {
            if let Err(fault) = route::check_namespace(name) {
                self.problems.refuse("recovery", Location::here(), fault);
            }
        }
        self.config.recovery = Some(recovery);
        self
    }
}
