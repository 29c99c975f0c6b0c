//! The events that the server sends.

use serde::Serialize;
use socketio::Event;

use crate::{board::Task, chat::Line};

/// The last lines, for a client that has just connected.
#[derive(Serialize, Event)]
#[event("history", namespace = "/chat")]
pub(crate) struct History(pub(crate) Vec<Line>);

/// Somebody has said something.
#[derive(Serialize, Event)]
#[event("said", namespace = "/chat")]
pub(crate) struct Said(pub(crate) Line);

/// A line was removed.
#[derive(Serialize, Event)]
#[event("removed", namespace = "/chat")]
pub(crate) struct Removed {
    pub(crate) id: i64,
}

/// The names of all who are here.
#[derive(Serialize, Event)]
#[event("here", namespace = "/chat")]
pub(crate) struct Here(pub(crate) Vec<String>);

/// An announcement, sent by an HTTP request.
#[derive(Serialize, Event)]
#[event("announcement", namespace = "/chat")]
pub(crate) struct Announcement {
    pub(crate) by: String,
    pub(crate) text: String,
}

/// All tasks, for a client that has just connected.
#[derive(Serialize, Event)]
#[event("tasks", namespace = "/board")]
pub(crate) struct Tasks(pub(crate) Vec<Task>);

/// A task is new or has changed.
#[derive(Serialize, Event)]
#[event("changed", namespace = "/board")]
pub(crate) struct Changed(pub(crate) Task);

/// A task was removed.
#[derive(Serialize, Event)]
#[event("removed", namespace = "/board")]
pub(crate) struct Dropped {
    pub(crate) id: i64,
}

/// How many tasks are open, told by the timer.
#[derive(Serialize, Event)]
#[event("reminder", namespace = "/board")]
pub(crate) struct Reminder {
    pub(crate) open: u32,
}
