//! Phase: how far a client's life in one namespace has come, and the transitions between phases.
//! Every change of a phase is one of these transitions. The table stands in `docs/architecture.md`, and a test compares
//! the two.

/// How far a client's life in one namespace has come.
///
/// Until it has left, two things matter: what its connect handler does (it runs before CONNECT is sent, it runs after
/// CONNECT was sent, or it has finished), and whether the application has asked the client to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Phase {
    /// The connect handler runs and CONNECT has not been sent. Messages are held back.
    Connecting,
    /// As `Connecting`, and the application has asked the client to leave. Further messages are refused.
    ConnectingAsked,
    /// The client has left, and its connect handler still decides whether it had joined. Nothing is sent.
    ConnectingLeft,
    /// CONNECT was sent before the connect handler, which still runs. Messages are sent.
    Admitted,
    /// As `Admitted`, and the application has asked the client to leave. Only answers are sent.
    AdmittedAsked,
    /// The client has left after CONNECT was sent, and its connect handler still runs. Nothing is sent.
    AdmittedLeft,
    /// The client has joined. Messages are sent.
    Connected,
    /// The application has asked the client to leave, and its connection has not acted yet. Only answers are sent.
    ConnectedAsked,
    /// The client has left, and its serial handlers finish. Nothing is sent from here on.
    Finishing,
    /// The disconnect handler runs.
    Disconnecting,
    /// The client is in no room any more, not even in the namespace.
    Gone,
}

/// What leads from one phase to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transition {
    /// The connect handler lets the client in.
    Accept,
    /// The connect handler turns the client away.
    Refuse,
    /// The application asks the client to leave.
    Ask,
    /// The client leaves, or its connection does what the application has asked.
    Leave,
    /// The serial handlers have finished, or have taken too long.
    Finish,
    /// The disconnect handler has finished, or the server is dropped.
    Remove,
}

impl Phase {
    /// The phase that a transition leads to; `None` if it changes nothing in this phase.
    pub(super) fn after(self, transition: Transition) -> Option<Self> {
        use Phase as P;
        Some(match transition {
            Transition::Accept => match self {
                P::Connecting | P::Admitted => P::Connected,
                P::ConnectingAsked | P::AdmittedAsked => P::ConnectedAsked,
                P::ConnectingLeft | P::AdmittedLeft => P::Finishing,
                _ => return None,
            },
            Transition::Refuse => return self.is_connect_handler_running().then_some(P::Gone),
            Transition::Ask => match self {
                P::Connecting | P::ConnectingAsked => P::ConnectingAsked,
                P::Admitted | P::AdmittedAsked => P::AdmittedAsked,
                P::Connected | P::ConnectedAsked => P::ConnectedAsked,
                _ => return None,
            },
            Transition::Leave => match self {
                P::Connecting | P::ConnectingAsked => P::ConnectingLeft,
                P::Admitted | P::AdmittedAsked => P::AdmittedLeft,
                P::Connected | P::ConnectedAsked => P::Finishing,
                _ => return None,
            },
            Transition::Finish => match self {
                // `ConnectingLeft` waits on: only its connect handler can say whether there is a disconnect to handle.
                P::AdmittedLeft | P::Finishing => P::Disconnecting,
                _ => return None,
            },
            Transition::Remove => return (self != P::Gone).then_some(P::Gone),
        })
    }

    #[inline]
    pub(super) fn from_byte(byte: u8) -> Self {
        match byte {
            0 => Self::Connecting,
            1 => Self::ConnectingAsked,
            2 => Self::ConnectingLeft,
            3 => Self::Admitted,
            4 => Self::AdmittedAsked,
            5 => Self::AdmittedLeft,
            6 => Self::Connected,
            7 => Self::ConnectedAsked,
            8 => Self::Finishing,
            9 => Self::Disconnecting,
            _ => Self::Gone,
        }
    }

    /// Whether messages of the application are sent at once: the client has been told that it joined, and has neither left
    /// nor been asked to leave.
    #[inline]
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Admitted | Self::Connected)
    }

    /// Whether messages of the application are held back until CONNECT is sent.
    pub(super) fn is_holding(self) -> bool {
        self == Self::Connecting
    }

    /// Whether messages of the application are taken: sent, or held back.
    pub(crate) fn takes_messages(self) -> bool {
        self.is_open() || self.is_holding()
    }

    /// Whether the client has been asked to leave, and its connection can do so now.
    #[inline]
    pub(crate) fn is_asked(self) -> bool {
        matches!(self, Self::AdmittedAsked | Self::ConnectedAsked)
    }

    /// Whether CONNECT was sent and the client has not left since: it may send events.
    #[inline]
    pub(crate) fn is_joined(self) -> bool {
        self.is_open() || self.is_asked()
    }

    /// Whether the client waits for CONNECT or CONNECT_ERROR.
    #[inline]
    pub(crate) fn is_connecting(self) -> bool {
        matches!(self, Self::Connecting | Self::ConnectingAsked)
    }

    /// Whether the client has been told that it joined, even if it has left since. With `always_connect` its connect handler
    /// may still refuse it.
    pub(crate) fn was_let_in(self) -> bool {
        !self.is_connecting() && self != Self::ConnectingLeft
    }

    /// Whether the client has left: nothing is sent to it any more.
    pub(crate) fn has_left(self) -> bool {
        !self.is_joined() && !self.is_connecting()
    }

    /// Whether the connect handler runs.
    #[inline]
    pub(crate) fn is_connect_handler_running(self) -> bool {
        self.is_connecting()
            || matches!(
                self,
                Self::ConnectingLeft | Self::Admitted | Self::AdmittedAsked | Self::AdmittedLeft
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAPTER: &str = include_str!("../../../docs/architecture.md");
    const PHASES: [Phase; 11] = [
        Phase::Connecting,
        Phase::ConnectingAsked,
        Phase::ConnectingLeft,
        Phase::Admitted,
        Phase::AdmittedAsked,
        Phase::AdmittedLeft,
        Phase::Connected,
        Phase::ConnectedAsked,
        Phase::Finishing,
        Phase::Disconnecting,
        Phase::Gone,
    ];
    const TRANSITIONS: [Transition; 6] = [
        Transition::Accept,
        Transition::Refuse,
        Transition::Ask,
        Transition::Leave,
        Transition::Finish,
        Transition::Remove,
    ];

    /// The cells of the chapter's row for a phase: the phases after each transition.
    fn row(phase: Phase) -> Vec<String> {
        let head = format!("| `{phase:?}` |");
        let line = CHAPTER.lines().find(|line| line.starts_with(&head));
        let cells = line.unwrap_or_else(|| panic!("no row for {phase:?}"));
        let cells = cells[head.len()..].trim_end_matches('|').split('|');
        cells
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect()
    }

    #[test]
    fn the_chapter_has_the_phase_after_each_transition() {
        for phase in PHASES {
            let after = |transition| match phase.after(transition) {
                Some(after) => format!("{after:?}"),
                None => String::new(),
            };
            assert_eq!(row(phase)[1..], TRANSITIONS.map(after), "{phase:?}");
        }
    }

    #[test]
    fn the_chapter_says_what_is_sent_in_each_phase() {
        for phase in PHASES {
            let sent = match phase {
                phase if phase.is_open() => "everything",
                phase if phase.is_holding() => "held back",
                phase if phase.is_asked() => "answers",
                _ => "nothing",
            };
            assert_eq!(row(phase)[0], sent, "{phase:?}");
        }
    }

    #[test]
    fn every_phase_is_its_own_byte() {
        for phase in PHASES {
            assert_eq!(Phase::from_byte(phase as u8), phase);
        }
    }

    #[test]
    fn every_life_ends_and_nobody_who_left_comes_back() {
        for phase in PHASES {
            for after in TRANSITIONS
                .into_iter()
                .filter_map(|transition| phase.after(transition))
            {
                assert!(!phase.has_left() || after.has_left(), "{phase:?} {after:?}");
                assert_ne!(phase, Phase::Gone);
            }
            assert_eq!(
                phase.after(Transition::Remove).is_none(),
                phase == Phase::Gone
            );
        }
    }
}
