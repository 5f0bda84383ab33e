//! What may differ from call to call.
use super::{Limits, RetryMode};
use std::time::Duration;

/// Longer than any call; clocks of systems cannot count to the end of a [`Duration`].
pub(super) const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// How patient calls are. [`Config::settings`](super::Config::settings) sets it for a client, and
/// [`Client::with`](super::Client::with) for some of its calls.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// How often a call is tried at most, the first time included; 1 means no retry. 3 by default.
    pub attempts: u32,
    /// How retries are paced.
    pub retry_mode: RetryMode,
    /// How long nothing may arrive: neither the response's head, nor more of its body. 30 s by default; no time at all is
    /// none to wait, and every call ends with [`ErrorKind::Timeout`](crate::ErrorKind::Timeout), unsent.
    pub read_timeout: Duration,
    /// How long a call may take, with the search for credentials, all attempts and the waiting between them. 2 minutes by
    /// default; no time at all as above.
    pub timeout: Duration,
    /// How many bytes the body of a response may have. 64 MiB by default.
    pub max_response_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            attempts: 3,
            retry_mode: RetryMode::Standard,
            read_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(120),
            max_response_bytes: 64 << 20,
        }
    }
}

impl Settings {
    /// Sets [`attempts`](Self::attempts).
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets [`retry_mode`](Self::retry_mode).
    #[must_use]
    pub fn retry_mode(mut self, mode: RetryMode) -> Self {
        self.retry_mode = mode;
        self
    }

    /// Sets [`read_timeout`](Self::read_timeout).
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets [`timeout`](Self::timeout).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets [`max_response_bytes`](Self::max_response_bytes).
    #[must_use]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// What an attempt may take while so much of the call's time is left.
    pub(super) fn limits(&self, left: Duration) -> Limits {
        let total = left.min(LONGEST);
        Limits { read: self.read_timeout.min(total), total, response_bytes: self.max_response_bytes }
    }
}
