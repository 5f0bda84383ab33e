//! Clients that block the current thread until a call ends.
use super::{
    Config, ItemStream, PageStream, Settings, Transport, WaitError, Waited, Waiting, block_on::block_on,
    deadline::Timer,
};
use crate::{Error, Operation, Paginated, PaginatedItems, Service, Waiter, sign::Presigned};
use std::{sync::Arc, time::Duration};

/// Sends the operations of a service and blocks until they are complete. It is cheap to clone; clones share
/// connections, credentials and the retry quota.
///
/// It wraps the async [`Client`](super::Client) with a blocking transport.
pub struct Client<S>(super::Client<S>);

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S> std::fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<S: Service> Client<S> {
    /// Creates a client that sends requests with ureq.
    #[cfg(feature = "blocking")]
    pub fn new(config: Config) -> Self {
        let transport = super::Ureq::new(&config);
        Self::with_transport(config, transport)
    }

    /// Creates a client with a custom transport, which must block.
    pub fn with_transport(config: Config, transport: impl Transport) -> Self {
        Self(super::Client::over(config, Arc::new(transport), Timer::Thread))
    }

    /// Returns the timeouts and retry settings of its calls.
    pub fn settings(&self) -> &Settings {
        self.0.settings()
    }

    /// Returns a client with other timeouts and retry settings, for one or more calls. To change Region, endpoint or
    /// credentials, use [`config_override`](Self::config_override).
    #[must_use]
    pub fn with(&self, settings: Settings) -> Self {
        Self(self.0.with(settings))
    }

    /// Returns a client with a changed configuration for one or more calls, for example another Region, endpoint or
    /// role.
    ///
    /// It shares connections and the retry quota with this client, and also the credentials unless `change` replaces
    /// them. Replaced credentials are resolved at its first call, so keep the new client for further calls. The
    /// settings of connections (proxies, certificates, [`connect_timeout`](Config::connect_timeout)) cannot be changed.
    #[must_use]
    pub fn config_override(&self, change: impl FnOnce(Config) -> Config) -> Self {
        Self(self.0.config_override(change))
    }

    /// Creates a presigned request, which anyone who has it can send until it expires: see [`Presigned`]. A missing
    /// idempotency token is generated.
    ///
    /// It is valid for `expires_in`, from 1 second to 7 days, but not longer than the credentials that sign it:
    /// [`Presigned::expires_at`] returns the end. With the credentials of a role, that is a few hours at most.
    ///
    /// # Errors
    /// See [`Error`]. Only credentials are requested; the operation itself is not sent. It fails if `expires_in` is out
    /// of range, or if the client or the operation does not sign requests.
    pub fn presign<O: Operation<Service = S>>(
        &self,
        operation: O,
        expires_in: Duration,
    ) -> Result<Presigned, Error<O::Error>> {
        block_on(self.0.presign(operation, expires_in))
    }

    /// Sends an operation and returns its output. A missing idempotency token is generated; all attempts use the same
    /// one.
    ///
    /// # Errors
    /// See [`Error`]. Retryable failures were retried as the [`Settings`] allow.
    pub fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        block_on(self.0.call(&operation))
    }

    /// Returns an iterator over all pages, starting with the one that `operation` requests: the first page, or that of
    /// its pagination token.
    pub fn pages<O: Paginated<Service = S>>(&self, operation: O) -> PageIter<O> {
        PageIter(self.0.pages(operation))
    }

    /// Sends the operation repeatedly, until `waiter` reaches success or failure, or `max_wait` has passed.
    ///
    /// A call that is in progress at that time is not cancelled; [`Settings::timeout`] limits it.
    ///
    /// # Errors
    /// The waiter reached its failure state, the time ran out, or a call failed: see [`WaitError`].
    pub fn wait_until<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        max_wait: Duration,
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        block_on(self.0.wait_until(waiter, operation, max_wait))
    }

    /// Like [`wait_until`](Self::wait_until), and calls `observe` before each delay with the last result, for example
    /// to write a log line or to update a progress bar.
    ///
    /// # Errors
    /// As [`wait_until`](Self::wait_until).
    pub fn wait_until_observed<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        max_wait: Duration,
        observe: impl FnMut(&Waiting<'_, O>),
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        block_on(self.0.wait_until_observed(waiter, operation, max_wait, observe))
    }
}

/// An iterator over pages, from [`Client::pages`]. It ends after the last page, and after an error.
#[derive(Debug)]
pub struct PageIter<O: Operation>(PageStream<O>);

impl<O: Paginated> PageIter<O> {
    /// Returns the input of the next page, or of the page that failed; `None` after the last page. Its pagination token
    /// can be stored to continue from here later.
    pub fn input(&self) -> Option<&O> {
        self.0.input()
    }
}

impl<O: PaginatedItems> PageIter<O> {
    /// Returns an iterator over the items of all pages.
    pub fn items(self) -> ItemIter<O> {
        ItemIter(self.0.items())
    }
}

impl<O: Paginated> Iterator for PageIter<O> {
    type Item = Result<O::Output, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.0.next())
    }
}

/// An iterator over the items of all pages, from [`PageIter::items`].
#[derive(Debug)]
pub struct ItemIter<O: PaginatedItems>(ItemStream<O>);

impl<O: PaginatedItems> Iterator for ItemIter<O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.0.next())
    }
}
