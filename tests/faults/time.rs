//! Clock skew, and timeouts of credentials.
use crate::{
    Client, Kind,
    clients::Pauses,
    config, create_backup, ending,
    reply::{error, http, ok, send, wait},
    server::{Reply, Server, Step},
    settings,
};
use ferrosmith::{
    Timestamp, TimestampFormat,
    client::{BoxFuture, Credentials, ProvideCredentials},
};
use std::time::{Duration, SystemTime};

/// The time of the client's clock, which does not advance: 2024-05-01T12:00:00Z.
const CLIENT_TIME: i64 = 1_714_564_800;
const HOUR: i64 = 3600;

fn client(kind: Kind, server: &Server) -> (Client, Pauses) {
    let client_time = SystemTime::UNIX_EPOCH + Duration::from_secs(CLIENT_TIME.unsigned_abs());
    kind.hasty_client(config(server.address).clock(move || client_time))
}

/// Adds a `Date` header to a reply.
fn with_date(seconds: i64, reply: Reply) -> Reply {
    let date = Timestamp::from_seconds(seconds).format(TimestampFormat::HttpDate);
    reply
        .into_iter()
        .map(|step| match step {
            Step::Send(bytes) => {
                let text = String::from_utf8(bytes).unwrap();
                send(&text.replacen("\r\n", &format!("\r\nDate: {date}\r\n"), 1))
            }
            other => other,
        })
        .collect()
}

fn signed_at(server: &Server) -> Vec<String> {
    server.received().iter().map(|request| request.headers["x-amz-date"].clone()).collect()
}

#[test]
fn the_time_of_the_service_is_adopted() {
    for (code, skew, date) in [
        ("RequestTimeTooSkewed", HOUR, "20240501T130000Z"),
        ("InvalidSignatureException", HOUR, "20240501T130000Z"),
        ("RequestExpired", -HOUR, "20240501T110000Z"),
    ] {
        for kind in Kind::BOTH {
            let server = Server::new([with_date(CLIENT_TIME + skew, error(403, code)), ok(), ok()]);
            let (client, delays) = client(kind, &server);
            client.send(create_backup()).unwrap();
            assert!(delays.lock().unwrap().is_empty(), "{code} ({kind:?}): nothing is to be waited for");
            // The correction applies to later calls too.
            client.send(create_backup()).unwrap();
            assert_eq!(signed_at(&server), ["20240501T120000Z", date, date], "{code} ({kind:?})");
            let bodies = server.received();
            assert_eq!(bodies[0].body, bodies[1].body, "{code} ({kind:?})");
        }
    }
}

#[test]
fn a_signature_rejected_for_another_reason_is_not_retried() {
    let skew = |seconds| with_date(CLIENT_TIME + seconds, error(403, "InvalidSignatureException"));
    for (name, reply) in [
        ("the clocks agree", skew(2)),
        ("the clocks nearly agree", skew(-200)),
        ("no date", error(403, "InvalidSignatureException")),
        ("no date that can be read", http(403, &[("Date", "today")], r#"{"__type": "InvalidSignatureException"}"#)),
    ] {
        for kind in Kind::BOTH {
            let server = Server::new([reply.clone(), ok()]);
            let result = client(kind, &server).0.send(create_backup());
            assert_eq!((ending(&result).as_str(), server.received().len()), ("service 403", 1), "{name} ({kind:?})");
        }
    }
}

#[test]
fn a_clock_is_corrected_once() {
    for kind in Kind::BOTH {
        let rejected = || with_date(CLIENT_TIME + HOUR, error(403, "RequestTimeTooSkewed"));
        let server = Server::new([rejected(), rejected(), ok()]);
        let result = client(kind, &server).0.send(create_backup());
        assert_eq!((ending(&result).as_str(), server.received().len()), ("service 403", 2), "{kind:?}");
    }
}

#[test]
fn concurrent_calls_all_adopt_the_correction() {
    for kind in Kind::BOTH {
        // Both are rejected for the same skew; when the second response arrives, the first has corrected the clock
        // already.
        let rejected =
            |after| [vec![wait(after)], with_date(CLIENT_TIME + HOUR, error(403, "RequestTimeTooSkewed"))].concat();
        let server = Server::new([rejected(1000), rejected(1300), ok(), ok()]);
        for result in client(kind, &server).0.send_both(create_backup(), create_backup()) {
            assert_eq!(ending(&result), "success", "{kind:?}: {result:?}");
        }
        assert_eq!(server.received().len(), 4, "{kind:?}");
    }
}

#[test]
fn a_clock_is_corrected_for_the_next_call_without_another_attempt() {
    for kind in Kind::BOTH {
        let server = Server::new([with_date(CLIENT_TIME + HOUR, error(403, "RequestTimeTooSkewed")), ok()]);
        let client = client(kind, &server).0.with(settings().attempts(1));
        let [first, second] = [0; 2].map(|_| ending(&client.send(create_backup())));
        assert_eq!((first.as_str(), second.as_str()), ("service 403", "success"), "{kind:?}");
        assert_eq!(signed_at(&server), ["20240501T120000Z", "20240501T130000Z"], "{kind:?}");
    }
}

#[test]
fn retry_after_may_be_a_date() {
    for kind in Kind::BOTH {
        let date = Timestamp::from_seconds(CLIENT_TIME + 1).format(TimestampFormat::HttpDate);
        let server = Server::new([http(503, &[("Retry-After", &date)], "{}"), ok()]);
        let (client, delays) = client(kind, &server);
        client.send(create_backup()).unwrap();
        assert_eq!(*delays.lock().unwrap(), [Duration::from_secs(1)], "{kind:?}");
    }
}

/// Never completes.
#[derive(Debug)]
struct Pending;

impl ProvideCredentials for Pending {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn a_pending_provider_times_out_with_the_call() {
    for kind in Kind::BOTH {
        let server = Server::new([ok()]);
        let short_timeout = settings().timeout(Duration::from_millis(300));
        let client: Client = kind.client(config(server.address).credentials(Pending).settings(short_timeout));
        let result = client.send(create_backup());
        assert_eq!(ending(&result), "timeout", "{kind:?}");
        assert!(result.unwrap_err().report().to_string().contains("no credentials for"), "{kind:?}");
        assert!(server.received().is_empty(), "{kind:?}: nothing may be sent unsigned");
    }
}
