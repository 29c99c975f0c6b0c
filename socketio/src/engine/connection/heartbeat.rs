//! Heartbeat: ping and pong as a pure state machine over instants. Has no timer: its owner asks for the next deadline.

use std::time::Duration;

use tokio::time::Instant;

/// How often to ping, and how long to wait for the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rhythm {
    pub(crate) interval: Duration,
    pub(crate) timeout: Duration,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beat {
    /// Send a ping.
    Ping,
    /// The last ping was not answered in time: the session is over.
    TimedOut,
}

/// The heartbeat of one session.
#[derive(Debug)]
pub(crate) struct Heartbeat {
    stage: Stage,
    /// Nothing is read, so a pong would not be seen: that none comes says nothing about the client.
    paused: bool,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    /// No pong is due; the next ping is due at this instant.
    Resting(Instant),
    /// A ping was sent; its pong is due at this instant.
    Waiting(Instant),
    /// A ping was sent whose pong nobody reads. The next ping is due at this instant, for the client expects pings, too,
    /// and would give up the session.
    Unread(Instant),
    /// The client pings (revision 3); its next ping is due at this instant.
    Listening(Instant),
}

impl Heartbeat {
    /// Begins with the handshake; the first ping is due after one interval.
    pub(crate) fn start(now: Instant, rhythm: Rhythm) -> Self {
        Self {
            stage: Stage::Resting(now + rhythm.interval),
            paused: false,
        }
    }

    /// Begins with the handshake, for a client that pings itself (revision 3).
    pub(crate) fn listen(now: Instant, rhythm: Rhythm) -> Self {
        Self {
            stage: Stage::Listening(now + rhythm.interval + rhythm.timeout),
            paused: false,
        }
    }

    /// A client that pings itself has pinged.
    pub(crate) fn on_ping(&mut self, now: Instant, rhythm: Rhythm) {
        if matches!(self.stage, Stage::Listening(_)) {
            *self = Self {
                paused: self.paused,
                ..Self::listen(now, rhythm)
            };
        }
    }

    /// When [`on_deadline`](Self::on_deadline) has something to do.
    pub(crate) const fn deadline(&self) -> Instant {
        match self.stage {
            Stage::Resting(at) | Stage::Waiting(at) | Stage::Unread(at) | Stage::Listening(at) => {
                at
            }
        }
    }

    /// What is due now; nothing if the deadline is later.
    pub(crate) fn on_deadline(&mut self, now: Instant, rhythm: Rhythm) -> Option<Beat> {
        if now < self.deadline() {
            return None;
        }
        match self.stage {
            // A ping may have come that nobody has read.
            Stage::Listening(_) if self.paused => {
                self.on_ping(now, rhythm);
                None
            }
            Stage::Waiting(_) | Stage::Listening(_) => Some(Beat::TimedOut),
            Stage::Resting(_) | Stage::Unread(_) => {
                self.stage = if self.paused {
                    Stage::Unread(now + rhythm.interval)
                } else {
                    Stage::Waiting(now + rhythm.timeout)
                };
                Some(Beat::Ping)
            }
        }
    }

    /// A pong came. Without a ping before it, it changes nothing.
    pub(crate) fn on_pong(&mut self, now: Instant, rhythm: Rhythm) {
        if !matches!(self.stage, Stage::Resting(_) | Stage::Listening(_)) {
            self.stage = Stage::Resting(now + rhythm.interval);
        }
    }

    /// Reading stops: from here on no pong can be missed, but pings go on.
    pub(crate) fn pause(&mut self, now: Instant, rhythm: Rhythm) {
        self.paused = true;
        if matches!(self.stage, Stage::Waiting(_)) {
            self.stage = Stage::Unread(now + rhythm.interval);
        }
    }

    /// Reading goes on: a pong that is still due has the whole timeout again.
    pub(crate) fn resume(&mut self, now: Instant, rhythm: Rhythm) {
        self.paused = false;
        match self.stage {
            Stage::Unread(_) => self.stage = Stage::Waiting(now + rhythm.timeout),
            Stage::Listening(_) => self.on_ping(now, rhythm),
            Stage::Resting(_) | Stage::Waiting(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RHYTHM: Rhythm = Rhythm {
        interval: Duration::from_secs(25),
        timeout: Duration::from_secs(20),
    };

    fn started() -> (Instant, Heartbeat) {
        let now = Instant::now();
        (now, Heartbeat::start(now, RHYTHM))
    }

    fn secs(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn the_first_ping_is_one_interval_after_the_handshake() {
        let (start, mut heart) = started();

        assert_eq!(heart.deadline(), start + secs(25));
        assert_eq!(heart.on_deadline(start + secs(24), RHYTHM), None);
        assert_eq!(
            heart.on_deadline(start + secs(25), RHYTHM),
            Some(Beat::Ping)
        );
        assert_eq!(heart.deadline(), start + secs(45));
    }

    #[test]
    fn the_next_ping_is_one_interval_after_the_pong() {
        let (start, mut heart) = started();
        heart.on_deadline(start + secs(25), RHYTHM);

        heart.on_pong(start + secs(30), RHYTHM);

        assert_eq!(heart.on_deadline(start + secs(54), RHYTHM), None);
        assert_eq!(
            heart.on_deadline(start + secs(55), RHYTHM),
            Some(Beat::Ping)
        );
    }

    #[test]
    fn silence_after_a_ping_ends_the_session() {
        let (start, mut heart) = started();
        heart.on_deadline(start + secs(25), RHYTHM);

        assert_eq!(heart.on_deadline(start + secs(44), RHYTHM), None);
        assert_eq!(
            heart.on_deadline(start + secs(45), RHYTHM),
            Some(Beat::TimedOut)
        );
    }

    #[test]
    fn an_unasked_pong_does_not_put_off_the_next_ping() {
        let (start, mut heart) = started();

        heart.on_pong(start + secs(20), RHYTHM);

        assert_eq!(heart.deadline(), start + secs(25));
    }

    #[test]
    fn while_paused_pings_go_on_and_nothing_times_out() {
        let (start, mut heart) = started();
        heart.on_deadline(start + secs(25), RHYTHM);

        heart.pause(start + secs(30), RHYTHM);

        for beat in [55, 80, 105] {
            assert_eq!(heart.on_deadline(start + secs(beat - 1), RHYTHM), None);
            assert_eq!(
                heart.on_deadline(start + secs(beat), RHYTHM),
                Some(Beat::Ping)
            );
        }
    }

    #[test]
    fn after_a_pause_an_answer_has_the_whole_timeout() {
        let (start, mut heart) = started();
        heart.pause(start + secs(10), RHYTHM);
        assert_eq!(
            heart.on_deadline(start + secs(25), RHYTHM),
            Some(Beat::Ping)
        );

        heart.resume(start + secs(48), RHYTHM);

        assert_eq!(heart.on_deadline(start + secs(67), RHYTHM), None);
        assert_eq!(
            heart.on_deadline(start + secs(68), RHYTHM),
            Some(Beat::TimedOut)
        );
    }

    #[test]
    fn a_pause_without_a_ping_leaves_the_rhythm_alone() {
        let (start, mut heart) = started();

        heart.pause(start + secs(5), RHYTHM);
        heart.resume(start + secs(6), RHYTHM);

        assert_eq!(
            heart.on_deadline(start + secs(25), RHYTHM),
            Some(Beat::Ping)
        );
        heart.on_pong(start + secs(26), RHYTHM);
        assert_eq!(heart.deadline(), start + secs(51));
    }

    #[test]
    fn a_client_that_pings_itself_has_interval_and_timeout_for_each_ping() {
        let now = Instant::now();
        let mut heart = Heartbeat::listen(now, RHYTHM);
        assert_eq!(heart.deadline(), now + secs(45));

        heart.on_ping(now + secs(40), RHYTHM);
        heart.on_pong(now + secs(41), RHYTHM);
        assert_eq!(heart.deadline(), now + secs(85));
        assert_eq!(heart.on_deadline(now + secs(84), RHYTHM), None);

        // While nothing is read, a ping may have come.
        heart.pause(now + secs(84), RHYTHM);
        assert_eq!(heart.on_deadline(now + secs(85), RHYTHM), None);
        heart.resume(now + secs(100), RHYTHM);
        assert_eq!(heart.deadline(), now + secs(145));
        assert_eq!(
            heart.on_deadline(now + secs(145), RHYTHM),
            Some(Beat::TimedOut)
        );
    }
}
