//! HTTP requests for credentials over the transport of the client, and parsers of the responses.
use super::SourceError;
use crate::{
    Timestamp,
    client::{Credentials, Limits, Transport, TransportError, TransportErrorKind, call::random},
    error::Report,
    json,
};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::Value;
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

/// The maximum size of a response.
const MAX_RESPONSE: usize = 1 << 20;
const ATTEMPTS: u32 = 3;
const FIRST_BACKOFF: Duration = Duration::from_millis(200);

/// Marks requests for credentials; recordings leave them out.
#[derive(Clone, Copy)]
pub(in crate::client) struct ForCredentials;

/// Sends requests for credentials, with retries.
#[derive(Clone, Debug)]
pub(super) struct Http {
    transport: Arc<dyn Transport>,
    limits: Limits,
    attempts: u32,
}

impl Http {
    /// `read` is the read timeout; an attempt may take twice as long in total.
    pub(super) fn new(transport: &Arc<dyn Transport>, read: Duration) -> Self {
        let limits = Limits { read, total: read.saturating_mul(2), response_bytes: MAX_RESPONSE };
        Self { transport: Arc::clone(transport), limits, attempts: ATTEMPTS }
    }

    /// The same with another read timeout and number of attempts, where given.
    pub(super) fn with(&self, read: Option<Duration>, attempts: Option<u32>) -> Self {
        let read = read.unwrap_or(self.limits.read);
        Self { attempts: attempts.unwrap_or(self.attempts), ..Self::new(&self.transport, read) }
    }

    /// Returns the response, whatever its status. `retries_timeouts` is false if the server may not exist.
    pub(super) async fn send(
        &self,
        request: &Request<Bytes>,
        retries_timeouts: bool,
    ) -> Result<Response<Bytes>, SourceError> {
        let mut attempt = 1;
        loop {
            let mut attempt_request = request.clone();
            attempt_request.extensions_mut().insert(ForCredentials);
            let outcome = self.transport.send(attempt_request, &self.limits).await;
            let is_transient = match &outcome {
                Ok(response) => {
                    response.status().is_server_error() || response.status() == StatusCode::TOO_MANY_REQUESTS
                }
                Err(TransportError { kind: TransportErrorKind::Timeout, .. }) => retries_timeouts,
                Err(TransportError { kind: TransportErrorKind::Connection, .. }) => true,
                Err(_) => false,
            };
            if !is_transient || attempt >= self.attempts {
                // The host only: the query may be confidential.
                let host = request.uri().host().unwrap_or_default();
                return outcome.map_err(|error| SourceError(format!("no response from {host}: {}", Report(&error))));
            }
            let max = FIRST_BACKOFF.saturating_mul(1 << attempt);
            self.transport.sleep(max.mul_f64(random())).await;
            attempt = attempt.saturating_add(1);
        }
    }
}

/// Parses a response, or the output of a command, as a JSON object.
pub(super) fn object(text: &[u8]) -> Result<Value, SourceError> {
    // The message contains nothing of the text, which contains secrets.
    match json::document(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(SourceError("not a JSON object".to_owned())),
        Err(error) => Err(SourceError(format!("not a JSON object: {error}"))),
    }
}

/// Returns a string of an object, unless it is missing or empty.
pub(super) fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object[key].as_str().filter(|text| !text.is_empty())
}

/// Returns the credentials in the object that containers, instances and commands provide; `token` is the key of the
/// session token.
pub(super) fn credentials(object: &Value, token: &str) -> Result<Credentials, SourceError> {
    let required = |name| text(object, name).ok_or_else(|| SourceError(format!("`{name}` is missing")));
    let keys = Credentials::new(required("AccessKeyId")?, required("SecretAccessKey")?);
    let keys = text(object, token).into_iter().fold(keys, |keys, token| keys.session_token(token));
    match &object["Expiration"] {
        Value::Null => Ok(keys),
        Value::String(end) => Ok(keys.expires_at(parse_time(end)?)),
        _ => Err(SourceError("`Expiration` is not a string".to_owned())),
    }
}

/// Parses an ISO 8601 time.
pub(super) fn parse_time(text: &str) -> Result<SystemTime, SourceError> {
    let invalid = || SourceError(format!("`{}` is not a time such as `2026-01-31T12:00:00Z`", excerpt(text)));
    Timestamp::parse(text).map_err(|_| invalid())?.try_into().map_err(|_| invalid())
}

/// Returns the beginning of an untrusted text, without control characters, for an error message.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Describes an unsuccessful response.
pub(super) fn refused(response: &Response<Bytes>) -> SourceError {
    let object = object(response.body()).unwrap_or_default();
    let message = ["message", "Message", "error", "code"].iter().find_map(|key| text(&object, key));
    let message = message.map(|text| format!(": {}", excerpt(text))).unwrap_or_default();
    SourceError(format!("the response has the status {}{message}", response.status().as_u16()))
}
