//! Any messages a client may send whose packets are MessagePack, through the codec and back.
//! `cargo fuzz run msgpack`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| socketio::__fuzz::msgpack(input));
