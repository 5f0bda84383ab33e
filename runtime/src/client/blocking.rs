//! Clients that block the thread until a call ends.
use super::{Config, Settings, Transport};
use crate::{Error, Operation, Service};

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
        let transport = super::ureq::Ureq::new(config.connect_timeout);
        Self::with_transport(config, transport)
    }

    /// A client over a transport of one's own, which blocks.
    pub fn with_transport(config: Config, transport: impl Transport) -> Self {
        Self(super::Client::with_transport(config, transport))
    }

    /// How patient its calls are.
    pub fn settings(&self) -> &Settings {
        self.0.settings()
    }

    /// The same client, with other patience: for some calls, or one.
    #[must_use]
    pub fn with(&self, settings: Settings) -> Self {
        Self(self.0.with(settings))
    }

    /// Makes a call. An idempotency token that is absent is filled in once, for all attempts.
    ///
    /// # Errors
    /// See [`Error`]. What can be retried was, within the [`Settings`].
    pub fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        pollster::block_on(self.0.call(&operation))
    }
}
