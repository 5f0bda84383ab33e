//! Clients: endpoints, credentials, signatures, attempts.
//!
//! A [`Client`] sends the operations of one service over a [`Transport`]. With the feature `client` it brings one of its own
//! (hyper, rustls); with `blocking` there is [`blocking::Client`] over another (ureq, rustls). Generated crates name
//! them `fsx::Client` and `fsx::blocking::Client`.
mod assume_role;
mod block_on;
pub mod blocking;
mod cache;
mod call;
mod chain;
mod clock;
mod config;
#[cfg(feature = "client")]
mod connector;
mod credentials;
mod deadline;
mod endpoint;
mod environment;
mod fake;
mod from_env;
mod hooks;
#[cfg(feature = "client")]
mod hyper;
mod known_settings;
mod off_thread;
mod pages;
mod presign;
#[cfg(any(feature = "client", feature = "blocking"))]
mod proxy;
mod recording;
mod refresh;
mod retry;
mod settings;
mod shared_files;
#[cfg(feature = "stream")]
mod stream;
#[cfg(any(feature = "client", feature = "blocking"))]
mod tls;
mod trace;
mod transport;
#[cfg(feature = "blocking")]
mod ureq;
mod wait;

pub use assume_role::AssumeRole;
pub use config::{Config, ConfigError};
pub use credentials::{Credentials, ProvideCredentials};
pub use environment::Environment;
pub use fake::FakeTransport;
pub use hooks::Attempt;
#[cfg(feature = "client")]
pub use hyper::Hyper;
pub use pages::{ItemStream, PageStream};
#[cfg(any(feature = "client", feature = "blocking"))]
pub use proxy::{InvalidProxy, Proxy};
pub use recording::{InvalidRecording, Recorder};
pub use retry::RetryMode;
pub use settings::Settings;
#[cfg(feature = "stream")]
pub use stream::BoxStream;
pub use transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
#[cfg(feature = "blocking")]
pub use ureq::Ureq;
pub use wait::{Failed, TimedOut, WaitError, Waited, Waiting};

use crate::{Error, Operation, Service, error::ConstructionError, sign::Presigned};
use call::{Call, Failure, Outcome, Shared};
use deadline::Timer;
use std::{fmt, future::Future, marker::PhantomData, sync::Arc, time::Duration};

/// Sends the operations of a service. Cheap to clone; clones share connections, credentials and the quota of retries.
pub struct Client<S> {
    shared: Arc<Shared>,
    settings: Settings,
    service: PhantomData<fn() -> S>,
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), settings: self.settings.clone(), service: PhantomData }
    }
}

impl<S> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shared { config, transport, .. } = &*self.shared;
        let mut printed = f.debug_struct("Client");
        printed.field("config", config).field("transport", transport).field("settings", &self.settings).finish()
    }
}

impl<S: Service> Client<S> {
    /// A client over HTTP. It runs on tokio.
    #[cfg(feature = "client")]
    pub fn new(config: Config) -> Self {
        let transport = Hyper::new(&config);
        Self::with_transport(config, transport)
    }

    /// A client over a transport of one's own.
    pub fn with_transport(config: Config, transport: impl Transport) -> Self {
        let transport: Arc<dyn Transport> = Arc::new(transport);
        let timer = Timer::Transport(Arc::clone(&transport));
        Self::over(config, transport, timer)
    }

    fn over(config: Config, transport: Arc<dyn Transport>, timer: Timer) -> Self {
        let settings = config.settings.clone();
        let shared = Shared::new(S::SCHEMA, config, transport, timer, None);
        Self { shared: Arc::new(shared), settings, service: PhantomData }
    }

    /// How patient its calls are.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The same client, with other patience: for some calls, or one. [`config_override`](Self::config_override) changes
    /// Region, endpoint and credentials.
    #[must_use]
    pub fn with(&self, settings: Settings) -> Self {
        Self { settings, ..self.clone() }
    }

    /// A client with a changed configuration, for some calls, or one: another Region, endpoint or role, say. It shares
    /// connections and the quota of retries with this one, and the credentials, where the change leaves them as they are;
    /// others are found at its first call, so keep it for the next. What connections are made with (proxies, certificates,
    /// [`connect_timeout`](Config::connect_timeout)) stays.
    ///
    /// ```ignore
    /// let there = client.config_override(|config| config.region("us-east-1").assume_role(role));
    /// there.send(DescribeBackups::new()).await?;
    /// ```
    #[must_use]
    pub fn config_override(&self, change: impl FnOnce(Config) -> Config) -> Self {
        let origin = &*self.shared;
        let config = change(origin.config.clone().settings(self.settings.clone()));
        let settings = config.settings.clone();
        let (transport, timer) = (Arc::clone(&origin.transport), origin.timer.clone());
        let shared = Shared::new(S::SCHEMA, config, transport, timer, Some(origin));
        Self { shared: Arc::new(shared), settings, service: PhantomData }
    }

    /// Makes a call. An idempotency token that is absent is filled in once, for all attempts.
    ///
    /// # Errors
    /// See [`Error`]. What can be retried was, within the [`Settings`].
    pub async fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        self.call(&operation).await
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
    pub async fn presign<O: Operation<Service = S>>(
        &self,
        operation: O,
        expires_in: Duration,
    ) -> Result<Presigned, Error<O::Error>> {
        let presigned = match self.prepare(&operation) {
            Ok(call) => Box::pin(self.shared.presign(&call, &self.settings, expires_in)).await,
            Err(error) => Err(Failure::Construction(error)),
        };
        presigned.map_err(|failure| failure.into_error::<O>(None).after(0))
    }

    /// Makes a call with what is borrowed only until the request is made.
    pub(crate) fn call<'a, O: Operation<Service = S>>(
        &'a self,
        operation: &O,
    ) -> impl Future<Output = Result<O::Output, Error<O::Error>>> + Send + use<'a, S, O> {
        let call = self.prepare(operation);
        async move {
            let call = call.map_err(|error| Failure::Construction(error).into_error::<O>(None).after(0))?;
            let Outcome { result, attempts } = self.run(&call).await;
            match result {
                Ok(response) => O::from_response(response).map_err(|error| error.after(attempts)),
                Err(failure) => Err(failure.into_error::<O>(call.request.uri().host()).after(attempts)),
            }
        }
    }

    pub(super) async fn sleep(&self, duration: Duration) {
        self.shared.transport.sleep(duration).await;
    }

    /// Not generic over the operation, so that its code is made once; on the heap, so that the futures of calls are small.
    fn run<'a>(&'a self, call: &'a Call) -> BoxFuture<'a, Outcome> {
        Box::pin(trace::call(S::SCHEMA, call.operation, self.shared.run(call, &self.settings)))
    }

    fn prepare<O: Operation<Service = S>>(&self, operation: &O) -> Result<Call, ConstructionError> {
        let resolved = self.shared.resolve_endpoint(O::SCHEMA, operation)?;
        let token = || uuid::Uuid::new_v4().to_string();
        let compress_from = self.shared.config.compress_from;
        let request = crate::operation::request(operation, &resolved.endpoint, &token, compress_from)?;
        self.shared.call(O::SCHEMA, request, resolved, call::classify::<O>)
    }
}
