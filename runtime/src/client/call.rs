//! A call: its attempts, until one of them is worth telling.
use super::{
    Config, Settings, Transport, TransportError, TransportErrorKind,
    cache::{CredentialsCache, NoCredentials},
    retry,
    sign::{self, SignError, Signer},
    trace,
};
use crate::{
    Auth, Error, Operation, OperationError, OperationSchema, Service, ServiceSchema,
    endpoint::ResolvedEndpoint,
    error::{ConstructionError, ResponseError, SharedError},
    operation::read_error,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, header};
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
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
    /// Where calls go whose input has no say in it.
    pub(super) place: OnceLock<ResolvedEndpoint>,
    pub(super) quota: retry::Quota,
    /// By how many seconds the clock of the service is ahead of ours.
    pub(super) skew: AtomicI64,
}

/// A call that is ready to be made, as often as it takes: every attempt sends the same request, signed anew.
pub(super) struct Call {
    pub(super) operation: &'static OperationSchema,
    pub(super) request: Request<Bytes>,
    /// What it is signed for, and what the signature says of the body; none where it is not signed.
    pub(super) signing: Option<(sign::Scope, HeaderValue)>,
    pub(super) judge: fn(&Response<Bytes>) -> Judged,
}

/// What a response means for the attempts to come.
pub(super) struct Judged {
    code: Option<String>,
    request_id: Option<String>,
    verdict: Verdict,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Nothing changes by another attempt.
    Final,
    /// Another attempt may succeed.
    Retry,
    /// Another attempt may succeed with the service's time in its signature.
    Clock,
}

/// Errors by which services refuse signatures; those that stand for several reasons matter only where clocks differ.
const CLOCK_CODES: &[&str] = &[
    "AuthFailure",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
];
/// Services accept signatures for five minutes.
const MAX_SKEW: i64 = 4 * 60;

/// Judges a response to this operation.
pub(super) fn judge<O: Operation>(response: &Response<Bytes>) -> Judged {
    if response.status().is_success() {
        return Judged { code: None, request_id: crate::error::request_id(response), verdict: Verdict::Final };
    }
    let error: Error<O::Error> = read_error(O::Service::SCHEMA.protocol, response);
    let verdict = match error.code() {
        Some(code) if CLOCK_CODES.contains(&code) => Verdict::Clock,
        _ if error.is_retryable() => Verdict::Retry,
        _ => Verdict::Final,
    };
    // Not empty, so that what failed without a code is seen to have failed.
    let code = error.code().unwrap_or("unknown").to_owned();
    Judged { code: Some(code), request_id: error.request_id().map(str::to_owned), verdict }
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
    pub(super) fn into_error<E: OperationError>(self) -> Error<E> {
        let error = match self {
            Self::Construction(error) => return Error::Construction(error),
            Self::Credentials(error) => return Error::Credentials(error),
            Self::Transport(error) => error,
        };
        match error.kind {
            TransportErrorKind::Timeout => Error::Timeout(error.source),
            TransportErrorKind::Connection => Error::Transport(error.source),
            TransportErrorKind::Request => Error::Construction(ConstructionError::Refused(error.source)),
            TransportErrorKind::TooLarge { status } => {
                Error::Response(Box::new(ResponseError { status, request_id: None, source: error.source }))
            }
        }
    }

    /// The kind, where another attempt may succeed.
    fn transient(&self) -> Option<TransportErrorKind> {
        match self {
            Self::Transport(TransportError {
                kind: kind @ (TransportErrorKind::Timeout | TransportErrorKind::Connection),
                ..
            }) => Some(*kind),
            _ => None,
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
    pub(super) async fn run(&self, call: &Call, settings: &Settings) -> Result<Response<Bytes>, Failure> {
        let start = Instant::now();
        let mut drawn = None;
        let mut attempt = 1;
        loop {
            let left = settings.timeout.saturating_sub(start.elapsed());
            let signed_at = self.now();
            let span = trace::Attempt::new(attempt);
            let outcome = span.run(self.attempt(call, settings, signed_at, left)).await;
            let verdict = report(&span, call, &outcome);
            let is_success = outcome.as_ref().is_ok_and(|response| response.status().is_success());
            if is_success {
                self.quota.give_back(drawn);
                return outcome;
            }
            let headers = outcome.as_ref().ok().map(Response::headers);
            // After the last attempt too: the next call has use of it.
            let is_clock_corrected =
                verdict == Verdict::Clock && headers.is_some_and(|headers| self.correct_clock(headers, signed_at));
            let mut wait = match verdict {
                _ if attempt >= settings.attempts => return outcome,
                Verdict::Clock if is_clock_corrected => Duration::ZERO,
                Verdict::Clock | Verdict::Final => return outcome,
                Verdict::Retry => retry::backoff(attempt, random()),
            };
            if let Some(asked) = headers.and_then(|headers| retry::retry_after(headers, self.now())) {
                wait = asked;
            }
            let left = settings.timeout.saturating_sub(start.elapsed());
            if wait >= left {
                return outcome;
            }
            let is_timeout = outcome.as_ref().err().and_then(Failure::transient).is_some();
            drawn = self.quota.draw(is_timeout);
            if drawn.is_none() {
                return outcome;
            }
            if !wait.is_zero() {
                self.transport.sleep(wait).await;
            }
            attempt += 1;
        }
    }

    async fn attempt(
        &self,
        call: &Call,
        settings: &Settings,
        time: SystemTime,
        left: Duration,
    ) -> Result<Response<Bytes>, Failure> {
        let start = Instant::now();
        let request = self.signed(call, time, left).await?;
        let limits = settings.limits(left.saturating_sub(start.elapsed()));
        self.transport.send(request, &limits).await.map_err(Failure::Transport)
    }

    async fn signed(&self, call: &Call, time: SystemTime, left: Duration) -> Result<Request<Bytes>, Failure> {
        let (mut parts, body) = call.request.clone().into_parts();
        if let (Some((scope, payload_hash)), Some(cache)) = (&call.signing, &self.credentials) {
            match cache.get(time, left).await {
                Ok(credentials) => self.signer.sign(&mut parts, payload_hash, &credentials, scope, time).map_err(
                    |error| match error {
                        SignError::Clock(_) => Failure::Construction(ConstructionError::Clock(Box::new(error))),
                        SignError::Credentials(_) => Failure::Credentials(Arc::new(error)),
                    },
                )?,
                Err(NoCredentials::Timeout) => {
                    let text = format!("no credentials for {} ms", left.as_millis());
                    return Err(Failure::Transport(TransportError::new(TransportErrorKind::Timeout, text)));
                }
                // Without credentials the service sees a caller that it does not know, as the model allows.
                Err(NoCredentials::Failed(_)) if call.operation.auth == Auth::Optional => {}
                Err(NoCredentials::Failed(error)) => return Err(Failure::Credentials(error)),
            }
        }
        // Not signed: proxies may change it.
        if let Some(agent) = &self.user_agent {
            parts.headers.insert(header::USER_AGENT, agent.clone());
        }
        Ok(Request::from_parts(parts, body))
    }

    /// The time, as the service has it.
    fn now(&self) -> SystemTime {
        shift((self.config.clock)(), self.skew.load(Ordering::Relaxed))
    }

    /// Takes the service's time over; `false` where it differs too little to matter from that of the signature which was
    /// refused. (Not from ours: another call may have corrected it since.)
    fn correct_clock(&self, headers: &HeaderMap, signed_at: SystemTime) -> bool {
        let date = headers.get(header::DATE).and_then(|date| retry::http_date(date.to_str().ok()?));
        let Some(theirs) = date else { return false };
        if difference(theirs, signed_at).abs() < MAX_SKEW {
            return false;
        }
        self.skew.store(difference(theirs, (self.config.clock)()), Ordering::Relaxed);
        true
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

/// By how many seconds one moment is after the other.
fn difference(one: SystemTime, other: SystemTime) -> i64 {
    let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    one.duration_since(other).map_or_else(|error| -seconds(error.duration()), seconds)
}

fn shift(time: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    let shifted = if seconds < 0 { time.checked_sub(by) } else { time.checked_add(by) };
    shifted.unwrap_or(time)
}

/// At least 0, less than 1. Without a source of randomness all clients wait alike, which is better than none waiting.
pub(super) fn random() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / (f64::from(u32::MAX) + 1.0))
}

fn report(span: &trace::Attempt, call: &Call, outcome: &Result<Response<Bytes>, Failure>) -> Verdict {
    match outcome {
        Ok(response) => {
            let judged = (call.judge)(response);
            let status = Some(response.status().as_u16());
            let (code, request_id) = (judged.code.as_deref(), judged.request_id.as_deref());
            span.end(&trace::Ended { status, request_id, code, failure: None });
            judged.verdict
        }
        Err(failure) => {
            span.end(&trace::Ended { failure: Some(failure.name()), ..trace::Ended::default() });
            if failure.transient().is_some() { Verdict::Retry } else { Verdict::Final }
        }
    }
}
