//! User instructions of the hot paths, counted by valgrind, with limits. A count beyond its limit is an error.
//!
//! `cargo bench -p benches --bench instructions`; it needs valgrind and `cargo install gungraun-runner`.
//! Server and clients share a thread, so what the client does to send and to receive is in the counts; what the kernel
//! does is not.

#![allow(missing_docs, unused_qualifications, reason = "what the macros write")]

use std::hint::black_box;

use benches::{
    Loopback,
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

/// Counts may be so much above what is written here, in percent: the newest release of a dependency shall not break
/// them. They themselves differ by less than half of one.
const SLACK: u64 = 2;

/// A unit of work takes so many instructions, and there are so many units.
fn counted(instructions: u64, units: u64) -> LibraryBenchmarkConfig {
    let limit = instructions * units * (100 + SLACK) / 100;
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, limit)]);
    LibraryBenchmarkConfig::default().tool(callgrind).clone()
}

// Echoes in each round come at once.
#[library_benchmark(setup = Loopback::echo)]
#[bench::alone(args = (32, 1), config = counted(7_470, 100))]
#[bench::sixteen(args = (32, 16), config = counted(3_201, 16 * 100))]
#[bench::long(args = (1024, 16), config = counted(6_807, 16 * 100))]
fn echo(mut loopback: Loopback) -> Loopback {
    loopback.run(100);
    loopback
}

// What one connection says goes to 400.
#[library_benchmark(setup = Loopback::broadcast)]
#[bench::short(args = (64, 400), config = counted(618, 400 * 20))]
fn delivery(mut loopback: Loopback) -> Loopback {
    loopback.run(20);
    loopback
}

#[library_benchmark]
#[bench::typed(args = (STEP_EVENT,), config = counted(1_636, 1))]
fn decode(packet: &str) -> Step {
    codec::read_event(black_box(packet))
}

#[library_benchmark]
#[bench::short(args = (32,), setup = samples::echo, config = counted(1_002, 1))]
#[bench::long(args = (1024,), setup = samples::echo, config = counted(3_347, 1))]
fn decode_raw(packet: String) -> (Args, String) {
    (codec::read_args(black_box(&packet)), packet)
}

#[library_benchmark]
#[bench::short(args = (&[7; 64],), config = counted(9_325, 1))]
fn decode_binary(attachment: &[u8]) -> Binary {
    codec::read_binary_event(black_box(BINARY_EVENT), black_box(attachment))
}

// The thread's buffer is there already.
fn warm<T: Serialize>(value: T) -> T {
    codec::write_event("warm", &samples::text(2048));
    value
}

#[library_benchmark(setup = warm)]
#[bench::typed(args = (STEP,), config = counted(1_751, 1))]
#[bench::short(args = (samples::text(32),), config = counted(1_065, 1))]
#[bench::long(args = (samples::text(1024),), config = counted(2_575, 1))]
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
#[bench::sixteen(setup = frames, config = counted(219, 16))]
fn unframe((mut frames, bytes): (Frames, Vec<u8>)) -> (usize, Frames, Vec<u8>) {
    (frames.read(black_box(&bytes)), frames, bytes)
}

library_benchmark_group!(name = server; benchmarks = echo, delivery);
library_benchmark_group!(
    name = codecs;
    benchmarks = decode, decode_raw, decode_binary, encode, unframe
);
main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--cache-sim=no"]));
    library_benchmark_groups = server, codecs
);
