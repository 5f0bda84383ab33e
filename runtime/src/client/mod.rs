//! Clients: endpoint resolution, credentials, signing, retries.
//!
//! A [`Client`] sends the operations of one service over a [`Transport`]. The feature `client` adds a transport for it
//! (hyper, rustls). The feature `blocking` adds one for [`blocking::Client`] (ureq, rustls). Generated crates re-export
//! both, for example as `fsx::Client` and `fsx::blocking::Client`.
mod assume_role;
mod auth;
mod bearer;
mod block_on;
pub mod blocking;
mod cache;
mod call;
mod chain;
mod checksums;
mod clock;
mod config;
#[cfg(feature = "client")]
mod connector;
mod credentials;
mod deadline;
pub(crate) mod discovery;
mod endpoint;
mod environment;
mod fake;
mod from_env;
mod hooks;
#[cfg(feature = "client")]
mod hyper;
mod known_settings;
mod negotiation;
mod off_thread;
mod pages;
mod presign;
#[cfg(any(feature = "client", feature = "blocking"))]
mod proxy;
mod recording;
mod refresh;
mod retry;
mod service_endpoints;
pub(crate) mod sessions;
mod setting_values;
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
pub use checksums::ChecksumPolicy;
pub use config::{Config, ConfigError};
pub use credentials::{Credentials, ProvideCredentials};
pub use discovery::EndpointDiscovery;
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

use crate::{
    Error, Operation, OperationSchema, Service, Structure,
    error::ConstructionError,
    operation::{read_response, request},
    protocol::content::{self, BodySettings},
    sign::Presigned,
};
use call::{Call, Failure, Shared};
use deadline::Timer;
use discovery::Context;
use negotiation::{Answer, Negotiation};
use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

/// Sends the operations of a service. It is cheap to clone; clones share connections, credentials and the retry quota.
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
    /// Creates a client that sends requests with hyper. It needs a tokio runtime.
    #[cfg(feature = "client")]
    pub fn new(config: Config) -> Self {
        let transport = Hyper::new(&config);
        Self::with_transport(config, transport)
    }

    /// Creates a client with a custom transport.
    pub fn with_transport(config: Config, transport: impl Transport) -> Self {
        let transport: Arc<dyn Transport> = Arc::new(transport);
        let timer = Timer::Transport(Arc::clone(&transport));
        Self::over(config, transport, timer)
    }

    fn over(config: Config, transport: Arc<dyn Transport>, timer: Timer) -> Self {
        let settings = config.settings.clone();
        let shared = Shared::new(S::SCHEMA, config, transport, timer, None).with_sessions(S::SESSIONS);
        Self { shared: Arc::new(shared), settings, service: PhantomData }
    }

    /// Returns the timeouts and retry settings of its calls.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns a client with other timeouts and retry settings, for one or more calls. To change Region, endpoint or
    /// credentials, use [`config_override`](Self::config_override).
    #[must_use]
    pub fn with(&self, settings: Settings) -> Self {
        Self { settings, ..self.clone() }
    }

    /// Returns a client with a changed configuration for one or more calls, for example another Region, endpoint or
    /// role.
    ///
    /// It shares connections and the retry quota with this client, and also the credentials unless `change` replaces
    /// them. Replaced credentials are resolved at its first call, so keep the new client for further calls. The
    /// settings of connections (proxies, certificates, [`connect_timeout`](Config::connect_timeout)) cannot be changed.
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
        let shared = Shared::new(S::SCHEMA, config, transport, timer, Some(origin)).with_sessions(S::SESSIONS);
        Self { shared: Arc::new(shared), settings, service: PhantomData }
    }

    /// Sends an operation and returns its output. A missing idempotency token is generated; all attempts use the same
    /// one.
    ///
    /// # Errors
    /// See [`Error`]. Retryable failures were retried as the [`Settings`] allow.
    pub async fn send<O: Operation<Service = S>>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        self.call(&operation).await
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
    pub async fn presign<O: Operation<Service = S>>(
        &self,
        operation: O,
        expires_in: Duration,
    ) -> Result<Presigned, Error<O::Error>> {
        // Whoever sends the request may have another body in mind, which a checksum that nobody asked for would refuse.
        let body = BodySettings::new(self.shared.config.compress_from);
        let mut negotiation = self.shared.negotiate();
        let mut call = self.shared.prepare(&operation, &negotiation, &body);
        if let (Some(discovery), Ok(regular)) = (O::SCHEMA.discovery, &call) {
            let context =
                Context::new(&self.shared, discovery, (O::SCHEMA, &operation), &self.settings, &mut negotiation);
            call = match (discovery.functions.locate)(context, regular).await {
                Ok(()) => self.shared.prepare(&operation, &negotiation, &body),
                Err(failure) => return Err(failure.into_error::<O>(None).with_attempts(0)),
            };
        }
        let presigned = match call {
            Ok(call) => Box::pin(self.shared.presign(&call, &self.settings, expires_in)).await,
            Err(error) => Err(Failure::Construction(error)),
        };
        presigned.map_err(|failure| failure.into_error::<O>(None).with_attempts(0))
    }

    /// Sends an operation, in another protocol if the service refuses the first.
    pub(crate) async fn call<O: Operation<Service = S>>(&self, operation: &O) -> Result<O::Output, Error<O::Error>> {
        let mut negotiation = self.shared.negotiate();
        let body = self.shared.config.body_settings();
        loop {
            let call = self.shared.prepare(operation, &negotiation, &body);
            let Some(answer) = self.run(O::SCHEMA, operation, call, &mut negotiation).await else { continue };
            let Answer { result, protocol, attempts, host } = answer;
            let validate = |response: &_| content::validate(O::SCHEMA, operation, response, &body);
            let result = match result {
                Ok(response) => match read_response::<O>(protocol, &response, &validate) {
                    Err(error) if self.settings.already_so && error.is_already_so() => Ok(O::Output::default()),
                    result => result,
                },
                Err(failure) => Err(failure.into_error::<O>(host.as_deref())),
            };
            return result.map_err(|error| error.with_attempts(attempts));
        }
    }

    pub(super) async fn sleep(&self, duration: Duration) {
        self.shared.transport.sleep(duration).await;
    }

    /// Not generic over the operation, so that it is compiled once. Boxed, so that the futures of calls are small.
    fn run<'a>(
        &'a self,
        operation: &'static OperationSchema,
        input: &dyn Structure,
        call: Result<Call, ConstructionError>,
        negotiation: &'a mut Negotiation,
    ) -> BoxFuture<'a, Option<Answer>> {
        let Some(discovery) = operation.discovery else {
            return Box::pin(self.shared.answer(operation, call, &self.settings, negotiation));
        };
        let context = Context::new(&self.shared, discovery, (operation, input), &self.settings, negotiation);
        (discovery.functions.run)(context, call)
    }
}

impl Shared {
    fn prepare<O: Operation>(
        &self,
        operation: &O,
        negotiation: &Negotiation,
        body: &BodySettings,
    ) -> Result<Call, ConstructionError> {
        let protocol = negotiation.protocol(self.service)?;
        let target = self.target(O::SCHEMA, operation, negotiation)?;
        let endpoint = &target.resolved.endpoint;
        let request = request(operation, protocol, endpoint, &|| negotiation.token(), body)?;
        self.call(O::SCHEMA, request, &target, protocol, call::classify::<O>)
    }
}
