//! Recorded HTTP exchanges for tests: recorded once over a real transport, replayed by a fake one.
use super::{BoxFuture, FakeTransport, Limits, Transport, TransportError, TransportErrorKind, chain::ForCredentials};
use crate::Blob;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use serde_json::{Map, Value, json};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A transport that sends over another one and records the responses. Clones share the recording.
///
/// ```
/// # use ferrosmith::client::{FakeTransport, Recorder};
/// # let http = FakeTransport::new();
/// let recorder = Recorder::new(http); // `client::Hyper` or `client::Ureq`
/// // … give `recorder.clone()` to a client, make its calls, and write this to a file:
/// let recording = recorder.recording();
/// // In the tests:
/// let fake = FakeTransport::replaying(&recording)?;
/// # Ok::<(), ferrosmith::client::InvalidRecording>(())
/// ```
#[derive(Clone)]
pub struct Recorder {
    transport: Arc<dyn Transport>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    /// Creates a recorder around a transport.
    pub fn new(transport: impl Transport) -> Self {
        Self { transport: Arc::new(transport), lines: Arc::default() }
    }

    /// Returns one line of JSON for each response so far: the method and path of the request, and the complete
    /// response. Nothing else of a request is recorded, hence no credentials; requests for credentials are left out
    /// entirely. Check responses for sensitive data before you commit them. Failed requests are not recorded.
    pub fn recording(&self) -> String {
        self.lock().iter().map(|line| format!("{line}\n")).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Omits the recorded lines, which may contain sensitive data.
impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("transport", &self.transport).field("lines", &self.lock().len()).finish()
    }
}

impl Transport for Recorder {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let request_line = request.extensions().get::<ForCredentials>().is_none().then(|| request_line(&request));
        // Send before the future is polled: a blocking transport does its work before it returns.
        let sent = self.transport.send(request, limits);
        Box::pin(async move {
            let response = sent.await?;
            if let Some(request_line) = request_line {
                self.lock().push(line(&request_line, &response));
            }
            Ok(response)
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.transport.sleep(duration)
    }

    fn timer(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.transport.timer(duration)
    }
}

/// A line that is not part of a valid recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRecording {
    line: usize,
}

impl fmt::Display for InvalidRecording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected_form = r#"{"request": "POST /", "status": 200, "headers": {…}, "body": "…"}"#;
        write!(f, "line {} of the recording does not read as {expected_form}", self.line)
    }
}

impl std::error::Error for InvalidRecording {}

impl FakeTransport {
    /// Creates a fake that replays the responses of a [`Recorder`] in order. A request whose method or path differs
    /// from the recorded one fails, with an error that names both.
    ///
    /// # Errors
    /// Returns an error if a line is not part of a valid recording.
    pub fn replaying(recording: &str) -> Result<Self, InvalidRecording> {
        let exchange =
            |(index, line): (usize, &str)| exchange(line).ok_or(InvalidRecording { line: index.saturating_add(1) });
        let exchanges: Vec<_> = recording.lines().enumerate().map(exchange).collect::<Result<_, _>>()?;
        let mut exchanges = exchanges.into_iter();
        Ok(Self::answering(move |request| {
            let request_line = request_line(request);
            let error = |text: String| TransportError::new(TransportErrorKind::Request, text);
            match exchanges.next() {
                Some((recorded, response)) if recorded == request_line => Ok(response),
                Some((recorded, _)) => Err(error(format!("the recording has {recorded} next, and not {request_line}"))),
                None => Err(error(format!("the recording ends before {request_line}"))),
            }
        }))
    }
}

/// The method and path of a request. The host is left out: tests may use another endpoint.
fn request_line(request: &Request<Bytes>) -> String {
    format!("{} {}", request.method(), request.uri().path_and_query().map_or("/", |path| path.as_str()))
}

fn line(request_line: &str, response: &Response<Bytes>) -> String {
    let mut headers = Map::new();
    for name in response.headers().keys() {
        let values: Vec<Value> = response.headers().get_all(name).iter().map(header).collect();
        let value = <[Value; 1]>::try_from(values).map_or_else(Value::from, |[value]| value);
        headers.insert(name.to_string(), value);
    }
    let (key, body) = match std::str::from_utf8(response.body()) {
        Ok(text) => ("body", text.to_owned()),
        Err(_) => ("base64", Blob::from(response.body().to_vec()).to_base64()),
    };
    json!({ "request": request_line, "status": response.status().as_u16(), "headers": headers, key: body }).to_string()
}

/// A header value as text, or in base64 if it is not UTF-8.
fn header(value: &HeaderValue) -> Value {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.into(),
        Err(_) => json!({ "base64": Blob::from(value.as_bytes().to_vec()).to_base64() }),
    }
}

fn header_value(value: &Value) -> Option<HeaderValue> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => HeaderValue::from_bytes(Blob::from_base64(value.get("base64")?.as_str()?).ok()?.as_ref()).ok(),
    }
}

fn exchange(line: &str) -> Option<(String, Response<Bytes>)> {
    let line: Value = serde_json::from_str(line).ok()?;
    let body = match (line.get("body"), line.get("base64")) {
        (Some(Value::String(text)), None) => Bytes::from(text.clone()),
        (None, Some(Value::String(text))) => Bytes::copy_from_slice(Blob::from_base64(text).ok()?.as_ref()),
        _ => return None,
    };
    let mut response = Response::new(body);
    *response.status_mut() = u16::try_from(line.get("status")?.as_u64()?).ok()?.try_into().ok()?;
    for (name, value) in line.get("headers")?.as_object()? {
        let name: HeaderName = name.parse().ok()?;
        // A header has one value, or a list of them.
        for value in value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice) {
            response.headers_mut().append(&name, header_value(value)?);
        }
    }
    Some((line.get("request")?.as_str()?.to_owned(), response))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: &Limits = &Limits { read: Duration::MAX, total: Duration::MAX, response_bytes: usize::MAX };

    fn get(transport: &impl Transport, uri: &str) -> Result<Response<Bytes>, String> {
        let request = Request::get(uri).header("authorization", "secret").body(Bytes::new()).unwrap();
        crate::client::block_on::block_on(transport.send(request, LIMITS)).map_err(|error| error.to_string())
    }

    #[test]
    fn what_was_recorded_is_replayed() {
        let mut second = Response::new(Bytes::from_static(b"\xff\x00"));
        *second.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
        for value in [&b"one"[..], b"two", b"\xff"] {
            second.headers_mut().append("x-tag", HeaderValue::from_bytes(value).unwrap());
        }
        let http = FakeTransport::new().reply(200, "{\"a\": \"\u{fc}\n\"}").reply_with(Ok(second));
        let recorder = Recorder::new(http);
        let uris = ["https://one.example.com/tags/a%2Fb?x", "https://one.example.com/"];
        let live = uris.map(|uri| get(&recorder, uri).unwrap());
        get(&recorder, "https://one.example.com/").unwrap_err();

        let recording = recorder.recording();
        assert!(!recording.contains("secret") && !recording.contains("one.example.com"), "{recording}");
        assert_eq!(recording.lines().count(), 2, "{recording}");
        let fake = FakeTransport::replaying(&recording).unwrap();
        for (uri, live) in uris.iter().zip(live) {
            let replayed = get(&fake, &uri.replace("one", "two")).unwrap();
            assert_eq!(replayed.status(), live.status());
            assert_eq!(replayed.headers(), live.headers());
            assert_eq!(replayed.body(), live.body());
        }
        assert_eq!(get(&fake, uris[1]).unwrap_err(), "the recording ends before GET /");
    }

    #[test]
    fn a_call_that_was_not_recorded_is_an_error() {
        let recording = r#"{"request": "POST /", "status": 200, "headers": {}, "body": ""}"#;
        let fake = FakeTransport::replaying(recording).unwrap();
        let error = get(&fake, "http://localhost/a?b=c").unwrap_err();
        assert_eq!(error, "the recording has POST / next, and not GET /a?b=c");
    }

    #[test]
    fn an_invalid_line_is_named() {
        let valid = r#"{"request": "POST /", "status": 200, "headers": {}, "body": ""}"#;
        let invalid = [
            "",
            "[]",
            r#"{"request": "POST /", "status": 200, "headers": {}}"#,
            r#"{"request": "POST /", "status": 20000, "headers": {}, "body": ""}"#,
            r#"{"request": "POST /", "status": 200, "headers": {"a b": ""}, "body": ""}"#,
            r#"{"request": "POST /", "status": 200, "headers": {}, "base64": "?"}"#,
        ];
        for line in invalid {
            let error = FakeTransport::replaying(&format!("{valid}\n{line}\n")).unwrap_err();
            assert!(error.to_string().starts_with("line 2 of the recording"), "{line}: {error}");
        }
    }
}
