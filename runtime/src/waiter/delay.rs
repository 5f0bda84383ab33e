//! The delays between the calls of a waiter: exponential backoff with jitter (Smithy 2.0: "Waiter retries").
use std::time::Duration;

/// The minimum and maximum delay between two calls of a waiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delays {
    /// The minimum, which is also the first delay.
    pub min: Duration,
    /// The maximum.
    pub max: Duration,
}

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

impl Delays {
    /// Creates delays from whole seconds.
    pub const fn from_secs(min: u32, max: u32) -> Self {
        Self { min: Duration::from_secs(min as u64), max: Duration::from_secs(max as u64) }
    }

    /// Returns the delay after call number `attempt`, counted from 1; `None` if no time remains. `remaining` is the
    /// rest of the total time that the caller is willing to wait.
    ///
    /// The delay is between the minimum and an upper bound that doubles with each call up to the maximum; `random`, in
    /// the range `0.0..=1.0`, selects the value. If the time after the delay would not suffice for another one, the
    /// delay is all of the remaining time, so that there is one last call at its end.
    pub fn delay(self, attempt: u32, remaining: Duration, random: f64) -> Option<Duration> {
        if remaining.is_zero() {
            return None;
        }
        let doublings = attempt.saturating_sub(1).min(31);
        // A limit of one year avoids overflow of the durations below.
        let min = self.min.min(YEAR);
        let max = min.saturating_mul(1 << doublings).min(self.max).clamp(min, YEAR);
        let delay = min.saturating_add(max.saturating_sub(min).mul_f64(random.clamp(0.0, 1.0)));
        let rest = remaining.saturating_sub(delay);
        Some(if rest <= min { remaining } else { delay })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_durations_do_not_overflow() {
        for (min, max) in
            [(Duration::MAX, Duration::MAX), (Duration::ZERO, Duration::MAX), (Duration::from_secs(1), Duration::MAX)]
        {
            for attempt in [1, 2, 1000, u32::MAX] {
                let delay = Delays { min, max }.delay(attempt, Duration::MAX, 1.0).unwrap();
                assert!(delay <= YEAR, "{min:?} {max:?} {attempt}: {delay:?}");
            }
        }
    }

    /// The example of the specification: 2 to 120 seconds, 300 in total.
    #[test]
    fn delays_grow_and_the_last_call_is_in_time() {
        let delays = Delays::from_secs(2, 120);
        // attempt, remaining, random, delay
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
            // Exactly the minimum would remain.
            (8, 122, 1.0, 122.0),
            (8, 123, 1.0, 120.0),
            (12, 10, 1.0, 10.0),
            (12, 4, 0.0, 4.0),
            (12, 1, 0.0, 1.0),
            // Values outside of the range of `random`.
            (2, 298, 7.0, 4.0),
            (2, 298, -7.0, 2.0),
        ];
        for (attempt, remaining, random, expected) in table {
            let delay = delays.delay(attempt, Duration::from_secs(remaining), random);
            let expected = Duration::from_secs_f64(expected);
            assert_eq!(delay, Some(expected), "attempt {attempt}, {remaining} s left, random {random}");
        }
        assert_eq!(delays.delay(3, Duration::ZERO, 0.5), None);
    }

    #[test]
    fn equal_bounds_make_a_constant_delay() {
        let delays = Delays::from_secs(5, 5);
        for attempt in 1..40 {
            assert_eq!(delays.delay(attempt, Duration::from_secs(1000), 0.7), Some(Duration::from_secs(5)));
        }
    }

    #[test]
    fn zero_delays_still_end_with_the_remaining_time() {
        let delays = Delays { min: Duration::ZERO, max: Duration::ZERO };
        assert_eq!(delays.delay(9, Duration::from_secs(1), 1.0), Some(Duration::ZERO));
        assert_eq!(delays.delay(9, Duration::ZERO, 1.0), None);
    }
}
