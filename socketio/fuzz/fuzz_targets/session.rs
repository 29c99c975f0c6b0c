//! All that one client may send to a server with handlers. `cargo fuzz run session`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| socketio::__fuzz::session(input));
