//! What a server and its clients in Rust share: the types of their events. It depends on `socketio` with the feature `event`
//! alone, so neither tokio nor hyper is compiled for it.

use serde::{Deserialize, Serialize};
use socketio::{Binary, Event};

/// A piece has been moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Event)]
#[event("moved", namespace = "/board")]
pub struct Moved {
    /// Which piece.
    pub piece: u8,
    /// Where it is now.
    pub to: (u8, u8),
}

/// A picture of the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Event)]
#[event("picture", namespace = "/board")]
pub struct Picture {
    /// The picture as PNG.
    pub content: Binary,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_and_the_namespace_are_there_without_a_server() {
        assert_eq!((Moved::NAME, Moved::NAMESPACE), ("moved", "/board"));
        assert_eq!(Picture::NAME, "picture");
    }
}
