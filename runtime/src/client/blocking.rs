//! Clients that block the thread until a call ends.
use super::{
    Config, ItemStream, PageStream, Settings, Transport, WaitError, Waited, Waiting, block_on::block_on,
    deadline::Timer,
};
use crate::{Error, Operation, Paginated, PaginatedItems, Service, Waiter, sign::Presigned};
use std::{sync::Arc, time::Duration};

/// Sends the operations of a service, and returns when they are done. Cheap to clone; clones share connections,
/// credentials and the quota of retries.
///
/// It is the async [`Client`](super::Client) over a transport that blocks.
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
    /// A client over HTTP.
    #[cfg(feature = "blocking")]
    pub fn new(config: Config) -> Self {
        let transport = super::Ureq::new(&config);
        Self::with_transport(config, transport)
    }

    /// A client over a transport of one's own, which blocks.
    pub fn with_transport(config: Config, transport: impl Transport) -> Self {
        Self(super::Client::over(config, Arc::new(transport), Timer::Thread))
    }

    /// How patient its calls are.
    pub fn settings(&self) -> &Settings {
        self.0.settings()
    }

    /// The same client, with other patience: for some calls, or one. [`config_override`](Self::config_override) changes
    /// Region, endpoint and credentials.
    #[must_use]
    pub fn with(&self, settings: Settings) -> Self {
        Self(self.0.with(settings))
    }

    /// A client with a changed configuration, for some calls, or one: another Region, endpoint or role, say. It shares
    /// connections and the quota of retries with this one, and the credentials, where the change leaves them as they are;
    /// others are found at its first call, so keep it for the next. What connections are made with (proxies, certificates,
    /// [`connect_timeout`](Config::connect_timeout)) stays.
    #[must_use]
    pub fn config_override(&self, change: impl FnOnce(Config) -> Config) -> Self {
        Self(self.0.config_override(change))
    }

    /// A request of this call that whoever has it can send until it expires: see [`Presigned`]. An idempotency token that is
    /// absent is filled in once.
    ///
    /// It is valid for `expires_in`, from 1 second to 7 days, but no longer than the credentials that sign it:
    /// [`Presigned::expires_at`] says until when. With those of a role, that is some hours at most.
    ///
    /// # Errors
    /// See [`Error`]; nothing is sent, but for credentials. `expires_in` is out of bounds, or the client or the operation
    /// signs nothing.
    pub fn presign<O: Operation<Service = S>>(
        &self,
        operation: O,
        expires_in: Duration,
    ) -> Result<Presigned, Error<O::Error>> {
        block_on(self.0.presign(operation, expires_in))
    }

    /// Makes a call. An idempotency token that is absent is filled in once, for all attempts.
    ///
    /// # Errors
    /// See [`Error`]. What can be retried was, within the [`Settings`].
    pub fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        block_on(self.0.call(&operation))
    }

    /// All pages from the one that `operation` asks for: the first, or that of the token which is set.
    pub fn pages<O: Paginated<Service = S>>(&self, operation: O) -> PageIter<O> {
        PageIter(self.0.pages(operation))
    }

    /// Makes the call again and again, until `waiter` says that it ended, for no longer than `at_most`.
    ///
    /// A call that is under way when the time is over is not cut off; [`Settings::timeout`] bounds it.
    ///
    /// # Errors
    /// What is waited for will not come, did not come in time, or a call failed: see [`WaitError`].
    pub fn wait_until<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        at_most: Duration,
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        block_on(self.0.wait_until(waiter, operation, at_most))
    }

    /// As [`wait_until`](Self::wait_until), with a function that sees each answer after which the wait goes on, before the
    /// pause: for a line in a log, or a progress bar.
    ///
    /// # Errors
    /// As [`wait_until`](Self::wait_until).
    pub fn wait_until_observed<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        at_most: Duration,
        observe: impl FnMut(&Waiting<'_, O>),
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        block_on(self.0.wait_until_observed(waiter, operation, at_most, observe))
    }
}

/// The pages of a listing, from [`Client::pages`]; it ends after the last one, and after an error.
#[derive(Debug)]
pub struct PageIter<O: Operation>(PageStream<O>);

impl<O: Paginated> PageIter<O> {
    /// What asks for the next page, or for the one that failed; nothing after the last. Its token, kept, lets another
    /// listing go on from here.
    pub fn input(&self) -> Option<&O> {
        self.0.input()
    }
}

impl<O: PaginatedItems> PageIter<O> {
    /// The elements of all pages, one by one.
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

/// The elements of a listing, from [`PageIter::items`].
#[derive(Debug)]
pub struct ItemIter<O: PaginatedItems>(ItemStream<O>);

impl<O: PaginatedItems> Iterator for ItemIter<O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.0.next())
    }
}
