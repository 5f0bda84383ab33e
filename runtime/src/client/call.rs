//! A call and its attempts.
use super::{
    Config, Settings, Transport, TransportError, TransportErrorKind,
    auth::Preference,
    bearer::{self, BearerToken, InvalidToken},
    cache::{CacheError, CredentialsCache},
    chain::is_absent,
    clock::Clock,
    credentials::{Credentials, Provider},
    deadline::Timer,
    discovery,
    endpoint::Target,
    hooks,
    negotiation::CurrentProtocol,
    retry::{self, Reason},
    sessions::{self, Sessions},
    trace,
};
use crate::{
    AuthScheme, Error, Operation, OperationSchema, ServiceSchema, SessionOperation,
    error::{BoxError, ConstructionError, ErrorKind, ResponseError, ServiceError, SharedError},
    operation::read_error,
    protocol::Protocol,
    sign::{self, SignError, SigningKeys},
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::{Duration, Instant, SystemTime},
};

/// The state that all clones of a client share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(super) service: &'static ServiceSchema,
    pub(super) user_agent: Option<HeaderValue>,
    pub(super) config: Config,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timer: Timer,
    /// `None` if requests are not signed.
    pub(super) credentials: Option<CredentialsCache>,
    /// When to look for credentials again, after there were none and a token authenticated the call.
    pub(super) credentials_absent_until: Mutex<Option<Instant>>,
    /// The token of requests that bear one, if the client has one; an error if that is not a token.
    pub(super) bearer: Option<Result<BearerToken, InvalidToken>>,
    pub(super) preference: Preference,
    /// The sessions of its calls, if the service has some.
    pub(super) sessions: Option<Sessions>,
    pub(super) keys: SigningKeys,
    /// The endpoint of calls whose input does not affect it.
    pub(super) target: OnceLock<Arc<Target>>,
    pub(super) discovered: discovery::Cache,
    pub(super) quota: Arc<retry::Quota>,
    pub(super) clock: Arc<Clock>,
    pub(super) protocol: CurrentProtocol,
}

/// A call that is ready to be sent. Every attempt sends the same request with a new signature.
pub(super) struct Call {
    pub(super) operation: &'static OperationSchema,
    pub(super) request: Request<Bytes>,
    /// The signing scope and the payload hash; `None` if the request is not signed.
    pub(super) signing: Option<(Arc<sign::Scope>, HeaderValue)>,
    /// The protocol of the request, in which the response is read.
    pub(super) protocol: &'static dyn Protocol,
    /// The token of a request that is not signed, or whose client turns out to have no credentials.
    pub(super) token: Option<BearerToken>,
    pub(super) classify: Classify,
}

impl Call {
    /// Returns the resource whose session signs the request; `None` if the credentials of the client do.
    fn session(&self) -> Option<&str> {
        self.signing.as_ref()?.0.session.as_deref()
    }
}

/// Classifies a response in this protocol.
pub(super) type Classify = fn(&dyn Protocol, &Response<Bytes>) -> Classified;

/// A classified response: whether it is an error, and whether to retry.
pub(super) struct Classified {
    code: Option<String>,
    request_id: Option<String>,
    decision: RetryDecision,
}

impl Classified {
    /// Returns the code of the error.
    pub(super) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

/// Whether another attempt may succeed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RetryDecision {
    /// Another attempt would have the same result.
    DoNotRetry,
    Retry(Reason),
    /// Another attempt may succeed if it is signed with the service's time.
    CorrectClock,
}

/// How long a client that has a token does not look for credentials again after there were none: the search may ask a server
/// that does not answer.
const ABSENCE: Duration = Duration::from_secs(60);

/// The error codes of rejected signatures. Some have other causes too; they are retried only if the clocks differ.
const CLOCK_SKEW_CODES: &[&str] = &[
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];

/// Classifies a response to this operation.
pub(super) fn classify<O: Operation>(protocol: &dyn Protocol, response: &Response<Bytes>) -> Classified {
    if !protocol.is_error(response, O::SCHEMA) {
        return Classified {
            code: None,
            request_id: crate::error::request_id(response),
            decision: RetryDecision::DoNotRetry,
        };
    }
    let error: ServiceError<O::Error> = read_error(protocol, response);
    let metadata = &error.metadata;
    let decision = match metadata.code.as_deref() {
        Some(code) if CLOCK_SKEW_CODES.contains(&code) => RetryDecision::CorrectClock,
        _ if error.is_throttle() => RetryDecision::Retry(Reason::Throttling),
        _ if error.is_retryable() => RetryDecision::Retry(Reason::Transient),
        _ => RetryDecision::DoNotRetry,
    };
    // A failure without a code must still be recognizable as a failure.
    let code = metadata.code.as_deref().unwrap_or("unknown").to_owned();
    Classified { code: Some(code), request_id: metadata.request_id.clone(), decision }
}

/// The result of the last attempt (a response of any status, or a failure), and the number of attempts.
pub(super) struct Outcome {
    pub(super) result: Result<Response<Bytes>, Failure>,
    pub(super) attempts: u32,
}

/// The reason why a call has no response.
#[derive(Debug)]
pub(super) enum Failure {
    Construction(ConstructionError),
    Credentials(SharedError),
    Transport(TransportError),
    Hook(BoxError),
}

/// Converts the error of a request that cannot be signed.
pub(super) fn sign_failure(error: SignError) -> Failure {
    match error {
        SignError::Credentials(_) | SignError::Expired | SignError::Key => Failure::Credentials(Arc::new(error)),
        SignError::Clock(_) => Failure::Construction(ConstructionError::Clock(Box::new(error))),
        SignError::Unsigned(_) | SignError::Expiry(_) | SignError::Uri => {
            Failure::Construction(ConstructionError::Signature(Box::new(error)))
        }
    }
}

impl Failure {
    /// Converts the failure to the error of the operation.
    pub(super) fn into_error<O: Operation>(self, host: Option<&str>) -> Error<O::Error> {
        let kind = match self {
            Self::Construction(error) => ErrorKind::Construction(error),
            Self::Credentials(error) => ErrorKind::Credentials(error),
            Self::Hook(error) => ErrorKind::Hook(error),
            Self::Transport(TransportError { kind, source }) => match kind {
                TransportErrorKind::Timeout => ErrorKind::Timeout(source),
                TransportErrorKind::Connection => ErrorKind::Transport(source),
                TransportErrorKind::Request => ErrorKind::Construction(ConstructionError::Refused(source)),
                TransportErrorKind::TooLarge { status } => {
                    ErrorKind::Response(ResponseError { status, request_id: None, source })
                }
            },
        };
        Error::for_operation::<O>(kind).with_host(host)
    }

    /// Returns whether to retry.
    fn decision(&self) -> RetryDecision {
        match self {
            Self::Transport(TransportError {
                kind: TransportErrorKind::Timeout | TransportErrorKind::Connection,
                ..
            }) => RetryDecision::Retry(Reason::Timeout),
            _ => RetryDecision::DoNotRetry,
        }
    }

    /// Returns a short name for logs, without confidential details.
    fn name(&self) -> &'static str {
        match self {
            Self::Construction(_) => "request",
            Self::Credentials(_) => "credentials",
            Self::Hook(_) => "hook",
            Self::Transport(error) => match error.kind {
                TransportErrorKind::Timeout => "timeout",
                TransportErrorKind::Connection => "connection",
                TransportErrorKind::TooLarge { .. } => "response too large",
                TransportErrorKind::Request => "request",
            },
        }
    }

    /// Returns the error that hooks receive.
    pub(super) fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        match self {
            Self::Construction(error) => error,
            Self::Credentials(error) => &**error,
            Self::Transport(error) => error,
            Self::Hook(error) => &**error,
        }
    }
}

impl Shared {
    /// Creates the state of a client. It shares with `origin` everything that their configurations have in common.
    pub(super) fn new(
        service: &'static ServiceSchema,
        config: Config,
        transport: Arc<dyn Transport>,
        timer: Timer,
        origin: Option<&Self>,
    ) -> Self {
        let credentials = match origin.filter(|origin| origin.config.has_credentials_of(&config)) {
            Some(origin) => origin.credentials.clone(),
            None => Provider::new(&config.credentials, &config, &transport)
                .map(|provider| CredentialsCache::new(provider, timer.clone())),
        };
        let clock = origin.filter(|origin| Arc::ptr_eq(&origin.config.clock, &config.clock));
        Self {
            service,
            user_agent: user_agent(service, &config),
            transport,
            timer,
            bearer: bearer::of_service(service, &config),
            preference: Preference::new(&config, bearer::is_in_environment(service, &config)),
            credentials,
            sessions: None,
            credentials_absent_until: Mutex::default(),
            keys: SigningKeys::default(),
            target: OnceLock::new(),
            discovered: discovery::Cache::default(),
            quota: origin.map_or_else(Arc::default, |origin| Arc::clone(&origin.quota)),
            protocol: CurrentProtocol::new(service, config.protocol.as_deref()),
            clock: clock.map_or_else(|| Arc::new(Clock::new(&config)), |origin| Arc::clone(&origin.clock)),
            config,
        }
    }

    /// Adds the sessions of a service. Every client has its own: one that differs in its configuration may send requests
    /// elsewhere.
    pub(super) fn with_sessions(mut self, operation: Option<SessionOperation>) -> Self {
        self.sessions = operation.map(Sessions::new);
        self
    }

    /// Sends the call, and retries it until it succeeds, it is not retryable, or no attempts, quota or time remain. The
    /// call started at `start` and had `previous` attempts in other protocols.
    pub(super) async fn run(&self, call: &Call, settings: &Settings, start: Instant, previous: u32) -> Outcome {
        let mut tokens = None;
        let mut correction = None;
        let mut attempt = 1;
        loop {
            let remaining = settings.timeout.saturating_sub(start.elapsed());
            let signed_at = self.clock.now();
            let span = trace::Attempt::new(previous.saturating_add(attempt));
            let number = previous.saturating_add(attempt);
            let info = hooks::Attempt { service: self.service.sdk_id, operation: call.operation.name, number };
            let result = span.run(self.attempt(call, settings, &info, signed_at, remaining)).await;
            let decision = report(&span, call, &result);
            let is_hook = matches!(result, Err(Failure::Hook(_)));
            if !is_hook && let Err(error) = self.after_attempt(&result, &info) {
                return Outcome { result: Err(Failure::Hook(error)), attempts: attempt };
            }
            // A response that reports an error with a status of success may be worth another attempt.
            let is_success = result.as_ref().is_ok_and(|response| response.status().is_success());
            if is_success && decision == RetryDecision::DoNotRetry {
                self.quota.release(tokens);
                return Outcome { result, attempts: attempt };
            }
            let headers = result.as_ref().ok().map(Response::headers);
            if decision == RetryDecision::CorrectClock {
                // Discard a correction that did not help. Correct even after the last attempt, for the next call.
                self.clock.undo(correction.take());
                correction = headers.and_then(|headers| self.clock.correct(headers, signed_at));
            }
            let delay = match decision {
                _ if attempt >= settings.attempts => return Outcome { result, attempts: attempt },
                RetryDecision::CorrectClock if correction.is_some() => Duration::ZERO,
                RetryDecision::CorrectClock | RetryDecision::DoNotRetry => {
                    return Outcome { result, attempts: attempt };
                }
                RetryDecision::Retry(reason) => settings.retry_mode.backoff(reason, attempt, random()),
            };
            let requested =
                headers.and_then(|headers| settings.retry_mode.retry_after(headers, self.clock.now(), delay));
            let delay = requested.unwrap_or(delay);
            let remaining = settings.timeout.saturating_sub(start.elapsed());
            if delay >= remaining {
                return Outcome { result, attempts: attempt };
            }
            let reason = if let RetryDecision::Retry(reason) = decision { reason } else { Reason::Transient };
            tokens = self.quota.acquire(settings.retry_mode, reason);
            if tokens.is_none() {
                return Outcome { result, attempts: attempt };
            }
            if !delay.is_zero() {
                self.transport.sleep(delay).await;
            }
            attempt = attempt.saturating_add(1);
        }
    }

    async fn attempt(
        &self,
        call: &Call,
        settings: &Settings,
        attempt: &hooks::Attempt,
        time: SystemTime,
        remaining: Duration,
    ) -> Result<Response<Bytes>, Failure> {
        let start = Instant::now();
        let mut request = call.request.clone();
        self.config.hooks.modify_before_signing(&mut request, attempt).map_err(Failure::Hook)?;
        let request = self.signed(call, request, time, remaining).await?;
        let limits = settings.limits(remaining.saturating_sub(start.elapsed()), call.operation.long_poll);
        if limits.read.is_zero() {
            let text = "there was no time left to send the request";
            return Err(Failure::Transport(TransportError::new(TransportErrorKind::Timeout, text)));
        }
        self.transport.send(request, &limits).await.map_err(Failure::Transport)
    }

    fn after_attempt(
        &self,
        result: &Result<Response<Bytes>, Failure>,
        attempt: &hooks::Attempt,
    ) -> Result<(), BoxError> {
        self.config.hooks.read_after_attempt(result.as_ref().map_err(Failure::as_error), attempt)
    }

    /// Authenticates a request.
    pub(super) async fn signed(
        &self,
        call: &Call,
        request: Request<Bytes>,
        time: SystemTime,
        remaining: Duration,
    ) -> Result<Request<Bytes>, Failure> {
        let credentials = match &call.signing {
            Some(signing) => self.credentials(call, time, remaining).await?.map(|credentials| (signing, credentials)),
            None => None,
        };
        let Some(((scope, payload_hash), credentials)) = credentials else {
            let mut request = request;
            if let Some(token) = &call.token {
                token.insert_into(&mut request).map_err(Failure::Construction)?;
            }
            return Ok(request);
        };
        let (mut parts, body) = request.into_parts();
        let mut payload_hash = payload_hash.clone();
        // A hook may have changed the body.
        if body != *call.request.body() && !call.operation.has_unsigned_payload {
            payload_hash = sign::payload_hash(Some(&body));
            parts.headers.insert(sign::CONTENT_SHA_256, payload_hash.clone());
        }
        self.keys.sign(&mut parts, &payload_hash, &credentials, scope, time).map_err(sign_failure)?;
        Ok(Request::from_parts(parts, body))
    }

    /// Returns the credentials of the call; `None` if the request is sent unsigned.
    pub(super) async fn credentials(
        &self,
        call: &Call,
        time: SystemTime,
        remaining: Duration,
    ) -> Result<Option<Arc<Credentials>>, Failure> {
        let Some(cache) = &self.credentials else { return Ok(None) };
        let absent_until = || self.credentials_absent_until.lock().unwrap_or_else(PoisonError::into_inner);
        if call.token.is_some() && absent_until().is_some_and(|end| Instant::now() < end) {
            return Ok(None);
        }
        let session = self.sessions.as_ref().zip(call.session()).map(|session| (session, Instant::now()));
        let found = cache.get(time, remaining).await;
        if let (Ok(owner), Some(((sessions, resource), start))) = (&found, session) {
            let remaining = remaining.saturating_sub(start.elapsed());
            let request = sessions::Request { resource, owner, now: time, remaining };
            return match (sessions.operation.get)(sessions, self, request).await {
                Ok(credentials) => Ok(Some(credentials)),
                Err(CacheError::Timeout) => Err(no_credentials(remaining)),
                Err(CacheError::Failed(error)) => Err(Failure::Credentials(error)),
            };
        }
        match found {
            Ok(credentials) => Ok(Some(credentials)),
            Err(CacheError::Timeout) => Err(no_credentials(remaining)),
            // Without credentials the token authenticates the request. Credentials that fail are an error nevertheless.
            Err(CacheError::Failed(error)) if call.token.is_some() && is_absent(&error) => {
                *absent_until() = Instant::now().checked_add(ABSENCE);
                Ok(None)
            }
            // The model allows anonymous callers.
            Err(CacheError::Failed(_)) if call.operation.auth.contains(&AuthScheme::NoAuth) => Ok(None),
            Err(CacheError::Failed(error)) => Err(Failure::Credentials(error)),
        }
    }
}

/// Returns the failure of a call that got no credentials in time.
fn no_credentials(remaining: Duration) -> Failure {
    let text = format!("no credentials for {} ms", remaining.as_millis());
    Failure::Transport(TransportError::new(TransportErrorKind::Timeout, text))
}

/// `ferrosmith/0.1.0 api/fsx#2018-03-01 os/linux lang/rust app/name`
fn user_agent(service: &ServiceSchema, config: &Config) -> Option<HeaderValue> {
    let mut text = format!(
        "ferrosmith/{} api/{}#{} os/{} lang/rust",
        env!("CARGO_PKG_VERSION"),
        service.endpoint_prefix,
        service.version,
        std::env::consts::OS
    );
    if let Some(application) = &config.application {
        text.push_str(" app/");
        text.extend(application.chars().map(|c| if c.is_ascii_graphic() { c } else { '-' }));
    }
    text.try_into().ok()
}

/// Returns a random number in the range `0.0..1.0`. Without a source of randomness it is constant: delays without
/// jitter are better than no delays.
pub(super) fn random() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / (f64::from(u32::MAX) + 1.0))
}

/// Records the end of an attempt in its span, and returns whether to retry.
fn report(span: &trace::Attempt, call: &Call, outcome: &Result<Response<Bytes>, Failure>) -> RetryDecision {
    match outcome {
        Ok(response) => {
            let classified = (call.classify)(call.protocol, response);
            let status = Some(response.status().as_u16());
            let (code, request_id) = (classified.code.as_deref(), classified.request_id.as_deref());
            span.end(&trace::AttemptEnd { status, request_id, code, failure: None });
            classified.decision
        }
        Err(failure) => {
            span.end(&trace::AttemptEnd { failure: Some(failure.name()), ..trace::AttemptEnd::default() });
            failure.decision()
        }
    }
}
