//! A body that a client of version 2 may post. `cargo fuzz run revision3`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| socketio::__fuzz::revision3(input));
