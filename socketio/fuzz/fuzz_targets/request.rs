//! Any head of a request on the server's path. `cargo fuzz run request`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| socketio::__fuzz::request(input));
