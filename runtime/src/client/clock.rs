//! The time that requests are signed with, corrected by the service's clock.
use super::{Config, retry::http_date};
use http::{HeaderMap, header};
use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

/// Corrections smaller than this many seconds are ignored: services accept signatures for five minutes.
const TOLERANCE: i64 = 4 * 60;
/// The plausible dates of a service, in seconds since 1970: 2020-01-01 to 2100-01-01. Any other clock is broken.
const PLAUSIBLE: std::ops::Range<u64> = 1_577_836_800..4_102_444_800;

/// The local clock, corrected by the `Date` of responses.
pub(super) struct Clock {
    ours: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    /// The clock skew: by how many seconds the service's clock is ahead of the local one.
    skew: AtomicI64,
}

/// A correction of the clock, so that it can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    before: i64,
    after: i64,
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("skew", &self.skew).finish_non_exhaustive()
    }
}

impl Clock {
    pub(super) fn new(config: &Config) -> Self {
        Self { ours: Arc::clone(&config.clock), skew: AtomicI64::new(0) }
    }

    pub(super) fn now(&self) -> SystemTime {
        let (ours, skew) = ((self.ours)(), self.skew.load(Ordering::Relaxed));
        let shift = Duration::from_secs(skew.unsigned_abs());
        let shifted = if skew < 0 { ours.checked_sub(shift) } else { ours.checked_add(shift) };
        shifted.unwrap_or(ours)
    }

    /// Adopts the time (`Date`) of a response that rejects a signature. Returns `None` if it is implausible, or too
    /// close to the signing time to matter. (The comparison is not with the local clock: another call may have
    /// corrected it since.)
    pub(super) fn correct(&self, headers: &HeaderMap, signed_at: SystemTime) -> Option<Correction> {
        let theirs = http_date(headers.get(header::DATE)?.to_str().ok()?)?;
        let since_1970 = theirs.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        if !PLAUSIBLE.contains(&since_1970) || difference(theirs, signed_at).abs() < TOLERANCE {
            return None;
        }
        let after = difference(theirs, (self.ours)());
        let before = self.skew.swap(after, Ordering::Relaxed);
        Some(Correction { before, after })
    }

    /// Undoes a correction that did not help, unless another call has made one since.
    pub(super) fn undo(&self, correction: Option<Correction>) {
        if let Some(Correction { before, after }) = correction {
            _ = self.skew.compare_exchange(after, before, Ordering::Relaxed, Ordering::Relaxed);
        }
    }
}

/// Returns by how many seconds `one` is later than `other`.
fn difference(one: SystemTime, other: SystemTime) -> i64 {
    let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    one.duration_since(other).map_or_else(|error| seconds(error.duration()).saturating_neg(), seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(date: &str) -> HeaderMap {
        [(header::DATE, date.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn only_plausible_dates_are_believed() {
        let ours = http_date("Sat, 21 Nov 2026 12:00:00 GMT").unwrap();
        let clock = Clock::new(&Config::default().clock(move || ours));
        for date in [
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Fri, 01 Jan 2100 00:00:00 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Tue, 31 Dec 2019 23:59:59 GMT",
            "Sat, 21 Nov 2026 12:03:59 GMT",
            "Sat, 21 Nov 2026 11:56:01 GMT",
            "yesterday",
        ] {
            assert_eq!(clock.correct(&headers(date), ours), None, "{date}");
            assert_eq!(clock.now(), ours);
        }
        for (date, skew) in [("Sat, 21 Nov 2026 14:00:00 GMT", 7200), ("Sat, 21 Nov 2026 10:00:00 GMT", -7200)] {
            let correction = clock.correct(&headers(date), ours);
            assert_eq!(correction, Some(Correction { before: 0, after: skew }));
            assert_eq!(difference(clock.now(), ours), skew);
            clock.undo(correction);
            assert_eq!(clock.now(), ours);
        }
    }

    #[test]
    fn a_later_correction_is_not_undone() {
        let ours = http_date("Sat, 21 Nov 2026 12:00:00 GMT").unwrap();
        let clock = Clock::new(&Config::default().clock(move || ours));
        let first = clock.correct(&headers("Sat, 21 Nov 2026 14:00:00 GMT"), ours);
        clock.correct(&headers("Sat, 21 Nov 2026 15:00:00 GMT"), ours).unwrap();
        clock.undo(first);
        assert_eq!(difference(clock.now(), ours), 3 * 3600);
    }

    /// A device without a battery starts in 1970.
    #[test]
    fn a_clock_that_is_far_off_is_corrected() {
        let clock = Clock::new(&Config::default().clock(|| SystemTime::UNIX_EPOCH));
        let theirs = http_date("Sat, 21 Nov 2026 14:00:00 GMT").unwrap();
        clock.correct(&headers("Sat, 21 Nov 2026 14:00:00 GMT"), SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(clock.now(), theirs);
    }
}
