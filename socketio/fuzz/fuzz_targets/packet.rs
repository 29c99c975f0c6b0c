//! Any messages a client may send, through the codec and back. `cargo fuzz run packet`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| socketio::__fuzz::packets(input));
