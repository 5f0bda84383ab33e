//! Servers that send hostile responses: dates, heads, certificates. Also the bounds of timeouts.
use crate::{
    Client, Kind, config, create_backup, ending,
    reply::{BODY, error, head, http, ok, send},
    server::{Server, Step},
    settings,
};
use ferrosmith::{
    ErrorKind,
    client::{Settings, WaitError},
    error::ConstructionError,
};
use ferrosmith_aws::{fsx, fsx::operation::DescribeBackups, fsx::waiter};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{ServerConfig, ServerConnection, pki_types::PrivateKeyDer};
use std::{
    io::Write as _,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

#[test]
fn an_implausible_date_does_not_break_a_client() {
    let rejected = |date: &str| {
        let body = r#"{"__type": "RequestTimeTooSkewed", "Message": "no"}"#;
        http(403, &[("Date", date)], body)
    };
    for kind in Kind::BOTH {
        for date in ["Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"] {
            let server = Server::new([rejected(date), ok(), ok()]);
            let client = kind.client(config(server.address));
            assert_eq!(ending(&client.send(create_backup())), "service 403", "{kind:?}");
            for _ in 0..2 {
                assert_eq!(ending(&client.send(create_backup())), "success", "{kind:?} {date}");
            }
        }
        // Plausible but wrong: a correction that does not help is undone.
        let server = Server::new([rejected("Wed, 01 Jun 2050 00:00:00 GMT"), error(403, "RequestTimeTooSkewed"), ok()]);
        let client = kind.client(config(server.address));
        assert_eq!(ending(&client.send(create_backup())), "service 403", "{kind:?}");
        assert_eq!(ending(&client.send(create_backup())), "success", "{kind:?}");
        let dates: Vec<_> =
            server.received().iter().map(|request| request.headers["x-amz-date"][..4].to_owned()).collect();
        assert_eq!((&*dates[1], &dates[0]), ("2050", &dates[2]), "{kind:?}");
    }
}

#[test]
fn a_clock_out_of_range_is_an_error() {
    let offset = Duration::from_secs(300_000_000_000);
    for kind in Kind::BOTH {
        let server = Server::new([]);
        let client: Client =
            kind.client(config(server.address).clock(move || std::time::SystemTime::UNIX_EPOCH + offset));
        let error = client.send(create_backup()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Construction(ConstructionError::Clock(_))), "{error}");
        assert!(error.report().to_string().contains("the clock is 300000000000 seconds after 1970"), "{error}");
    }
}

#[test]
fn both_clients_accept_heads_of_the_same_size() {
    let padded = |size: usize| {
        let head = head(200, &[("X-Padding", &"x".repeat(size)), ("Content-Length", &BODY.len().to_string())]);
        vec![send(&format!("{head}{BODY}")), Step::Close]
    };
    for kind in Kind::BOTH {
        for (size, expected) in [(100 << 10, "success"), (600 << 10, "transport")] {
            let server = Server::new([padded(size)]);
            let client = kind.client(config(server.address)).with(settings().attempts(1));
            let outcome: Result<_, _> = client.send(create_backup());
            assert_eq!(ending(&outcome), expected, "{kind:?}, {size} bytes: {outcome:?}");
        }
        let headers: Vec<_> = (0..120).map(|number| (format!("X-{number}"), "1")).collect();
        let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, *value)).collect();
        let server = Server::new([http(200, &headers, BODY)]);
        kind.client(config(server.address)).send(create_backup()).unwrap();
    }
}

/// After the request was sent, the service may have processed it, so the error must not say that nothing was sent.
#[test]
fn malformed_responses_are_not_construction_errors() {
    for (name, reply) in [
        ("two lengths", head(200, &[("Content-Length", "2"), ("Content-Length", "3")]) + "{}"),
        ("no number", head(200, &[("Content-Length", "many")]) + "{}"),
        ("an invalid status", "HTTP/1.1 20 Whatever\r\n\r\n".to_owned()),
        ("an unknown version", "HTTP/9.9 200 OK\r\n\r\n{}".to_owned()),
        ("a header without a name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n".to_owned()),
        ("invalid chunks", head(200, &[("Transfer-Encoding", "chunked")]) + "many\r\n{}\r\n"),
        ("an unknown encoding", head(200, &[("Transfer-Encoding", "gzip"), ("Content-Length", "2")]) + "{}"),
        ("a redirect to nowhere", head(307, &[("Location", "\\\\"), ("Content-Length", "0")])),
    ] {
        for kind in Kind::BOTH {
            let server = Server::new([vec![send(&reply), Step::Close]]);
            let client = kind.client(config(server.address)).with(settings().attempts(1));
            let outcome: Result<_, _> = client.send(create_backup());
            let ending = ending(&outcome);
            assert!(ending != "construction" && ending != "credentials", "{name} ({kind:?}): {outcome:?}");
        }
    }
}

#[test]
fn extreme_timeouts_mean_the_same_in_both_clients() {
    let times = [Duration::ZERO, Duration::MAX];
    for kind in Kind::BOTH {
        for time in times {
            let expected = if time.is_zero() { "timeout" } else { "success" };
            let long = Settings::default().timeout(Duration::MAX).read_timeout(Duration::MAX);
            for (name, settings) in [("read", long.clone().read_timeout(time)), ("all", long.clone().timeout(time))] {
                let server = Server::new([ok()]);
                let outcome: Result<_, _> =
                    kind.client(config(server.address)).with(settings.attempts(1)).send(create_backup());
                assert_eq!(ending(&outcome), expected, "{kind:?} {name} {time:?}: {outcome:?}");
                assert_eq!(server.received().len(), usize::from(!time.is_zero()), "{kind:?} {name} {time:?}");
            }
            let server = Server::new([ok()]);
            let config = config(server.address).connect_timeout(time).settings(long.attempts(1));
            let outcome: Result<_, _> = kind.client(config).send(create_backup());
            assert_eq!(ending(&outcome), expected, "{kind:?} connect {time:?}: {outcome:?}");

            let server = Server::new([http(200, &[], r#"{"Backups": [{"Lifecycle": "CREATING"}]}"#)]);
            let client: Client = kind.client(crate::config(server.address));
            if time.is_zero() {
                let wait = client.wait_until(&waiter::BACKUP_AVAILABLE, DescribeBackups::new(), time);
                assert!(matches!(wait, Err(WaitError::TimedOut(_))), "{kind:?}: {wait:?}");
            }
        }
        let server = Server::new([error(500, "InternalServerError"), ok()]);
        let one_attempt = settings().attempts(0);
        let outcome: Result<_, _> = kind.client(config(server.address)).with(one_attempt).send(create_backup());
        assert_eq!(ending(&outcome), "service 500", "{kind:?}: no attempt is one attempt");
    }
}

/// Starts a server with an untrusted certificate. Returns its address and the number of its connections.
fn untrusted_server() -> (std::net::SocketAddr, Arc<AtomicUsize>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(builder.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            counter.fetch_add(1, Ordering::SeqCst);
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            // Fails when the client disconnects.
            while connection.is_handshaking() && connection.complete_io(&mut stream).is_ok() {}
            let _ = connection.writer().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            let _ = connection.complete_io(&mut stream);
        }
    });
    (address, connections)
}

#[test]
fn an_untrusted_certificate_is_rejected_without_a_retry() {
    for kind in Kind::BOTH {
        let (address, connections) = untrusted_server();
        let endpoint = format!("https://localhost:{}", address.port()).parse().unwrap();
        let client: crate::clients::Client<fsx::Fsx> = kind.client(config(address).endpoint(endpoint));
        let error = client.send(create_backup()).unwrap_err();
        assert!(!error.is_retryable() && error.report().to_string().contains("certificate"), "{kind:?}: {error:?}");
        assert_eq!(connections.load(Ordering::SeqCst), 1, "{kind:?}");
    }
}
