//! The time between two calls of a waiter: exponential backoff with jitter (Smithy 2.0: "Waiter retries").
use std::time::Duration;

/// The shortest and the longest time between two calls of a waiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delays {
    /// The shortest; after the first call it is this one.
    pub min: Duration,
    /// The longest.
    pub max: Duration,
}

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

impl Delays {
    /// Of whole seconds.
    pub const fn from_secs(min: u32, max: u32) -> Self {
        Self { min: Duration::from_secs(min as u64), max: Duration::from_secs(max as u64) }
    }

    /// How long to pause after the call number `attempt`, counted from 1, when `remaining` is left of the time that the
    /// caller is willing to wait; nothing where no time is left.
    ///
    /// It lies between the shortest time and twice as much for every call before, or the longest time; `random`, between
    /// 0 and 1, says where. Where less than the shortest time would be left after it, all that is left is waited, for one
    /// last call.
    pub fn pause(self, attempt: u32, remaining: Duration, random: f64) -> Option<Duration> {
        if remaining.is_zero() {
            return None;
        }
        let doublings = attempt.saturating_sub(1).min(31);
        // No pause lasts for more than a year, which keeps all of this within what a `Duration` counts.
        let min = self.min.min(YEAR);
        let most = min.saturating_mul(1 << doublings).min(self.max).clamp(min, YEAR);
        let pause = min.saturating_add(most.saturating_sub(min).mul_f64(random.clamp(0.0, 1.0)));
        let left = remaining.saturating_sub(pause);
        Some(if left <= min { remaining } else { pause })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_duration_is_too_long() {
        for (min, max) in
            [(Duration::MAX, Duration::MAX), (Duration::ZERO, Duration::MAX), (Duration::from_secs(1), Duration::MAX)]
        {
            for attempt in [1, 2, 1000, u32::MAX] {
                let pause = Delays { min, max }.pause(attempt, Duration::MAX, 1.0).unwrap();
                assert!(pause <= YEAR, "{min:?} {max:?} {attempt}: {pause:?}");
            }
        }
    }

    /// Smithy's example: 2 to 120 seconds, 300 in all.
    #[test]
    fn pauses_grow_and_the_last_call_fits_in() {
        let delays = Delays::from_secs(2, 120);
        // attempt, remaining, random, pause
        let table = [
            (1, 300, 0.0, 2.0),
            (1, 300, 1.0, 2.0),
            (2, 298, 0.0, 2.0),
            (2, 298, 0.5, 3.0),
            (2, 298, 1.0, 4.0),
            (6, 261, 1.0, 64.0),
            (7, 261, 1.0, 120.0),
            (8, 261, 0.5, 61.0),
            (1000, 261, 1.0, 120.0),
            // Exactly the shortest time would be left.
            (8, 122, 1.0, 122.0),
            (8, 123, 1.0, 120.0),
            (12, 10, 1.0, 10.0),
            (12, 4, 0.0, 4.0),
            (12, 1, 0.0, 1.0),
            // Numbers that no source of randomness should give.
            (2, 298, 7.0, 4.0),
            (2, 298, -7.0, 2.0),
        ];
        for (attempt, remaining, random, expected) in table {
            let pause = delays.pause(attempt, Duration::from_secs(remaining), random);
            let expected = Duration::from_secs_f64(expected);
            assert_eq!(pause, Some(expected), "attempt {attempt}, {remaining} s left, random {random}");
        }
        assert_eq!(delays.pause(3, Duration::ZERO, 0.5), None);
    }

    #[test]
    fn equal_delays_are_a_steady_beat() {
        let delays = Delays::from_secs(5, 5);
        for attempt in 1..40 {
            assert_eq!(delays.pause(attempt, Duration::from_secs(1000), 0.7), Some(Duration::from_secs(5)));
        }
    }

    #[test]
    fn whoever_wants_no_pauses_gets_none_and_still_an_end() {
        let delays = Delays { min: Duration::ZERO, max: Duration::ZERO };
        assert_eq!(delays.pause(9, Duration::from_secs(1), 1.0), Some(Duration::ZERO));
        assert_eq!(delays.pause(9, Duration::ZERO, 1.0), None);
    }
}
