//! Counts of durations in buckets of about one percent width.

use std::time::Duration;

/// Buckets to each power of two.
const FINE: u32 = 64;
const FINE_BITS: u32 = FINE.ilog2();
/// Up to 2^40 ns, some eighteen minutes.
const BUCKETS: usize = (FINE * (40 - FINE_BITS + 1)) as usize;

/// Grows by nothing, however much it counts.
#[derive(Debug)]
pub(crate) struct Histogram {
    counts: Vec<u32>,
    total: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self {
            counts: vec![0; BUCKETS],
            total: 0,
        }
    }
}

impl Histogram {
    pub(crate) fn record(&mut self, duration: Duration) {
        self.counts[bucket(duration.as_nanos() as u64)] += 1;
        self.total += 1;
    }

    pub(crate) fn clear(&mut self) {
        self.counts.fill(0);
        self.total = 0;
    }

    /// The duration that `share` of all do not exceed.
    pub(crate) fn quantile(&self, share: f64) -> Duration {
        let rank = (share * self.total as f64).ceil() as u64;
        let mut seen = 0;
        let bucket = self.counts.iter().position(|&count| {
            seen += u64::from(count);
            seen >= rank
        });
        Duration::from_nanos(lower_bound(bucket.unwrap_or(0)))
    }
}

/// Exact below `2 * FINE`, then `FINE` buckets for each power of two.
fn bucket(nanos: u64) -> usize {
    let shift = (nanos | 1).ilog2().saturating_sub(FINE_BITS);
    let bucket = u64::from(shift * FINE) + (nanos >> shift);
    (bucket as usize).min(BUCKETS - 1)
}

fn lower_bound(bucket: usize) -> u64 {
    let fine = FINE as usize;
    if bucket < 2 * fine {
        return bucket as u64;
    }
    let shift = bucket / fine - 1;
    ((bucket - shift * fine) as u64) << shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_about_one_percent_wide() {
        for nanos in [0, 1, 63, 64, 127, 128, 1_000, 123_456, 987_654_321] {
            let low = lower_bound(bucket(nanos));

            assert!(
                low <= nanos && nanos - low <= nanos / 60,
                "{nanos} in the bucket of {low}"
            );
        }
    }

    #[test]
    fn quantiles_split_what_was_recorded() {
        let mut histogram = Histogram::default();
        for micros in 1..=1000 {
            histogram.record(Duration::from_micros(micros));
        }

        assert!(histogram.quantile(0.5).as_micros().abs_diff(500) <= 8);
        assert!(histogram.quantile(0.99).as_micros().abs_diff(990) <= 16);
    }
}
