//! Any bodies a polling client may post, taken apart and put together again. `cargo fuzz run body`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| socketio::__fuzz::bodies(input));
