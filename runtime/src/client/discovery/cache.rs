//! The discovered endpoints of a client.
use crate::{
    Endpoint,
    client::{
        refresh::{Refresh, RefreshWaiter},
        trace,
    },
    error::SharedError,
};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

/// The maximum number of entries, which Smithy recommends.
const MAX_ENTRIES: usize = 1000;
/// How long after a failed discovery the next one starts, if there is another endpoint in the meantime.
const BACKOFF: Duration = Duration::from_secs(60);

/// What an endpoint depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(super) access_key_id: Option<String>,
    pub(super) operation: Option<&'static str>,
    /// Input members with their values.
    pub(super) identifiers: Vec<(&'static str, String)>,
}

/// A discovered endpoint, and for how long it is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(super) endpoint: Endpoint,
    pub(super) validity: Duration,
}

/// The result of a discovery that any number of calls wait for.
pub(super) type Discovered = Result<Endpoint, SharedError>;

/// The cache; what has not been used for longest is removed first.
#[derive(Default)]
pub(in crate::client) struct Cache(Mutex<State>);

#[derive(Default)]
struct State {
    entries: HashMap<Key, Entry>,
    /// The number of lookups so far.
    lookups: u64,
}

#[derive(Default)]
struct Entry {
    /// In order of preference, with their expiries.
    endpoints: Vec<(Endpoint, SystemTime)>,
    discovery: Option<Arc<Refresh<Discovered>>>,
    /// Why the last discovery failed, and when to try again.
    failure: Option<(SharedError, SystemTime)>,
    /// The number of the last lookup.
    used: u64,
}

/// The result of a lookup.
pub(super) enum Lookup {
    Known(Discovered),
    /// A discovery, and whether there is an expired endpoint until it ends.
    Running(RefreshWaiter<Discovered>, bool),
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("entries", &self.lock().entries.len()).finish_non_exhaustive()
    }
}

impl Cache {
    /// Returns the endpoint for a key, or the discovery of it: the running one, or that which `start` returns. After a
    /// failure there is none for a while, unless an endpoint `is_required` and there is no expired one.
    pub(super) fn lookup(
        &self,
        key: &Key,
        now: SystemTime,
        is_required: bool,
        start: impl FnOnce() -> Arc<Refresh<Discovered>>,
    ) -> Lookup {
        let mut state = self.lock();
        let entry = state.entry(key);
        if let Some((endpoint, _)) = entry.endpoints.iter().find(|(_, expires_at)| now < *expires_at) {
            return Lookup::Known(Ok(endpoint.clone()));
        }
        if let Some((error, _)) = entry.failure.as_ref().filter(|(_, retry_at)| now < *retry_at) {
            match entry.endpoints.first() {
                Some((expired, _)) => return Lookup::Known(Ok(expired.clone())),
                None if !is_required => return Lookup::Known(Err(Arc::clone(error))),
                None => {}
            }
        }
        let discovery = match entry.discovery.take().filter(|discovery| discovery.is_running()) {
            Some(discovery) => discovery,
            None => start(),
        };
        Lookup::Running(entry.discovery.insert(discovery).join(), !entry.endpoints.is_empty())
    }

    /// Stores the result of a discovery. If it failed, the endpoints of an earlier one stay in use.
    pub(super) fn store(&self, key: &Key, found: Result<Vec<Found>, SharedError>, now: SystemTime) -> Discovered {
        let found = match found {
            Ok(found) => found,
            Err(error) => return self.failed(key, error, now),
        };
        let mut state = self.lock();
        let entry = state.entry(key);
        let expiring = |Found { endpoint, validity }| (endpoint, now.checked_add(validity).unwrap_or(now));
        entry.endpoints = found.into_iter().map(expiring).collect();
        entry.failure = None;
        let first = entry.endpoints.first().map(|(endpoint, _)| endpoint.clone());
        first.ok_or_else(|| super::error("the response has no endpoint"))
    }

    /// Records a failed discovery. Returns the expired endpoint, if there is one, or the error.
    pub(super) fn failed(&self, key: &Key, error: SharedError, now: SystemTime) -> Discovered {
        let mut state = self.lock();
        let entry = state.entry(key);
        entry.failure = now.checked_add(BACKOFF).map(|retry_at| (Arc::clone(&error), retry_at));
        let Some((expired, _)) = entry.endpoints.first() else { return Err(error) };
        trace::discovery_failed(&error);
        Ok(expired.clone())
    }

    /// Removes the endpoints for a key that the service refuses, unless another call has discovered others since.
    pub(super) fn forget(&self, key: &Key, refused: &Endpoint) {
        let mut state = self.lock();
        let entry = state.entry(key);
        if entry.endpoints.iter().any(|(endpoint, _)| endpoint == refused) {
            entry.endpoints.clear();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn entry(&mut self, key: &Key) -> &mut Entry {
        self.lookups = self.lookups.saturating_add(1);
        if self.entries.len() >= MAX_ENTRIES && !self.entries.contains_key(key) {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| key.clone());
            oldest.and_then(|key| self.entries.remove(&key));
        }
        let entry = self.entries.entry(key.clone()).or_default();
        entry.used = self.lookups;
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_entries_are_removed() {
        let cache = Cache::default();
        let now = SystemTime::UNIX_EPOCH;
        let key = |number: usize| Key {
            access_key_id: None,
            operation: None,
            identifiers: vec![("Table", number.to_string())],
        };
        let found = || vec![Found { endpoint: "https://a".parse().unwrap(), validity: BACKOFF }];
        for number in 0..MAX_ENTRIES {
            cache.store(&key(number), Ok(found()), now).unwrap();
        }
        let is_known = |number| {
            let nothing = || Refresh::new(Box::pin(async { Err(super::super::error("none")) }), false);
            matches!(cache.lookup(&key(number), now, true, nothing), Lookup::Known(Ok(_)))
        };
        assert!(is_known(0));
        cache.store(&key(MAX_ENTRIES), Ok(found()), now).unwrap();
        assert!(is_known(0) && is_known(2) && is_known(MAX_ENTRIES));
        assert!(!is_known(1));
        assert_eq!(cache.lock().entries.len(), MAX_ENTRIES);
    }

    /// An endpoint that another call has discovered in the meantime stays.
    #[test]
    fn only_the_refused_endpoint_is_forgotten() {
        let cache = Cache::default();
        let key = Key { access_key_id: None, operation: None, identifiers: Vec::new() };
        let found = |text: &str| Found { endpoint: text.parse().unwrap(), validity: BACKOFF };
        cache.store(&key, Ok(vec![found("https://new")]), SystemTime::UNIX_EPOCH).unwrap();
        cache.forget(&key, &found("https://old").endpoint);
        assert_eq!(cache.lock().entries[&key].endpoints.len(), 1);
        cache.forget(&key, &found("https://new").endpoint);
        assert_eq!(cache.lock().entries[&key].endpoints, []);
    }
}
