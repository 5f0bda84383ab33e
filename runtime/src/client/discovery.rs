//! Endpoints that clients discover. Smithy: "Client endpoint discovery"; AWS SDK reference guide, ["Endpoint
//! discovery"](https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoint-discovery.html).
//!
//! Only the data of operations refers to this code, so that programs without such operations do not contain it.
mod cache;

pub(super) use cache::Cache;

use super::{
    BoxFuture, Settings, TransportError, TransportErrorKind,
    call::{Call, Classify, Failure, Shared},
    deadline::Timer,
    endpoint::Target,
    negotiation::{Answer, Negotiation},
    refresh::{Outcome, Refresh},
    trace,
};
use crate::{
    Endpoint, Operation, OperationSchema, Ref, Slot, Structure,
    discovery::Discovery,
    endpoint::ResolvedEndpoint,
    error::{BoxError, ConstructionError, SharedError},
    operation::read_response,
    protocol::content::BodySettings,
};
use bytes::Bytes;
use cache::{Discovered, Found, Key, Lookup};
use http::{Response, StatusCode};
use std::{fmt, sync::Arc, time::Duration};

/// Whether clients discover the endpoints of operations that offer it:
/// [`Config::endpoint_discovery`](super::Config::endpoint_discovery).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum EndpointDiscovery {
    /// Only for operations that require it.
    #[default]
    Auto,
    /// For all operations that offer it. If it fails where it is not required, the regional endpoint is used.
    Enabled,
    /// Never. Operations that require it fail.
    Disabled,
}

impl super::Config {
    /// Sets whether clients discover the endpoints of operations that offer it (`aws.api#clientDiscoveredEndpoint`). The
    /// default is [`EndpointDiscovery::Auto`]. A client with an [endpoint](Self::endpoint) of its own never does.
    #[must_use]
    pub fn endpoint_discovery(mut self, discovery: EndpointDiscovery) -> Self {
        self.endpoint_discovery = discovery;
        self
    }
}

/// The code of the error of an invalid endpoint, where the model names none.
const INVALID_ENDPOINT: &str = "InvalidEndpointException";
/// How long a call waits for a discovery if it has an endpoint that has expired.
const MAX_REFRESH_WAIT: Duration = Duration::from_secs(5);
/// The longest validity of an endpoint: a year. What is not positive, or missing, counts as one minute.
const MAX_MINUTES: u64 = 365 * 24 * 60;

/// The code of an operation that discovers endpoints, and of calls whose endpoint is discovered.
pub(crate) struct Functions {
    schema: &'static OperationSchema,
    /// Prepares a call of the operation that discovers endpoints.
    prepare: fn(&Shared, &Key, &Negotiation, &BodySettings) -> Result<Call, ConstructionError>,
    /// Reads the endpoints of its response.
    read: fn(Answer) -> Result<Vec<Found>, SharedError>,
    /// Discovers the endpoint of a call.
    pub(super) locate: for<'a> fn(Context<'a>, &'a Call) -> BoxFuture<'a, Result<(), Failure>>,
    /// Runs a call as [`Shared::answer`] does, and discovers its endpoint first.
    pub(super) run: for<'a> fn(Context<'a>, Result<Call, ConstructionError>) -> BoxFuture<'a, Option<Answer>>,
}

impl Functions {
    pub(crate) const fn of<O: Operation + Default>() -> Self {
        Self { schema: O::SCHEMA, prepare: prepare::<O>, read: read::<O>, locate, run }
    }
}

/// A call whose endpoint may be discovered.
pub(super) struct Context<'a> {
    shared: &'a Arc<Shared>,
    discovery: &'static Discovery,
    operation: &'static OperationSchema,
    identifiers: Vec<(&'static str, String)>,
    /// The endpoint without discovery; `None` if there is none.
    regular: Option<Arc<Target>>,
    settings: &'a Settings,
    negotiation: &'a mut Negotiation,
}

/// What a call knows of its endpoint.
#[derive(Default)]
pub(super) struct Progress {
    /// The discovered endpoint, and what it was discovered for.
    target: Option<(Arc<Target>, Key)>,
    is_located: bool,
    /// Whether the service has refused a discovered endpoint of this call.
    is_repeated: bool,
}

impl Shared {
    /// Returns the endpoint of a call: the one that was discovered for it, or that of the rules.
    pub(super) fn target(
        &self,
        operation: &'static OperationSchema,
        input: &dyn Structure,
        negotiation: &Negotiation,
    ) -> Result<Arc<Target>, ConstructionError> {
        match &negotiation.discovered.target {
            Some((target, _)) => Ok(Arc::clone(target)),
            None => self.resolve_endpoint(operation, input),
        }
    }
}

fn locate<'a>(mut context: Context<'a>, call: &'a Call) -> BoxFuture<'a, Result<(), Failure>> {
    Box::pin(async move { context.locate(call).await })
}

fn run(mut context: Context<'_>, call: Result<Call, ConstructionError>) -> BoxFuture<'_, Option<Answer>> {
    Box::pin(async move { context.answer(call).await })
}

impl<'a> Context<'a> {
    pub(super) fn new(
        shared: &'a Arc<Shared>,
        discovery: &'static Discovery,
        (operation, input): (&'static OperationSchema, &dyn Structure),
        settings: &'a Settings,
        negotiation: &'a mut Negotiation,
    ) -> Self {
        let identifier = |name: &&'static str| match input.member(name) {
            Ref::String(text) => Some((*name, text.to_owned())),
            _ => None,
        };
        let identifiers = discovery.identifiers.iter().filter_map(identifier).collect();
        let regular = shared.resolve_endpoint(operation, input).ok();
        Self { shared, discovery, operation, identifiers, regular, settings, negotiation }
    }

    /// Runs the call. Returns `None` if its request has to be made anew: for an endpoint that was discovered, or in another
    /// protocol.
    async fn answer(&mut self, call: Result<Call, ConstructionError>) -> Option<Answer> {
        let (shared, operation, settings) = (self.shared, self.operation, self.settings);
        let call = match call {
            Ok(call) => call,
            error => return shared.answer(operation, error, settings, self.negotiation).await,
        };
        if !self.negotiation.discovered.is_located {
            if let Err(failure) = self.locate(&call).await {
                return Some(Answer { result: Err(failure), protocol: call.protocol, attempts: 0, host: None });
            }
            if self.negotiation.discovered.target.is_some() {
                return None;
            }
        }
        let classify = call.classify;
        let answer = shared.answer(operation, Ok(call), settings, self.negotiation).await?;
        let is_refused = |response| self.is_refused(&answer, classify, response);
        if self.negotiation.discovered.is_repeated || !answer.result.as_ref().is_ok_and(is_refused) {
            return Some(answer);
        }
        // The service has not processed the request, so it is safe to repeat it elsewhere.
        let Some((target, key)) = self.negotiation.discovered.target.take() else { return Some(answer) };
        shared.discovered.forget(&key, &target.resolved.endpoint);
        self.negotiation.discovered.is_repeated = true;
        self.discover(key).await.map_or(Some(answer), |()| None)
    }

    /// Whether the service says that the endpoint does not serve the call, or no longer.
    fn is_refused(&self, answer: &Answer, classify: Classify, response: &Response<Bytes>) -> bool {
        let classified = classify(answer.protocol, response);
        response.status() == StatusCode::MISDIRECTED_REQUEST
            || classified
                .code()
                .is_some_and(|code| [INVALID_ENDPOINT, self.discovery.error.unwrap_or_default()].contains(&code))
    }

    /// Discovers the endpoint of a call, unless the configuration has an endpoint or turns discovery off.
    async fn locate(&mut self, call: &Call) -> Result<(), Failure> {
        self.negotiation.discovered.is_located = true;
        let Shared { service, config, clock, .. } = &**self.shared;
        let Discovery { is_required, is_by_operation, .. } = *self.discovery;
        if config.endpoint_of(service).is_some() {
            return Ok(());
        }
        match config.endpoint_discovery {
            EndpointDiscovery::Disabled if is_required => {
                return Err(no_endpoint(
                    "it has to be discovered, which `Config::endpoint_discovery` or AWS_ENABLE_ENDPOINT_DISCOVERY turns off",
                ));
            }
            EndpointDiscovery::Auto | EndpointDiscovery::Enabled if is_required => {}
            EndpointDiscovery::Enabled => {}
            EndpointDiscovery::Auto | EndpointDiscovery::Disabled => return Ok(()),
        }
        let credentials = self.shared.credentials(call, clock.now(), self.remaining()).await?;
        let access_key_id = credentials.map(|credentials| credentials.access_key_id.clone());
        let operation = is_by_operation.then_some(self.operation.name);
        let identifiers = std::mem::take(&mut self.identifiers);
        self.discover(Key { access_key_id, operation, identifiers }).await
    }

    /// Sets the endpoint of the call. It stays that of the rules if discovery fails where it is not required.
    async fn discover(&mut self, key: Key) -> Result<(), Failure> {
        let Some(regular) = &self.regular else { return Ok(()) };
        let endpoint = match self.lookup(&key).await {
            Ok(endpoint) => endpoint,
            Err(error) if self.discovery.is_required => {
                if self.remaining().is_zero() {
                    let kind = TransportErrorKind::Timeout;
                    return Err(Failure::Transport(TransportError { kind, source: self.failed(error).into() }));
                }
                return Err(no_endpoint(self.failed(error)));
            }
            Err(error) => {
                trace::discovery_failed(&error);
                return Ok(());
            }
        };
        // What the request is signed for stays the same.
        let target = Target::new(ResolvedEndpoint { endpoint, ..regular.resolved.clone() }, regular.session.clone());
        self.negotiation.discovered.target = Some((target, key));
        Ok(())
    }

    /// Returns the endpoint from the cache, or discovers it. Calls that need the same one wait for one discovery.
    async fn lookup(&self, key: &Key) -> Result<Endpoint, SharedError> {
        let (shared, discovery) = (self.shared, self.discovery);
        let start = || {
            let future = Box::pin(discover(Arc::clone(shared), discovery, key.clone()));
            Refresh::new(future, matches!(shared.timer, Timer::Thread))
        };
        loop {
            let lookup = shared.discovered.lookup(key, shared.clock.now(), discovery.is_required, start);
            let (waiter, has_expired) = match lookup {
                Lookup::Known(endpoint) => return endpoint,
                Lookup::Running(waiter, has_expired) => (waiter, has_expired),
            };
            let remaining = self.remaining();
            // The call itself needs time too if it goes elsewhere.
            let half = remaining.checked_div(2).unwrap_or_default();
            let max_wait = match discovery.is_required {
                _ if has_expired => MAX_REFRESH_WAIT.min(half),
                true => remaining,
                false => half,
            };
            let reason = match shared.timer.timeout(max_wait, waiter.outcome()).await {
                Some(Outcome::Done(endpoint)) => return endpoint,
                // The last waiter cancelled this discovery just before we joined it: start another.
                Some(Outcome::Cancelled) => continue,
                Some(Outcome::Panicked) => "it panicked",
                None => "it took too long",
            };
            return shared.discovered.failed(key, error(reason), shared.clock.now());
        }
    }

    fn remaining(&self) -> Duration {
        self.settings.timeout.saturating_sub(self.negotiation.elapsed())
    }

    fn failed(&self, source: SharedError) -> DiscoveryFailed {
        DiscoveryFailed { operation: self.discovery.operation, source }
    }
}

/// Calls the operation that discovers endpoints, and stores the result.
async fn discover(shared: Arc<Shared>, discovery: &'static Discovery, key: Key) -> Discovered {
    let Functions { schema, prepare, read, .. } = discovery.functions;
    let body = shared.config.body_settings();
    let mut negotiation = shared.negotiate();
    let found = loop {
        let call = prepare(&shared, &key, &negotiation, &body);
        if let Some(answer) = shared.answer(schema, call, &shared.config.settings, &mut negotiation).await {
            break read(answer);
        }
    };
    shared.discovered.store(&key, found, shared.clock.now())
}

fn prepare<O: Operation + Default>(
    shared: &Shared,
    key: &Key,
    negotiation: &Negotiation,
    body: &BodySettings,
) -> Result<Call, ConstructionError> {
    let mut input = O::default();
    fill(&mut input, key);
    shared.prepare(&input, negotiation, body)
}

/// Sets the members that Smithy defines for the input of a discovery.
fn fill(input: &mut dyn Structure, Key { operation, identifiers, .. }: &Key) {
    // A slot sets its member, so it is only taken if there is a value.
    if let Some(operation) = operation
        && let Some(Slot::String(text)) = input.member_slot("Operation")
    {
        *text = (*operation).to_owned();
    }
    if identifiers.is_empty() {
        return;
    }
    let Some(Slot::Map(map)) = input.member_slot("Identifiers") else { return };
    for (name, value) in identifiers {
        if let Slot::String(text) = map.insert((*name).to_owned()) {
            value.clone_into(text);
        }
    }
}

fn read<O: Operation>(answer: Answer) -> Result<Vec<Found>, SharedError> {
    let Answer { result, protocol, attempts, host } = answer;
    let output = match result {
        Ok(response) => read_response::<O>(protocol, &response, &|_| Ok(())),
        Err(failure) => Err(failure.into_error::<O>(host.as_deref())),
    };
    match output {
        Ok(output) => endpoints(&output),
        Err(error) => Err(Arc::new(error.with_attempts(attempts))),
    }
}

/// Reads the members that Smithy defines for the output of a discovery. Unusable endpoints are left out if there are others.
fn endpoints(output: &dyn Structure) -> Result<Vec<Found>, SharedError> {
    let Ref::List(list) = output.member("Endpoints") else { return Err(error("the response has no endpoints")) };
    let found = (0..list.len()).filter_map(|index| match list.get(index) {
        Ref::Structure(endpoint) => Some(found(endpoint)),
        _ => None,
    });
    let (mut usable, mut first_error) = (Vec::new(), error("the response has no endpoint"));
    for found in found {
        match found {
            Ok(found) => usable.push(found),
            Err(error) => first_error = error.into(),
        }
    }
    if usable.is_empty() { Err(first_error) } else { Ok(usable) }
}

fn found(endpoint: &dyn Structure) -> Result<Found, BoxError> {
    let Ref::String(address) = endpoint.member("Address") else { return Err("an endpoint has no address".into()) };
    let address = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let minutes = match endpoint.member("CachePeriodInMinutes") {
        Ref::Integer(minutes) => u64::try_from(minutes).unwrap_or_default().clamp(1, MAX_MINUTES),
        _ => 1,
    };
    Ok(Found { endpoint: address.parse()?, validity: Duration::from_secs(minutes.saturating_mul(60)) })
}

/// Why an endpoint was not discovered.
#[derive(Debug)]
struct DiscoveryFailed {
    operation: &'static str,
    source: SharedError,
}

impl fmt::Display for DiscoveryFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} did not discover it", self.operation)
    }
}

impl std::error::Error for DiscoveryFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

fn no_endpoint(reason: impl Into<BoxError>) -> Failure {
    Failure::Construction(ConstructionError::Endpoint(reason.into()))
}

fn error(text: &str) -> SharedError {
    Arc::from(BoxError::from(text))
}
