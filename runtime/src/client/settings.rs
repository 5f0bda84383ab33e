//! Timeouts and retry settings, which may differ from call to call.
use super::{Limits, RetryMode};
use std::time::Duration;

/// The upper bound of all timeouts. Adding a longer [`Duration`] to the time of a system clock may overflow.
pub(super) const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 3600);

/// The timeouts and retry settings of calls. [`Config::settings`](super::Config::settings) sets them for a client,
/// [`Client::with`](super::Client::with) for some of its calls.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The maximum number of attempts, the first one included; 1 means no retry. The default is 3.
    pub attempts: u32,
    /// How long retries are delayed, and how many are allowed.
    pub retry_mode: RetryMode,
    /// The maximum time without any received data, while waiting for the head of a response or for more of its body.
    /// The default is 30 s. With zero, every call fails with [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) before
    /// it is sent. It is longer for operations whose model says how long they may take (`@longPoll`).
    pub read_timeout: Duration,
    /// The maximum time of a call, including resolution of credentials, all attempts and the delays between them. The
    /// default is 2 minutes. Zero has the same effect as for `read_timeout`.
    pub timeout: Duration,
    /// The maximum size of a response body in bytes. The default is 64 MiB.
    pub max_response_bytes: usize,
    /// Whether an error that says that nothing is left to do is a success, with an empty output: what was to be created
    /// exists, or what was to be deleted does not. The default is `false`. See
    /// [`Error::is_already_so`](crate::Error::is_already_so).
    pub already_so: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            attempts: 3,
            retry_mode: RetryMode::Standard,
            read_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(120),
            max_response_bytes: 64 << 20,
            already_so: false,
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

    /// Sets [`already_so`](Self::already_so).
    #[must_use]
    pub fn already_so(mut self, is_success: bool) -> Self {
        self.already_so = is_success;
        self
    }

    /// Returns the limits of an attempt, given the remaining time of its call, and how long the service may take.
    pub(super) fn limits(&self, remaining: Duration, long_poll: Option<u32>) -> Limits {
        let total = remaining.min(MAX_TIMEOUT);
        let read = match long_poll.filter(|_| !self.read_timeout.is_zero()) {
            Some(millis) => self.read_timeout.max(Duration::from_millis(millis.into())),
            None => self.read_timeout,
        };
        Limits { read: read.min(total), total, response_bytes: self.max_response_bytes }
    }
}
