//! Retries: the "standard" mode of the AWS SDKs, in its original form and in its revision of 2026.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html): exponential backoff with
//! full jitter, up to 20 s, and a retry quota that limits the extra load when many calls fail.
use http::HeaderMap;
use std::{
    sync::Mutex,
    time::{Duration, SystemTime},
};

const MAX_BACKOFF: Duration = Duration::from_secs(20);
const CAPACITY: u32 = 500;
const REFUND: u32 = 1;

/// The retry strategy of a client ([`Settings::retry_mode`](super::Settings::retry_mode)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum RetryMode {
    /// The standard mode of the AWS SDKs: the first backoff is up to 1 s.
    #[default]
    Standard,
    /// The revision of 2026 (2.1), which `AWS_NEW_RETRIES_2026=true` enables: the first backoff is up to 50 ms, or up
    /// to 1 s if the service is throttling, and the retry quota allows fewer retries during an outage.
    Standard2026,
}

/// Why a call may be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The service asks the client to slow down.
    Throttling,
    /// The attempt got no response, or not in time.
    Timeout,
    /// Any other error that is likely to be temporary.
    Transient,
}

impl RetryMode {
    /// Returns the delay after `attempt` (counted from 1). `random` is in the range `0.0..1.0`.
    pub(super) fn backoff(self, reason: Reason, attempt: u32, random: f64) -> Duration {
        let first = match (self, reason) {
            (Self::Standard, _) | (Self::Standard2026, Reason::Throttling) => 1.0,
            (Self::Standard2026, _) => 0.05,
        };
        let max = first * 2_f64.powi(attempt.saturating_sub(1).min(30) as i32);
        Duration::from_secs_f64(max.min(MAX_BACKOFF.as_secs_f64()) * random)
    }

    /// Returns the delay that the service asks for: `x-amz-retry-after` in milliseconds, or `Retry-After` (RFC 9110 §
    /// 10.2.3) in seconds or as a date. The revision of 2026 clamps `x-amz-retry-after` to at least its own `backoff`
    /// and at most 5 s more.
    pub(super) fn retry_after(self, headers: &HeaderMap, now: SystemTime, backoff: Duration) -> Option<Duration> {
        let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok()).map(str::trim);
        if let Some(milliseconds) = text("x-amz-retry-after").and_then(|text| text.parse().ok()) {
            let delay = Duration::from_millis(milliseconds);
            return Some(match self {
                Self::Standard => delay,
                Self::Standard2026 => delay.clamp(backoff, backoff.saturating_add(Duration::from_secs(5))),
            });
        }
        let text = text("retry-after")?;
        match text.parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => Some(http_date(text)?.duration_since(now).unwrap_or_default()),
        }
    }

    /// The number of tokens that a retry costs.
    fn cost(self, reason: Reason) -> u32 {
        match (self, reason) {
            (Self::Standard, Reason::Timeout) => 10,
            (Self::Standard, _) | (Self::Standard2026, Reason::Throttling) => 5,
            (Self::Standard2026, _) => 14,
        }
    }
}

/// Parses an HTTP date (RFC 9110 § 5.6.7).
pub(super) fn http_date(text: &str) -> Option<SystemTime> {
    crate::Timestamp::parse_http_date(text)?.try_into().ok()
}

/// The retry quota: tokens that the retries of all calls of a client share. When most calls fail it runs out, so that
/// retries do not add to the load.
#[derive(Debug)]
pub(super) struct Quota(Mutex<u32>);

/// The tokens that a retry acquired; they are released if the retry succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Tokens(u32);

impl Default for Quota {
    fn default() -> Self {
        Self(Mutex::new(CAPACITY))
    }
}

impl Quota {
    /// Acquires the tokens for a retry. Returns `None` if too few remain.
    pub(super) fn acquire(&self, mode: RetryMode, reason: Reason) -> Option<Tokens> {
        let cost = mode.cost(reason);
        let mut available = self.lock();
        *available = available.checked_sub(cost)?;
        Some(Tokens(cost))
    }

    /// Releases tokens after a successful call: those of its last retry, or one if it was not retried.
    pub(super) fn release(&self, tokens: Option<Tokens>) {
        let mut available = self.lock();
        *available = available.saturating_add(tokens.map_or(REFUND, |tokens| tokens.0)).min(CAPACITY);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, u32> {
        // The lock guards a single number, so a panic elsewhere cannot leave it inconsistent.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Reason::*, RetryMode::*, *};

    #[test]
    fn delays_double_up_to_twenty_seconds() {
        let seconds = |mode: RetryMode, reason| {
            [1, 2, 3, 5, 6, 40, u32::MAX].map(|attempt| mode.backoff(reason, attempt, 0.5).as_secs_f64())
        };
        let from_one_second = [0.5, 1.0, 2.0, 8.0, 10.0, 10.0, 10.0];
        for (mode, reason) in
            [(Standard, Throttling), (Standard, Timeout), (Standard, Transient), (Standard2026, Throttling)]
        {
            assert_eq!(seconds(mode, reason), from_one_second, "{mode:?} {reason:?}");
        }
        for reason in [Timeout, Transient] {
            assert_eq!(seconds(Standard2026, reason), [0.025, 0.05, 0.1, 0.4, 0.8, 10.0, 10.0]);
        }
        assert_eq!(Standard.backoff(Transient, 3, 0.0), Duration::ZERO);
    }

    #[test]
    fn the_service_sets_the_delay() {
        let now = http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let table = [
            ("retry-after", "7", Some(7_000), Some(7_000)),
            ("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT", Some(3_000), Some(3_000)),
            ("retry-after", "Sun, 06 Nov 1994 08:49:30 GMT", Some(0), Some(0)),
            ("retry-after", "soon", None, None),
            ("retry-after", "-1", None, None),
            ("x-amz-retry-after", "1500", Some(1_500), Some(1_500)),
            ("x-amz-retry-after", "10", Some(10), Some(200)),
            ("x-amz-retry-after", "60000", Some(60_000), Some(5_200)),
            ("x-amz-retry-after", "soon", None, None),
        ];
        for (name, value, standard, of_2026) in table {
            let headers = [(name.parse().unwrap(), value.parse().unwrap())].into_iter().collect();
            for (mode, milliseconds) in [(Standard, standard), (Standard2026, of_2026)] {
                let delay = mode.retry_after(&headers, now, Duration::from_millis(200));
                assert_eq!(delay, milliseconds.map(Duration::from_millis), "{mode:?} {name}: {value}");
            }
        }
    }

    #[test]
    fn the_quota_limits_retries() {
        let table = [
            (Standard, Transient, 100),
            (Standard, Throttling, 100),
            (Standard, Timeout, 50),
            (Standard2026, Transient, 35),
            (Standard2026, Timeout, 35),
            (Standard2026, Throttling, 100),
        ];
        for (mode, reason, count) in table {
            let quota = Quota::default();
            let acquired: Vec<_> = std::iter::from_fn(|| quota.acquire(mode, reason)).collect();
            assert_eq!(acquired.len(), count, "{mode:?} {reason:?}");
            quota.release(acquired.last().copied());
            assert!(quota.acquire(mode, reason).is_some() && quota.acquire(mode, reason).is_none());
        }
        let quota = Quota::default();
        while quota.acquire(Standard, Throttling).is_some() {}
        for _ in 0..5 {
            assert_eq!(quota.acquire(Standard, Throttling), None);
            quota.release(None);
        }
        assert!(quota.acquire(Standard, Throttling).is_some());
    }
}
