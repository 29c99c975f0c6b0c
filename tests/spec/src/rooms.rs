//! Namespaces of patterns, free fns and a class.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use socketio::{Param, namespace, on};

#[on("connect", namespace = "/room-{id}")]
pub(crate) async fn enter(id: Param<u32>) -> bool {
    *id < 100
}

/// A place on the board. It has the name of another type.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Line {
    from: (f32, f32),
    to: (f32, f32),
}

/// Draws a line.
#[on("draw", namespace = "/room-{id}")]
pub(crate) async fn draw(line: Line, _id: Param<u32>) -> Line {
    line
}

/// A board.
pub(crate) struct Board;

#[namespace("/board")]
impl Board {
    /// Wipes the board.
    #[on("wipe")]
    async fn wipe(&self) -> bool {
        true
    }

    /// How many lines there are.
    #[event]
    async fn count(&self, of: Option<String>) -> usize {
        of.map_or(0, |of| of.len())
    }
}
