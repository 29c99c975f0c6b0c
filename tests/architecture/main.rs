//! The floors of `docs/architecture.md`: imports go downward only, between the floors and between the files of a
//! folder. The chapter itself is what is read, so that neither it nor the code can drift from the other. Likewise the tests
//! that `docs/protocol.md` names.

mod chapter;
mod circle;
mod conformance;
mod floor;
mod source;

const SOCKETIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../socketio/src");
const MACROS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../socketio-macros/src");
const CHAPTER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../socketio/docs/architecture.md"
);
