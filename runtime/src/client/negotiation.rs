//! The protocol of a call, where the crate of a service contains several.
//!
//! A service may stop to offer a protocol. It then refuses requests as a server does that finds nothing at a path, or
//! does not know a media type: with the status 404 or 415, and without an error of the protocol. The call is repeated
//! in the next protocol, and if that succeeds, the client continues with it. `docs/decisions/protocols.md` says why this
//! is safe.
use super::{
    Settings,
    call::{Call, Failure, Outcome, Shared},
    discovery, trace,
};
use crate::{OperationSchema, ServiceSchema, error::ConstructionError, protocol::Protocol};
use bytes::Bytes;
use http::{Response, StatusCode};
use std::{
    sync::{Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};

/// The protocol that a client uses for its next call.
#[derive(Debug)]
pub(super) enum CurrentProtocol {
    /// The one of [`Config::protocol`](super::Config::protocol).
    Fixed(&'static dyn Protocol),
    /// [`Config::protocol`](super::Config::protocol) names one that the crate of the service does not contain.
    Unknown(String),
    /// The first of the service, or the one that it understood instead.
    Preferred(Mutex<&'static dyn Protocol>),
}

impl CurrentProtocol {
    pub(super) fn new(service: &ServiceSchema, requested: Option<&str>) -> Self {
        let Some(requested) = requested else { return Self::Preferred(Mutex::new(service.protocols.first())) };
        match service.protocols.get(requested) {
            Some(protocol) => Self::Fixed(protocol),
            None => Self::Unknown(requested.to_owned()),
        }
    }
}

/// What one call tries: its protocol, and what it keeps if it is repeated in another one.
pub(super) struct Negotiation {
    /// The protocol of the next request.
    protocol: Result<&'static dyn Protocol, String>,
    /// The first answer, if the service refused its protocol.
    refusal: Option<Box<Answer>>,
    started: Instant,
    attempts: u32,
    token: OnceLock<String>,
    pub(super) discovered: discovery::Progress,
}

/// The result of a call: a response of any status and the protocol to read it in, or a failure.
pub(super) struct Answer {
    pub(super) result: Result<Response<Bytes>, Failure>,
    pub(super) protocol: &'static dyn Protocol,
    /// The number of attempts, in all protocols.
    pub(super) attempts: u32,
    /// The host of the request, if it failed.
    pub(super) host: Option<String>,
}

impl Negotiation {
    pub(super) fn protocol(&self, service: &ServiceSchema) -> Result<&'static dyn Protocol, ConstructionError> {
        let unknown = |requested: &String| ConstructionError::UnknownProtocol {
            requested: requested.clone(),
            known: service.protocols.names(),
        };
        self.protocol.as_ref().copied().map_err(unknown)
    }

    /// Returns the time since the call started.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Returns the idempotency token of the call. It is the same in all protocols.
    pub(super) fn token(&self) -> String {
        self.token.get_or_init(|| uuid::Uuid::new_v4().to_string()).clone()
    }
}

impl Shared {
    /// Starts a call, in the current protocol of the client.
    pub(super) fn negotiate(&self) -> Negotiation {
        let protocol = match &self.protocol {
            CurrentProtocol::Fixed(protocol) => Ok(*protocol),
            CurrentProtocol::Unknown(requested) => Err(requested.clone()),
            CurrentProtocol::Preferred(protocol) => Ok(*protocol.lock().unwrap_or_else(PoisonError::into_inner)),
        };
        Negotiation {
            protocol,
            refusal: None,
            started: Instant::now(),
            attempts: 0,
            token: OnceLock::new(),
            discovered: discovery::Progress::default(),
        }
    }

    /// Runs a call in one protocol. Returns `None` if it has to be repeated in the next one, which `negotiation` then has.
    pub(super) async fn answer(
        &self,
        operation: &'static OperationSchema,
        call: Result<Call, ConstructionError>,
        settings: &Settings,
        negotiation: &mut Negotiation,
    ) -> Option<Answer> {
        let call = match call {
            Ok(call) => call,
            // The service refused one protocol, and the next one cannot express the request.
            Err(_) if negotiation.refusal.is_some() => return negotiation.refusal.take().map(|refusal| *refusal),
            Err(error) => {
                let result = Err(Failure::Construction(error));
                return Some(Answer { result, protocol: self.service.protocols.first(), attempts: 0, host: None });
            }
        };
        let run = self.run(&call, settings, negotiation.started, negotiation.attempts);
        let Outcome { result, attempts } = trace::call(self.service, operation, run).await;
        negotiation.attempts = negotiation.attempts.saturating_add(attempts);
        let host = result.is_err().then(|| call.request.uri().host().map(str::to_owned)).flatten();
        self.accept(negotiation, Answer { result, protocol: call.protocol, attempts: negotiation.attempts, host })
    }

    /// Returns the answer unless the service refused the protocol and there is another one.
    fn accept(&self, negotiation: &mut Negotiation, answer: Answer) -> Option<Answer> {
        let (CurrentProtocol::Preferred(current), Ok(response)) = (&self.protocol, &answer.result) else {
            return Some(answer);
        };
        let protocol = answer.protocol;
        if negotiation.refusal.is_none() && !is_refused(protocol, response) {
            return Some(answer);
        }
        if is_understood(protocol, response) {
            // An error may come from another server in between; only a success shows that the protocol works.
            if response.status().is_success() {
                *current.lock().unwrap_or_else(PoisonError::into_inner) = protocol;
            }
            return Some(answer);
        }
        let next = self.service.protocols.after(protocol);
        let first = negotiation.refusal.get_or_insert_with(|| Box::new(answer));
        if next.id() == first.protocol.id() {
            return negotiation.refusal.take().map(|refusal| *refusal);
        }
        negotiation.protocol = Ok(next);
        None
    }
}

/// Whether the service answered in this protocol: with a success, or with an error that has a name. A name that only
/// says that there is no such operation is that of a server that routes the requests of other protocols.
fn is_understood(protocol: &dyn Protocol, response: &Response<Bytes>) -> bool {
    const UNKNOWN_OPERATION: [&str; 2] = ["UnknownOperationException", "UnknownOperation"];
    if response.status().is_success() {
        return true;
    }
    let described = protocol.describe_error(response);
    described.name.or(described.query_code).is_some_and(|name| !UNKNOWN_OPERATION.contains(&name.as_str()))
}

/// Whether the service refused the request because it does not know its protocol: it found nothing at the path, or it
/// does not know the media type, and the response is no error of the protocol.
fn is_refused(protocol: &dyn Protocol, response: &Response<Bytes>) -> bool {
    matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::UNSUPPORTED_MEDIA_TYPE)
        && !is_understood(protocol, response)
}
