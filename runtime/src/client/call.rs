//! A call: its attempts, until one of them is worth telling.
use super::{
    Config, Settings, Transport, TransportError, TransportErrorKind,
    cache::{CacheError, CredentialsCache},
    clock::Clock,
    retry::{self, Reason},
    sign::{self, SignError, Signer},
    trace,
};
use crate::{
    Auth, Error, Operation, OperationSchema, Service, ServiceSchema,
    endpoint::ResolvedEndpoint,
    error::{ConstructionError, ErrorKind, ResponseError, ServiceError, SharedError},
    operation::read_error,
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant, SystemTime},
};

/// What all clones of a client share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) service: &'static ServiceSchema,
    pub(super) user_agent: Option<HeaderValue>,
    pub(super) config: Config,
    pub(super) transport: Arc<dyn Transport>,
    /// None where nothing is signed.
    pub(super) credentials: Option<CredentialsCache>,
    pub(super) signer: Signer,
    /// Of calls whose input has no say in it.
    pub(super) endpoint: OnceLock<ResolvedEndpoint>,
    pub(super) quota: retry::Quota,
    pub(super) clock: Clock,
}

/// A call that is ready to be made, as often as it takes: every attempt sends the same request, signed anew.
pub(super) struct Call {
    pub(super) operation: &'static OperationSchema,
    pub(super) request: Request<Bytes>,
    /// What it is signed for, and what the signature says of the body; none where it is not signed.
    pub(super) signing: Option<(sign::Scope, HeaderValue)>,
    pub(super) classify: fn(&Response<Bytes>) -> Classified,
}

/// What a response means for the attempts to come.
pub(super) struct Classified {
    code: Option<String>,
    request_id: Option<String>,
    decision: RetryDecision,
}

/// Whether another attempt may succeed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RetryDecision {
    /// It would end as this one did.
    DoNotRetry,
    Retry(Reason),
    /// With the service's time in its signature.
    CorrectClock,
}

/// Errors by which services refuse signatures; those that stand for several reasons matter only where clocks differ.
const CLOCK_SKEW_CODES: &[&str] = &[
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];

/// Classifies a response to this operation.
pub(super) fn classify<O: Operation>(response: &Response<Bytes>) -> Classified {
    if response.status().is_success() {
        return Classified {
            code: None,
            request_id: crate::error::request_id(response),
            decision: RetryDecision::DoNotRetry,
        };
    }
    let error: ServiceError<O::Error> = read_error(O::Service::SCHEMA.protocol, response);
    let metadata = &error.metadata;
    let decision = match metadata.code.as_deref() {
        Some(code) if CLOCK_SKEW_CODES.contains(&code) => RetryDecision::CorrectClock,
        _ if error.is_throttle() => RetryDecision::Retry(Reason::Throttling),
        _ if error.is_retryable() => RetryDecision::Retry(Reason::Transient),
        _ => RetryDecision::DoNotRetry,
    };
    // Not empty, so that what failed without a code is seen to have failed.
    let code = metadata.code.as_deref().unwrap_or("unknown").to_owned();
    Classified { code: Some(code), request_id: metadata.request_id.clone(), decision }
}

/// The last attempt's response, whatever its status, and how many there were.
pub(super) struct Outcome {
    pub(super) result: Result<Response<Bytes>, Failure>,
    pub(super) attempts: u32,
}

/// Why a call has no response.
#[derive(Debug)]
pub(super) enum Failure {
    Construction(ConstructionError),
    Credentials(SharedError),
    Transport(TransportError),
}

impl Failure {
    /// The error of the operation that failed so.
    pub(super) fn into_error<O: Operation>(self, host: Option<&str>) -> Error<O::Error> {
        let kind = match self {
            Self::Construction(error) => ErrorKind::Construction(error),
            Self::Credentials(error) => ErrorKind::Credentials(error),
            Self::Transport(TransportError { kind, source }) => match kind {
                TransportErrorKind::Timeout => ErrorKind::Timeout(source),
                TransportErrorKind::Connection => ErrorKind::Transport(source),
                TransportErrorKind::Request => ErrorKind::Construction(ConstructionError::Refused(source)),
                TransportErrorKind::TooLarge { status } => {
                    ErrorKind::Response(ResponseError { status, request_id: None, source })
                }
            },
        };
        Error::of::<O>(kind).with_host(host)
    }

    /// Whether another attempt may succeed.
    fn decision(&self) -> RetryDecision {
        match self {
            Self::Transport(TransportError {
                kind: TransportErrorKind::Timeout | TransportErrorKind::Connection,
                ..
            }) => RetryDecision::Retry(Reason::Timeout),
            _ => RetryDecision::DoNotRetry,
        }
    }

    /// What it is, in a word that gives nothing away.
    fn name(&self) -> &'static str {
        match self {
            Self::Construction(_) => "request",
            Self::Credentials(_) => "credentials",
            Self::Transport(error) => match error.kind {
                TransportErrorKind::Timeout => "timeout",
                TransportErrorKind::Connection => "connection",
                TransportErrorKind::TooLarge { .. } => "response too large",
                TransportErrorKind::Request => "request",
            },
        }
    }
}

impl Shared {
    /// Makes the call: tries it until it succeeds, or another attempt is of no use, not allowed or too late.
    pub(super) async fn run(&self, call: &Call, settings: &Settings) -> Outcome {
        let start = Instant::now();
        let mut tokens = None;
        let mut correction = None;
        let mut attempt = 1;
        loop {
            let remaining = settings.timeout.saturating_sub(start.elapsed());
            let signed_at = self.clock.now();
            let span = trace::Attempt::new(attempt);
            let result = span.run(self.attempt(call, settings, signed_at, remaining)).await;
            let decision = report(&span, call, &result);
            if result.as_ref().is_ok_and(|response| response.status().is_success()) {
                self.quota.release(tokens);
                return Outcome { result, attempts: attempt };
            }
            let headers = result.as_ref().ok().map(Response::headers);
            if decision == RetryDecision::CorrectClock {
                // What did not help is forgotten. After the last attempt too: the next call has use of it.
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
        time: SystemTime,
        remaining: Duration,
    ) -> Result<Response<Bytes>, Failure> {
        let start = Instant::now();
        let request = self.signed(call, time, remaining).await?;
        let limits = settings.limits(remaining.saturating_sub(start.elapsed()));
        if limits.read.is_zero() {
            let text = "there was no time left to send the request";
            return Err(Failure::Transport(TransportError::new(TransportErrorKind::Timeout, text)));
        }
        self.transport.send(request, &limits).await.map_err(Failure::Transport)
    }

    async fn signed(&self, call: &Call, time: SystemTime, remaining: Duration) -> Result<Request<Bytes>, Failure> {
        let (mut parts, body) = call.request.clone().into_parts();
        if let (Some((scope, payload_hash)), Some(cache)) = (&call.signing, &self.credentials) {
            match cache.get(time, remaining).await {
                Ok(credentials) => self.signer.sign(&mut parts, payload_hash, &credentials, scope, time).map_err(
                    |error| match error {
                        SignError::Clock(_) => Failure::Construction(ConstructionError::Clock(Box::new(error))),
                        SignError::Credentials(_) => Failure::Credentials(Arc::new(error)),
                    },
                )?,
                Err(CacheError::Timeout) => {
                    let text = format!("no credentials for {} ms", remaining.as_millis());
                    return Err(Failure::Transport(TransportError::new(TransportErrorKind::Timeout, text)));
                }
                // Without credentials the service sees a caller that it does not know, as the model allows.
                Err(CacheError::Failed(_)) if call.operation.auth == Auth::Optional => {}
                Err(CacheError::Failed(error)) => return Err(Failure::Credentials(error)),
            }
        }
        // Not signed: proxies may change it.
        if let Some(agent) = &self.user_agent {
            parts.headers.insert(header::USER_AGENT, agent.clone());
        }
        Ok(Request::from_parts(parts, body))
    }
}

/// `ferrosmith/0.1.0 api/fsx#2018-03-01 os/linux lang/rust app/name`
pub(super) fn user_agent(service: &ServiceSchema, config: &Config) -> Option<HeaderValue> {
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

/// At least 0, less than 1. Without a source of randomness all clients wait alike, which is better than none waiting.
pub(super) fn random() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / (f64::from(u32::MAX) + 1.0))
}

fn report(span: &trace::Attempt, call: &Call, outcome: &Result<Response<Bytes>, Failure>) -> RetryDecision {
    match outcome {
        Ok(response) => {
            let classified = (call.classify)(response);
            let status = Some(response.status().as_u16());
            let (code, request_id) = (classified.code.as_deref(), classified.request_id.as_deref());
            span.end(&trace::Ended { status, request_id, code, failure: None });
            classified.decision
        }
        Err(failure) => {
            span.end(&trace::Ended { failure: Some(failure.name()), ..trace::Ended::default() });
            failure.decision()
        }
    }
}
