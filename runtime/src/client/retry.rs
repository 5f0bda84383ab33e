//! When a call is tried again: the "standard" mode of the AWS SDKs.
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
const COST: u32 = 5;
const TIMEOUT_COST: u32 = 10;
const REFUND: u32 = 1;

/// How long to wait before the attempt after `attempt` (from 1); `random` is at least 0 and less than 1.
pub(super) fn backoff(attempt: u32, random: f64) -> Duration {
    let longest = 2_f64.powi(attempt.saturating_sub(1).min(30) as i32).min(MAX_BACKOFF.as_secs_f64());
    Duration::from_secs_f64(longest * random)
}

/// How long the service asks to wait: `x-amz-retry-after` in milliseconds, or `Retry-After` (RFC 9110 § 10.2.3) in
/// seconds or as a date.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok()).map(str::trim);
    if let Some(milliseconds) = text("x-amz-retry-after").and_then(|text| text.parse().ok()) {
        return Some(Duration::from_millis(milliseconds));
    }
    let text = text("retry-after")?;
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some(http_date(text)?.duration_since(now).unwrap_or_default()),
    }
}

/// RFC 9110 § 5.6.7
pub(super) fn http_date(text: &str) -> Option<SystemTime> {
    let seconds = crate::Timestamp::parse_http_date(text)?.seconds();
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds.try_into().ok()?))
}

/// What the retries of all calls of a client draw from: when most calls fail, retries stop before they add to the load.
#[derive(Debug)]
pub(super) struct Quota(Mutex<u32>);

/// What a retry drew, to be given back when it succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Drawn(u32);

impl Default for Quota {
    fn default() -> Self {
        Self(Mutex::new(CAPACITY))
    }
}

impl Quota {
    /// Draws for a retry; `None` where too little is left.
    pub(super) fn draw(&self, is_timeout: bool) -> Option<Drawn> {
        let cost = if is_timeout { TIMEOUT_COST } else { COST };
        let mut left = self.lock();
        *left = left.checked_sub(cost)?;
        Some(Drawn(cost))
    }

    /// A call succeeded: what its last retry drew comes back, and a little where there was none.
    pub(super) fn give_back(&self, drawn: Option<Drawn>) {
        let mut left = self.lock();
        *left = (*left + drawn.map_or(REFUND, |drawn| drawn.0)).min(CAPACITY);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, u32> {
        // A number cannot be left half written, so a panic elsewhere does not matter.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_twenty_seconds() {
        let seconds = |attempt| backoff(attempt, 0.5).as_secs_f64();
        assert_eq!([1, 2, 3, 5, 6, 40, u32::MAX].map(seconds), [0.5, 1.0, 2.0, 8.0, 10.0, 10.0, 10.0]);
        assert_eq!(backoff(3, 0.0), Duration::ZERO);
    }

    #[test]
    fn the_service_says_when() {
        let now = http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let table = [
            ("retry-after", "7", Some(7_000)),
            ("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT", Some(3_000)),
            ("retry-after", "Sun, 06 Nov 1994 08:49:30 GMT", Some(0)),
            ("retry-after", "soon", None),
            ("retry-after", "-1", None),
            ("x-amz-retry-after", "1500", Some(1_500)),
            ("x-amz-retry-after", "soon", None),
        ];
        for (name, value, milliseconds) in table {
            let headers = [(name.parse().unwrap(), value.parse().unwrap())].into_iter().collect();
            assert_eq!(retry_after(&headers, now), milliseconds.map(Duration::from_millis), "{name}: {value}");
        }
    }

    #[test]
    fn a_hundred_retries_in_a_row_are_enough() {
        let quota = Quota::default();
        let drawn: Vec<_> = std::iter::from_fn(|| quota.draw(false)).collect();
        assert_eq!(drawn.len(), 100);
        quota.give_back(None);
        assert_eq!(quota.draw(false), None);
        quota.give_back(Some(Drawn(10)));
        assert!(quota.draw(true).is_some() && quota.draw(true).is_none());
    }
}
