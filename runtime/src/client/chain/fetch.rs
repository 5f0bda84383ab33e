//! Requests for credentials, over the transport of the client, and what their answers hold.
use super::SourceError;
use crate::{
    Timestamp,
    client::{Credentials, Limits, Transport, TransportError, TransportErrorKind, call::random},
    error::Report,
};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::Value;
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

/// What credentials may weigh.
const MAX_RESPONSE: usize = 1 << 20;
const ATTEMPTS: u32 = 3;
const FIRST_BACKOFF: Duration = Duration::from_millis(200);

/// Marks a request for credentials, which recordings leave out.
#[derive(Clone, Copy)]
pub(in crate::client) struct ForCredentials;

/// Sends requests for credentials, and tries again what may succeed then.
#[derive(Clone, Debug)]
pub(super) struct Http {
    transport: Arc<dyn Transport>,
    limits: Limits,
}

impl Http {
    /// Nothing may arrive for so long, and all of an attempt may take twice as long.
    pub(super) fn new(transport: &Arc<dyn Transport>, read: Duration) -> Self {
        let limits = Limits { read, total: read.saturating_mul(2), response_bytes: MAX_RESPONSE };
        Self { transport: Arc::clone(transport), limits }
    }

    /// The response, whatever its status. `retries_timeouts` says whether somebody is known to be there.
    pub(super) async fn send(
        &self,
        request: &Request<Bytes>,
        retries_timeouts: bool,
    ) -> Result<Response<Bytes>, SourceError> {
        let mut attempt = 1;
        loop {
            let mut sent = request.clone();
            sent.extensions_mut().insert(ForCredentials);
            let outcome = self.transport.send(sent, &self.limits).await;
            let is_transient = match &outcome {
                Ok(response) => {
                    response.status().is_server_error() || response.status() == StatusCode::TOO_MANY_REQUESTS
                }
                Err(TransportError { kind: TransportErrorKind::Timeout, .. }) => retries_timeouts,
                Err(TransportError { kind: TransportErrorKind::Connection, .. }) => true,
                Err(_) => false,
            };
            if !is_transient || attempt >= ATTEMPTS {
                // Without the query, which is nobody's business.
                let host = request.uri().host().unwrap_or_default();
                return outcome.map_err(|error| SourceError(format!("{host} gives no response: {}", Report(&error))));
            }
            let longest = FIRST_BACKOFF.saturating_mul(1 << attempt);
            self.transport.sleep(longest.mul_f64(random())).await;
            attempt = attempt.saturating_add(1);
        }
    }
}

/// The JSON object that a response or a command's output is.
pub(super) fn object(text: &[u8]) -> Result<Value, SourceError> {
    // What is wrong with it is told by its place alone: it holds secrets.
    let wrong = |place: String| SourceError(format!("the answer is no JSON object{place}"));
    match serde_json::from_slice(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(wrong(String::new())),
        Err(error) => Err(wrong(format!(" (line {}, column {})", error.line(), error.column()))),
    }
}

/// A text of an object, unless it is absent or empty.
pub(super) fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object[key].as_str().filter(|text| !text.is_empty())
}

/// The credentials in an object, under these names: the id, the key, the token.
pub(super) fn keys(object: &Value, names: [&str; 3]) -> Result<Credentials, SourceError> {
    let [id, secret, token] = names;
    let required = |name| text(object, name).ok_or_else(|| SourceError(format!("the answer has no `{name}`")));
    let credentials = Credentials::new(required(id)?, required(secret)?);
    Ok(text(object, token).into_iter().fold(credentials, |keys, token| keys.session_token(token)))
}

/// The credentials in the object that containers, instances and commands give.
pub(super) fn credentials(object: &Value, token: &str) -> Result<Credentials, SourceError> {
    let keys = keys(object, ["AccessKeyId", "SecretAccessKey", token])?;
    match &object["Expiration"] {
        Value::Null => Ok(keys),
        Value::String(end) => Ok(keys.expires_at(parse_time(end)?)),
        _ => Err(SourceError("`Expiration` is no text".to_owned())),
    }
}

/// A moment as ISO 8601 writes it.
pub(super) fn parse_time(text: &str) -> Result<SystemTime, SourceError> {
    let wrong = || SourceError(format!("`{}` is no time such as `2026-01-31T12:00:00Z`", excerpt(text)));
    Timestamp::parse(text).map_err(|_| wrong())?.try_into().map_err(|_| wrong())
}

/// The beginning of a text that others wrote, fit for a line of an error.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// What a response says that is no success.
pub(super) fn refused(response: &Response<Bytes>) -> SourceError {
    let answer = object(response.body()).unwrap_or_default();
    let said = ["message", "Message", "error_description", "error", "code"].iter().find_map(|key| text(&answer, key));
    let said = said.map(|text| format!(": {}", excerpt(text))).unwrap_or_default();
    SourceError(format!("the answer has the status {}{said}", response.status().as_u16()))
}
