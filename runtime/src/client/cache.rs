//! The credentials cache of a client: refreshes credentials before they expire, one refresh at a time.
//!
//! If a refresh fails, credentials that are still valid stay in use. Those of an instance stay in use even after they
//! have expired, as the AWS SDK reference guide describes (["Static stability"][guide]).
//!
//! [guide]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
use super::{
    Credentials,
    call::random,
    credentials::{Provider, Resolved},
    deadline::Timer,
    refresh::{Outcome, Refresh},
    trace,
};
use crate::error::{BoxError, SharedError};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, SystemTime},
};

/// How long before their expiry credentials are refreshed by default; at most half of their lifetime.
const REFRESH_BEFORE: Duration = Duration::from_secs(300);
/// The minimum remaining lifetime of usable credentials: a request needs time to arrive.
const MIN_VALIDITY: Duration = Duration::from_secs(1);
/// How long a call that has valid credentials waits for a refresh.
const MAX_REFRESH_WAIT: Duration = Duration::from_secs(5);
/// The backoff after a failed refresh, before jitter (down to half of it): the first, and the maximum.
const MIN_BACKOFF: Duration = Duration::from_secs(5);
const MAX_BACKOFF: Duration = Duration::from_secs(600);

/// The credentials cache; clones share it.
#[derive(Clone)]
pub(super) struct CredentialsCache(Arc<Shared>);

struct Shared {
    provider: Provider,
    timer: Timer,
    refresh_before: Duration,
    state: Mutex<State>,
}

type SharedRefresh = Refresh<Result<Arc<Credentials>, SharedError>>;

#[derive(Default)]
struct State {
    current: Option<Current>,
    refresh: Option<Arc<SharedRefresh>>,
    /// The number of failed refreshes since the last successful one.
    failures: u32,
    /// No refresh starts before this time while the credentials are valid.
    backoff_until: Option<Instant>,
}

struct Current {
    credentials: Arc<Credentials>,
    /// When to refresh, and when the credentials expire. `None` for credentials that do not expire.
    refresh_at: Option<SystemTime>,
    expires_at: Option<SystemTime>,
    /// Whether these credentials stay in use after they have expired if a refresh fails.
    is_statically_stable: bool,
}

/// Why no credentials are available.
#[derive(Clone, Debug)]
pub(crate) enum CacheError {
    Failed(SharedError),
    /// The provider took too long.
    Timeout,
}

impl fmt::Debug for CredentialsCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsCache").field("provider", &self.0.provider).finish_non_exhaustive()
    }
}

impl CredentialsCache {
    pub(super) fn new(provider: Provider, timer: Timer) -> Self {
        Self::refreshing_before(REFRESH_BEFORE, provider, timer)
    }

    /// Creates a cache that refreshes credentials so long before their expiry; at most half of their lifetime.
    pub(super) fn refreshing_before(refresh_before: Duration, provider: Provider, timer: Timer) -> Self {
        Self(Arc::new(Shared { provider, timer, refresh_before, state: Mutex::default() }))
    }

    /// Returns the credentials, within `remaining`. `now` is the current time according to the service's clock.
    pub(super) async fn get(&self, now: SystemTime, remaining: Duration) -> Result<Arc<Credentials>, CacheError> {
        let start = Instant::now();
        loop {
            let now = plus_elapsed(now, start);
            let (usable, waiter) = {
                let mut state = self.0.lock();
                let usable = match &state.current {
                    Some(current) if current.is_fresh(now) => return Ok(Arc::clone(&current.credentials)),
                    Some(current) if current.is_valid(now) => Some(Arc::clone(&current.credentials)),
                    _ => None,
                };
                let is_running = state.refresh.as_ref().is_some_and(|refresh| refresh.is_running());
                let is_backing_off = state.backoff_until.is_some_and(|time| Instant::now() < time);
                if let Some(credentials) = usable.as_ref().filter(|_| is_running || is_backing_off) {
                    return Ok(Arc::clone(credentials));
                }
                let refresh = match state.refresh.take().filter(|refresh| refresh.is_running()) {
                    Some(refresh) => refresh,
                    None => self.refresh(now),
                };
                (usable, state.refresh.insert(refresh).join())
            };
            let remaining = remaining.saturating_sub(start.elapsed());
            let max_wait = if usable.is_some() { MAX_REFRESH_WAIT.min(half(remaining)) } else { remaining };
            let outcome = self.0.timer.timeout(max_wait, waiter.outcome()).await;
            match (outcome, usable) {
                (Some(Outcome::Done(Ok(credentials))), _) => return Ok(credentials),
                (Some(Outcome::Done(Err(_))), Some(credentials)) => return Ok(credentials),
                (Some(Outcome::Done(Err(error))), None) => return Err(CacheError::Failed(error)),
                // The last waiter cancelled this refresh just before we joined it: start another.
                (Some(Outcome::Cancelled), None) => {}
                (_, Some(credentials)) => {
                    self.0.lock().failed(&"it took too long");
                    return Ok(credentials);
                }
                (Some(Outcome::Panicked), None) => {
                    return Err(CacheError::Failed(error("the credentials provider panicked")));
                }
                (None, None) => return Err(CacheError::Timeout),
            }
        }
    }

    fn refresh(&self, now: SystemTime) -> Arc<SharedRefresh> {
        let cache = self.clone();
        let future = async move {
            let start = Instant::now();
            let found = cache.0.provider.find(now).await;
            cache.0.store(found, plus_elapsed(now, start))
        };
        Refresh::new(Box::pin(future), matches!(self.0.timer, Timer::Thread))
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores the result of a refresh. If it failed, returns the statically stable credentials, if there are any.
    fn store(&self, found: Result<Resolved, SharedError>, now: SystemTime) -> Result<Arc<Credentials>, SharedError> {
        let current = found.and_then(|found| Current::new(found, now, self.refresh_before));
        let mut state = self.lock();
        match current {
            Ok(current) => {
                (state.failures, state.backoff_until) = (0, None);
                Ok(Arc::clone(&state.current.insert(current).credentials))
            }
            Err(error) => {
                state.failed(&error);
                match &mut state.current {
                    Some(current) if current.is_statically_stable && !current.is_valid(now) => {
                        current.extend_expiry(now);
                        Ok(Arc::clone(&current.credentials))
                    }
                    _ => Err(error),
                }
            }
        }
    }
}

impl State {
    /// Records a failed refresh and schedules the next one.
    fn failed(&mut self, reason: &dyn fmt::Display) {
        let backoff = MIN_BACKOFF.saturating_mul(1 << self.failures.min(10)).min(MAX_BACKOFF);
        self.failures = self.failures.saturating_add(1);
        self.backoff_until = Instant::now().checked_add(backoff.mul_f64(0.5 + random() / 2.0));
        trace::refresh_failed(reason, self.current.is_some());
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "two is not zero")]
fn half(duration: Duration) -> Duration {
    duration / 2
}

impl Current {
    fn new(found: Resolved, now: SystemTime, refresh_before: Duration) -> Result<Self, SharedError> {
        let Resolved { credentials, is_statically_stable } = found;
        let expires_at = credentials.expires_at.map(|end| end.checked_sub(MIN_VALIDITY).unwrap_or(end));
        let remaining = expires_at.map(|end| end.duration_since(now).unwrap_or_default());
        let refresh_at =
            expires_at.zip(remaining).and_then(|(end, remaining)| end.checked_sub(refresh_before.min(half(remaining))));
        let mut current = Self { credentials: Arc::new(credentials), refresh_at, expires_at, is_statically_stable };
        if remaining == Some(Duration::ZERO) {
            if !is_statically_stable {
                return Err(error("they have expired"));
            }
            current.extend_expiry(now);
        }
        Ok(current)
    }

    /// Whether the credentials do not need a refresh yet.
    fn is_fresh(&self, now: SystemTime) -> bool {
        self.refresh_at.is_none_or(|time| now < time)
    }

    fn is_valid(&self, now: SystemTime) -> bool {
        self.expires_at.is_none_or(|time| now < time)
    }

    /// Keeps the credentials in use for five to ten more minutes.
    fn extend_expiry(&mut self, now: SystemTime) {
        self.expires_at = now.checked_add(MAX_BACKOFF.mul_f64(0.5 + random() / 2.0));
        self.refresh_at = self.expires_at;
    }
}

/// Returns `time` plus the time elapsed since `start`.
fn plus_elapsed(time: SystemTime, start: Instant) -> SystemTime {
    time.checked_add(start.elapsed()).unwrap_or(time)
}

fn error(text: &str) -> SharedError {
    Arc::from(BoxError::from(text))
}
