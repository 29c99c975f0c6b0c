//! User instructions of the hot paths, counted by valgrind, with limits. A count beyond its limit is an error.
//!
//! `cargo bench -p benches --bench instructions`; it needs valgrind and `cargo install gungraun-runner`.
//! Server and clients share a thread, so what the client does to send and to receive is in the counts; what the kernel
//! does is not.

#![allow(missing_docs, unused_qualifications, reason = "what the macros write")]

use std::hint::black_box;

use benches::{
    Beside, Loopback,
    samples::{self, BINARY_EVENT, STEP, STEP_EVENT, Step},
};
use gungraun::{
    Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};
use serde::Serialize;
use socketio::{
    __bench::{self as codec, Frames},
    Args, Binary,
};

// What each takes. To be renewed when a count is lower, or when it is higher for a good reason.
const ECHO_ALONE: u64 = 6_775;
const ECHO: u64 = 2_675;
const ECHO_LONG: u64 = 4_272;
const VISIT: u64 = 4_827;
const VISIT_IN_A_CROWD: u64 = 5_021;
const DELIVERY_TO_1: u64 = 8_242;
const RECORDED_TO_1: u64 = 8_908;
const DELIVERY_TO_100: u64 = 590;
const DELIVERY_TO_1000: u64 = 498;
const DELIVERY_FROM_OUTSIDE: u64 = 1_584;
const DECODE_TYPED: u64 = 1_484;
const DECODE_RAW: u64 = 623;
const DECODE_RAW_LONG: u64 = 1_480;
const DECODE_BINARY: u64 = 7_542;
const ENCODE_TYPED: u64 = 1_507;
const ENCODE_SHORT: u64 = 761;
const ENCODE_LONG: u64 = 2_102;
const ENCODE_BINARY: u64 = 2_809;
const UNFRAME: u64 = 230;
/// How much dearer a delivery may be where broadcasts are recorded for clients that are away, in percent.
const RECORDING: u64 = 10;

/// Counts may be so much higher, in percent: a new release of a dependency need not be an error. From run to run they
/// differ by less than half of one.
const SLACK: u64 = 2;

/// A unit of work takes so many instructions, and there are so many units.
fn counted(instructions: u64, units: u64) -> LibraryBenchmarkConfig {
    let limit = instructions * units * (100 + SLACK) / 100;
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, limit)]);
    LibraryBenchmarkConfig::default().tool(callgrind).clone()
}

const NOTHING: Beside = Beside {
    clients: 0,
    handlers: 0,
    rooms: 0,
    recovery: false,
};

// A hundred rounds of so many at once.
#[library_benchmark(setup = Loopback::echo)]
#[bench::alone(args = (32, 1, NOTHING), config = counted(ECHO_ALONE, 100))]
#[bench::sixteen(args = (32, 16, NOTHING), config = counted(ECHO, 16 * 100))]
#[bench::long(args = (1024, 16, NOTHING), config = counted(ECHO_LONG, 16 * 100))]
#[bench::beside_clients(
    args = (32, 16, Beside { clients: 2000, ..NOTHING }), config = counted(ECHO, 16 * 100)
)]
#[bench::beside_handlers(
    args = (32, 16, Beside { handlers: 1000, ..NOTHING }), config = counted(ECHO, 16 * 100)
)]
#[bench::recoverable(
    args = (32, 16, Beside { recovery: true, ..NOTHING }), config = counted(ECHO, 16 * 100)
)]
fn echo(mut loopback: Loopback) -> Loopback {
    loopback.run(100);
    loopback
}

// A room that is joined and left.
#[library_benchmark(setup = Loopback::visit)]
#[bench::alone(args = (16, NOTHING), config = counted(VISIT, 16 * 100))]
#[bench::beside_rooms(
    args = (16, Beside { rooms: 10_000, ..NOTHING }), config = counted(VISIT_IN_A_CROWD, 16 * 100)
)]
fn visit(mut loopback: Loopback) -> Loopback {
    loopback.run(100);
    loopback
}

// What one connection says goes to so many, twenty times.
#[library_benchmark(setup = Loopback::broadcast)]
#[bench::one(args = (64, 1), config = counted(DELIVERY_TO_1, 20))]
#[bench::hundred(args = (64, 100), config = counted(DELIVERY_TO_100, 100 * 20))]
#[bench::thousand(args = (64, 1000), config = counted(DELIVERY_TO_1000, 1000 * 20))]
fn delivery(mut loopback: Loopback) -> Loopback {
    loopback.run(20);
    loopback
}

// The same where clients are recovered: the event is recorded once, and has its offset behind its arguments.
#[library_benchmark(setup = Loopback::recorded_broadcast)]
#[bench::one(args = (64, 1), config = counted(RECORDED_TO_1, 20))]
#[bench::hundred(args = (64, 100), config = counted(DELIVERY_TO_100 * (100 + RECORDING) / 100, 100 * 20))]
#[bench::thousand(args = (64, 1000), config = counted(DELIVERY_TO_1000 * (100 + RECORDING) / 100, 1000 * 20))]
fn recorded_delivery(mut loopback: Loopback) -> Loopback {
    loopback.run(20);
    loopback
}

// The same from a task that is no client's: each recipient's own task writes.
#[library_benchmark(setup = Loopback::broadcast)]
#[bench::thousand(args = (64, 1000), config = counted(DELIVERY_FROM_OUTSIDE, 1000 * 20))]
fn delivery_from_outside(mut loopback: Loopback) -> Loopback {
    loopback.broadcast_from_outside(&samples::text(64), 20);
    loopback
}

#[library_benchmark]
#[bench::typed(args = (STEP_EVENT,), config = counted(DECODE_TYPED, 1))]
fn decode(packet: &str) -> Step {
    codec::read_event(black_box(packet))
}

#[library_benchmark]
#[bench::short(args = (32,), setup = samples::echo, config = counted(DECODE_RAW, 1))]
#[bench::long(args = (1024,), setup = samples::echo, config = counted(DECODE_RAW_LONG, 1))]
fn decode_raw(packet: String) -> (Args, String) {
    (codec::read_args(black_box(&packet)), packet)
}

#[library_benchmark]
#[bench::short(args = (&[7; 64],), config = counted(DECODE_BINARY, 1))]
fn decode_binary(attachment: &[u8]) -> Binary {
    codec::read_binary_event(black_box(BINARY_EVENT), black_box(attachment))
}

// The thread's buffer is there already.
fn warm<T: Serialize>(value: T) -> T {
    codec::write_event("warm", &samples::text(2048));
    value
}

#[library_benchmark(setup = warm)]
#[bench::typed(args = (STEP,), config = counted(ENCODE_TYPED, 1))]
#[bench::short(args = (samples::text(32),), config = counted(ENCODE_SHORT, 1))]
#[bench::long(args = (samples::text(1024),), config = counted(ENCODE_LONG, 1))]
#[bench::binary(args = (Binary::from(vec![7; 64]),), config = counted(ENCODE_BINARY, 1))]
fn encode<T: Serialize>(value: T) -> (usize, T) {
    (codec::write_event("event", black_box(&value)), value)
}

fn frames() -> (Frames, Vec<u8>) {
    let mut frames = Frames::default();
    let bytes = samples::masked(&samples::echo(32)).repeat(16);
    frames.read(&bytes);
    (frames, bytes)
}

#[library_benchmark]
#[bench::sixteen(setup = frames, config = counted(UNFRAME, 16))]
fn unframe((mut frames, bytes): (Frames, Vec<u8>)) -> (usize, Frames, Vec<u8>) {
    (frames.read(black_box(&bytes)), frames, bytes)
}

library_benchmark_group!(name = server; benchmarks = echo, visit, delivery, recorded_delivery, delivery_from_outside);
library_benchmark_group!(
    name = codecs;
    benchmarks = decode, decode_raw, decode_binary, encode, unframe
);
main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--cache-sim=no"]));
    library_benchmark_groups = server, codecs
);
