//! Any frames a client may send over a WebSocket. `cargo fuzz run frame`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| socketio::__fuzz::frames(input));
