use std::{
    fmt,
    sync::{Arc, Mutex},
};

use tracing::{
    Metadata, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::with_default,
};

use super::*;
use crate::{observe::once, sid::Sid};

/// An error with a cause.
#[derive(Debug)]
struct NotSaved(std::io::Error);

impl fmt::Display for NotSaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not saved")
    }
}

impl std::error::Error for NotSaved {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// The lines of this thread: `LEVEL message field=value ..`.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    /// What `work` has written.
    fn of(work: impl FnOnce()) -> Vec<String> {
        let lines = Self::default();
        with_default(lines.clone(), work);
        let lines = lines.0.lock().unwrap();
        lines.clone()
    }
}

impl Subscriber for Lines {
    // The level is the whole process's: at `TRACE`, rooms and events of other tests would be looked at.
    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::DEBUG)
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "socketio"
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let level = event.metadata().level();
        let line = format!("{level} {}{}", line.message, line.fields);
        self.0.lock().unwrap().push(line);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            name => self.fields += &format!(" {name}={value:?}"),
        }
    }
}

const SID: &str = "lv_VI97HAXpY6yYWAAAB";

fn sid() -> Sid {
    SID.parse().unwrap()
}

fn unhandled(event: &str) -> Observation<'_> {
    Observation::EventUnhandled {
        namespace: "/",
        sid: sid(),
        event,
    }
}

const REFUSED: Observation<'static> = Observation::RequestRefused {
    kind: RefusalKind::Origin,
    found: "https://evil.example\n",
    expected: "http://localhost:5000",
    addr: None,
};

#[test]
fn an_event_without_a_handler_is_a_warning_once_for_each_name() {
    let log = Log::default();

    let lines = Lines::of(|| {
        for event in ["mesage", "mesage", "other\n"] {
            log.observe(&unhandled(event));
        }
    });

    let line = |level: &str, event: &str| {
        format!("{level} no handler for an event of this name sid={SID} namespace=/ event={event}")
    };
    assert_eq!(
        lines,
        [
            line("WARN", "mesage"),
            line("DEBUG", "mesage"),
            line("WARN", "other\\n")
        ]
    );
}

#[test]
fn names_of_events_are_not_remembered_without_end() {
    let log = Log::default();

    let lines = Lines::of(|| {
        log.observe(&unhandled(&"x".repeat(once::LONGEST + 1)));
        for name in 0..2 * once::MOST {
            log.observe(&unhandled(&name.to_string()));
        }
    });

    let warnings = lines.iter().filter(|line| line.starts_with("WARN"));
    assert_eq!(warnings.count(), once::MOST);
    assert_eq!(log.unhandled.len(), once::MOST);
}

#[test]
fn an_event_that_waits_for_a_question_is_a_warning_once_for_each_pair_of_names() {
    let log = Log::default();
    let held = |event, handler| Observation::EventHeld {
        namespace: "/",
        sid: sid(),
        event,
        handler,
    };

    let lines = Lines::of(|| {
        for (event, handler) in [
            ("save", "ask"),
            ("save", "ask"),
            ("save", "ask again"),
            ("load", "ask"),
        ] {
            log.observe(&held(event, handler));
        }
    });

    let levels = lines
        .iter()
        .map(|line| line.split(' ').next().unwrap())
        .collect::<Vec<_>>();
    assert_eq!(levels, ["WARN", "DEBUG", "WARN", "WARN"]);
    assert!(
        lines[0].ends_with(&format!(
            "`concurrent`, or ask in a task of `socketio::spawn` sid={SID} namespace=/ event=save handler=ask"
        )),
        "{}",
        lines[0]
    );
}

#[test]
fn a_refusal_is_a_warning_with_its_reason_and_what_was_compared() {
    let lines = Lines::of(|| Log::default().observe(&REFUSED));

    assert_eq!(
        lines,
        [
            "WARN request refused: the origin is not accepted reason=\"origin\" \
          found=https://evil.example\\n expected=\"http://localhost:5000\""
        ]
    );
}

#[test]
fn refusals_of_one_kind_are_written_at_a_limited_rate() {
    let log = Log::default();
    let other = Observation::RequestRefused {
        kind: RefusalKind::ProtocolVersion,
        found: "3",
        expected: "4",
        addr: None,
    };

    let lines = Lines::of(|| {
        (0..100).for_each(|_| log.observe(&REFUSED));
        log.observe(&other);
    });

    assert_eq!(lines.len(), 11);
    assert!(
        lines[10].contains("another protocol version"),
        "{}",
        lines[10]
    );
}

#[test]
fn a_failure_is_written_with_its_causes_in_one_line() {
    let error = NotSaved(std::io::Error::other("disk full"));
    let failed = |failure| Observation::HandlerFailed {
        namespace: "/",
        sid: sid(),
        event: "save",
        failure,
        error: &error,
    };
    let lines = Lines::of(|| {
        for failure in [
            Failure::Error,
            Failure::Panic,
            Failure::Arguments,
            Failure::Disconnected,
        ] {
            Log::default().observe(&failed(failure));
        }
    });

    let starts = [
        "ERROR handler failed",
        "ERROR handler failed",
        "WARN arguments",
        "DEBUG handler",
    ];
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
        assert!(
            line.ends_with("error=not saved: disk full") && !line.contains('\n'),
            "{line}"
        );
    }
    assert_eq!(lines.len(), starts.len());
}

#[test]
fn without_a_subscriber_lines_go_to_stderr_if_they_may() {
    let log = Log::default();
    assert!(!log.is_printing());

    log.print();

    assert!(log.is_printing());
    with_default(Lines::default(), || assert!(!log.is_printing()));
}
