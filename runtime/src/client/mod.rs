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
#[cfg(feature = "client")]
mod hyper;
mod off_thread;
mod pages;
#[cfg(any(feature = "client", feature = "blocking"))]
mod proxy;
mod recording;
mod refresh;
mod retry;
mod settings;
mod shared_files;
mod sign;
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
#[cfg(feature = "client")]
pub use hyper::Hyper;
pub use pages::{ItemStream, PageStream};
#[cfg(any(feature = "client", feature = "blocking"))]
pub use proxy::{InvalidProxy, Proxy};
pub use recording::{InvalidRecording, Recorder};
pub use retry::RetryMode;
pub use settings::Settings;
pub use transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
#[cfg(feature = "blocking")]
pub use ureq::Ureq;
pub use wait::{Failed, TimedOut, WaitError, Waited};

use crate::{Error, Operation, Service, error::ConstructionError};
use cache::CredentialsCache;
use call::{Call, Failure, Outcome, Shared};
use clock::Clock;
use credentials::Provider;
use deadline::Timer;
use sign::Signer;
use std::{
    fmt,
    future::Future,
    marker::PhantomData,
    sync::{Arc, OnceLock},
};

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
        let provider = Provider::new(&config.credentials, &config, &transport);
        let settings = config.settings.clone();
        let shared = Shared {
            service: S::SCHEMA,
            user_agent: call::user_agent(S::SCHEMA, &config),
            transport,
            credentials: provider.map(|provider| CredentialsCache::new(provider, timer)),
            signer: Signer::default(),
            endpoint: OnceLock::new(),
            quota: retry::Quota::default(),
            clock: Clock::new(&config),
            config,
        };
        Self { shared: Arc::new(shared), settings, service: PhantomData }
    }

    /// How patient its calls are.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The same client, with other patience: for some calls, or one.
    #[must_use]
    pub fn with(&self, settings: Settings) -> Self {
        Self { settings, ..self.clone() }
    }

    /// Makes a call. An idempotency token that is absent is filled in once, for all attempts.
    ///
    /// # Errors
    /// See [`Error`]. What can be retried was, within the [`Settings`].
    pub async fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        self.call(&operation).await
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

    pub(super) async fn sleep(&self, duration: std::time::Duration) {
        self.shared.transport.sleep(duration).await;
    }

    /// Not generic over the operation, so that its code is made once.
    async fn run(&self, call: &Call) -> Outcome {
        trace::call(S::SCHEMA, call.operation, self.shared.run(call, &self.settings)).await
    }

    fn prepare<O: Operation<Service = S>>(&self, operation: &O) -> Result<Call, ConstructionError> {
        let resolved = self.shared.resolve_endpoint(O::SCHEMA, operation)?;
        let request = operation.to_request(&resolved.endpoint)?;
        self.shared.call(O::SCHEMA, request, resolved, call::classify::<O>)
    }
}
