//! How long the codecs take: packets, frames, polling bodies. For comparing two versions on one quiet machine; what
//! guards against regressions are the instruction counts.
//!
//! `cargo bench -p benches --bench codecs`

use std::hint::black_box;

use benches::samples::{self, BINARY_EVENT, STEP, STEP_EVENT, Step};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use socketio::{
    __bench::{self as codec, Frames},
    Binary,
};

/// Sizes of texts, in bytes.
const SIZES: [usize; 3] = [32, 1024, 16 << 10];
/// Packets of one read, or of one polling body.
const MANY: usize = 16;

fn packets_in(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("packet in");
    group.bench_function("typed", |bencher| {
        bencher.iter(|| codec::read_event::<Step>(black_box(STEP_EVENT)));
    });
    group.bench_function("binary", |bencher| {
        let attachment = [7; 64];
        bencher.iter(|| codec::read_binary_event::<Binary>(BINARY_EVENT, black_box(&attachment)));
    });
    for size in SIZES {
        let packet = samples::echo(size);
        group.throughput(Throughput::Bytes(packet.len() as u64));
        group.bench_function(BenchmarkId::new("raw", size), |bencher| {
            bencher.iter(|| codec::read_args(black_box(&packet)));
        });
        group.bench_function(BenchmarkId::new("text", size), |bencher| {
            bencher.iter(|| codec::read_event::<String>(black_box(&packet)));
        });
    }
    group.finish();
}

fn packets_out(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("packet out");
    group.bench_function("typed", |bencher| {
        bencher.iter(|| codec::write_event("step", black_box(&STEP)));
    });
    for size in SIZES {
        let text = samples::text(size);
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(BenchmarkId::new("text", size), |bencher| {
            bencher.iter(|| codec::write_event("text", black_box(&text)));
        });
        group.bench_function(BenchmarkId::new("answer", size), |bencher| {
            let mut out = Vec::new();
            bencher.iter(|| {
                out.clear();
                codec::write_ack(&mut out, 1, black_box(&text));
            });
        });
    }
    group.finish();
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frames in");
    for (name, size, count) in [("many", 32, MANY), ("one", 1024, 1)] {
        let bytes = samples::masked(&samples::echo(size)).repeat(count);
        let mut frames = Frames::default();
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| frames.read(black_box(&bytes)))
        });
    }
    group.finish();
}

fn payloads(criterion: &mut Criterion) {
    let packet = format!("4{}", samples::echo(32));
    let (texts, attachment) = (vec![packet.as_bytes(); MANY], [7; 1024]);
    let body = codec::write_payload(&texts, &[]);
    let binary = codec::write_payload(&texts[..1], &[&attachment]);

    let mut group = criterion.benchmark_group("polling body");
    group.bench_function("in, 16 packets", |bencher| {
        bencher.iter(|| codec::read_payload(black_box(&body)));
    });
    group.bench_function("in, 1 KiB as base64", |bencher| {
        bencher.iter(|| codec::read_payload(black_box(&binary)));
    });
    group.bench_function("out, 16 packets", |bencher| {
        bencher.iter(|| codec::write_payload(black_box(&texts), &[]));
    });
    group.bench_function("out, 1 KiB as base64", |bencher| {
        bencher.iter(|| codec::write_payload(&texts[..1], &[black_box(&attachment)]));
    });
    group.finish();
}

criterion_group!(benches, packets_in, packets_out, frames, payloads);
criterion_main!(benches);
