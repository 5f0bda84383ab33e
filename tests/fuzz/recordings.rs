//! Recordings: any text is read or refused by its line, and what was recorded is what is replayed.
use crate::{
    engine::{fuzz, show},
    entropy::Entropy,
    mutate,
};
use ferrosmith::{
    Bytes,
    client::{BoxFuture, Config, FakeTransport, Limits, Recorder, Settings, Transport, TransportError},
    http::{HeaderName, HeaderValue, Request, Response, StatusCode},
};
use ferrosmith_aws::fsx::{self, operation::DescribeBackups};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

const SEED: &str = r#"{"request":"POST /","status":200,"headers":{"content-type":"application/json","x-a":["b","c"]},"body":"{\"Backups\": []}"}
{"request":"POST /","status":503,"headers":{},"base64":"/wA="}
"#;

#[test]
fn any_text() {
    fuzz(2_000, 256, |entropy| {
        let text = match entropy.below(4) {
            0 => String::from_utf8_lossy(entropy.rest()).into_owned(),
            1 => {
                let lines = SEED.lines().map(|line| mutate::json(&serde_json::from_str(line).unwrap(), entropy, 2));
                lines.map(|line| format!("{line}\n")).collect()
            }
            _ => String::from_utf8_lossy(&mutate::bytes(SEED.as_bytes(), entropy)).into_owned(),
        };
        show(|| text.clone());
        match FakeTransport::replaying(&text) {
            Ok(fake) => drop(calls(fake)),
            Err(error) => {
                let line = error.to_string().split(' ').nth(1).and_then(|line| line.parse::<usize>().ok());
                assert!((1..=text.lines().count()).contains(&line.unwrap()), "{error}");
            }
        }
    });
}

/// What each of two calls meets.
fn calls(transport: impl Transport) -> Vec<Option<Response<Bytes>>> {
    let seen = Seen { transport: Arc::new(transport), responses: Arc::default() };
    let settings = Settings::default().attempts(1);
    let client =
        fsx::blocking::Client::with_transport(Config::new("eu-central-1").anonymous().settings(settings), seen.clone());
    for _ in 0..2 {
        let _ = client.send(DescribeBackups::new());
    }
    let responses = seen.responses.lock().unwrap();
    responses.clone()
}

#[derive(Clone, Debug)]
struct Seen {
    transport: Arc<dyn Transport>,
    responses: Arc<Mutex<Vec<Option<Response<Bytes>>>>>,
}

impl Transport for Seen {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let sent = self.transport.send(request, limits);
        Box::pin(async move {
            let response = sent.await;
            self.responses.lock().unwrap().push(response.as_ref().ok().cloned());
            response
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.transport.sleep(duration)
    }

    fn timer(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.transport.timer(duration)
    }
}

#[test]
fn what_is_recorded_is_replayed() {
    fuzz(1_000, 512, |entropy| {
        let responses = [response(entropy), response(entropy)];
        show(|| format!("{responses:?}"));
        let fake = responses.into_iter().fold(FakeTransport::new(), |fake, response| fake.reply_with(Ok(response)));
        let recorder = Recorder::new(fake);
        let live = calls(recorder.clone());
        let recording = recorder.recording();
        let replayed =
            calls(FakeTransport::replaying(&recording).unwrap_or_else(|error| panic!("{error}: {recording}")));
        assert_eq!(live.len(), replayed.len());
        for (live, replayed) in live.into_iter().zip(replayed) {
            let (live, replayed) = (live.unwrap(), replayed.unwrap());
            assert_eq!((live.status(), live.body()), (replayed.status(), replayed.body()), "{recording}");
            assert_eq!(live.headers(), replayed.headers(), "{recording}");
        }
    });
}

/// Whatever a server may answer.
fn response(entropy: &mut Entropy<'_>) -> Response<Bytes> {
    const NAMES: &[&str] = &["content-type", "date", "x-amzn-requestid", "set-cookie", "x-a"];
    let body = if entropy.flag() { entropy.text().into_bytes() } else { entropy.bytes(8) };
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::from_u16(100 + entropy.below(900) as u16).unwrap();
    for _ in 0..entropy.below(5) {
        let value = if entropy.flag() { entropy.text().into_bytes() } else { entropy.bytes(4) };
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            response.headers_mut().append(HeaderName::from_static(entropy.pick(NAMES)), value);
        }
    }
    response
}
