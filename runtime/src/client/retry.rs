//! When a call is tried again: the "standard" mode of the AWS SDKs, as it was and as it is from 2026 on.
//!
//! [Its reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html): exponential backoff with
//! full jitter, up to 20 s, and a quota that keeps many failing calls from becoming many more.
use http::HeaderMap;
use std::{
    sync::Mutex,
    time::{Duration, SystemTime},
};

const MAX_BACKOFF: Duration = Duration::from_secs(20);
const CAPACITY: u32 = 500;
const REFUND: u32 = 1;

/// How retries are paced ([`Settings::retry_mode`](super::Settings::retry_mode)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum RetryMode {
    /// The standard mode of the AWS SDKs: the first pause lasts up to 1 s.
    #[default]
    Standard,
    /// Its revision of 2026 (2.1), which `AWS_NEW_RETRIES_2026=true` asks for: the first pause lasts up to 50 ms, or up to
    /// 1 s where the service asks for fewer requests; the quota lets fewer retries through during an outage.
    Standard2026,
}

/// Why a call may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The service asks for fewer requests.
    Throttling,
    /// Nothing came back, or not in time.
    Timeout,
    /// Anything else that may pass.
    Transient,
}

impl RetryMode {
    /// How long the pause after `attempt` (from 1) lasts; `random` is at least 0 and less than 1.
    pub(super) fn backoff(self, reason: Reason, attempt: u32, random: f64) -> Duration {
        let first = match (self, reason) {
            (Self::Standard, _) | (Self::Standard2026, Reason::Throttling) => 1.0,
            (Self::Standard2026, _) => 0.05,
        };
        let longest = first * 2_f64.powi(attempt.saturating_sub(1).min(30) as i32);
        Duration::from_secs_f64(longest.min(MAX_BACKOFF.as_secs_f64()) * random)
    }

    /// The pause, where the service asks for one: `x-amz-retry-after` in milliseconds, or `Retry-After` (RFC 9110
    /// § 10.2.3) in seconds or as a date. The revision of 2026 takes the former for no less than its own pause, and for no
    /// more than 5 s longer.
    pub(super) fn retry_after(self, headers: &HeaderMap, now: SystemTime, own: Duration) -> Option<Duration> {
        let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok()).map(str::trim);
        if let Some(milliseconds) = text("x-amz-retry-after").and_then(|text| text.parse().ok()) {
            let asked = Duration::from_millis(milliseconds);
            return Some(match self {
                Self::Standard => asked,
                Self::Standard2026 => asked.clamp(own, own.saturating_add(Duration::from_secs(5))),
            });
        }
        let text = text("retry-after")?;
        match text.parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => Some(http_date(text)?.duration_since(now).unwrap_or_default()),
        }
    }

    /// What a retry costs.
    fn cost(self, reason: Reason) -> u32 {
        match (self, reason) {
            (Self::Standard, Reason::Timeout) => 10,
            (Self::Standard, _) | (Self::Standard2026, Reason::Throttling) => 5,
            (Self::Standard2026, _) => 14,
        }
    }
}

/// RFC 9110 § 5.6.7
pub(super) fn http_date(text: &str) -> Option<SystemTime> {
    crate::Timestamp::parse_http_date(text)?.try_into().ok()
}

/// The tokens that the retries of all calls of a client share: when most calls fail, retries stop before they add to the
/// load.
#[derive(Debug)]
pub(super) struct Quota(Mutex<u32>);

/// What a retry acquired, to be released when it succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Tokens(u32);

impl Default for Quota {
    fn default() -> Self {
        Self(Mutex::new(CAPACITY))
    }
}

impl Quota {
    /// The tokens for a retry; `None` where too few are left.
    pub(super) fn acquire(&self, mode: RetryMode, reason: Reason) -> Option<Tokens> {
        let cost = mode.cost(reason);
        let mut left = self.lock();
        *left = left.checked_sub(cost)?;
        Some(Tokens(cost))
    }

    /// A call succeeded: the tokens of its last retry come back, and one where there was none.
    pub(super) fn release(&self, tokens: Option<Tokens>) {
        let mut left = self.lock();
        *left = left.saturating_add(tokens.map_or(REFUND, |tokens| tokens.0)).min(CAPACITY);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, u32> {
        // A number cannot be left half written, so a panic elsewhere does not matter.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Reason::*, RetryMode::*, *};

    #[test]
    fn pauses_double_up_to_twenty_seconds() {
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
    fn the_service_says_when() {
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
                let asked = mode.retry_after(&headers, now, Duration::from_millis(200));
                assert_eq!(asked, milliseconds.map(Duration::from_millis), "{mode:?} {name}: {value}");
            }
        }
    }

    #[test]
    fn the_quota_ends_retries() {
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
