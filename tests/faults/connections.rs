//! Connections: those that are not made, those that are used again, and those that have gone stale.
use crate::{
    Kind, client, config, create_backup, ending,
    reply::{BODY, http, ok, wait},
    server::{Server, Step},
    settings,
};
use std::{
    net::{SocketAddr, TcpListener},
    sync::atomic::{AtomicU16, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Where nobody listens: below the ports that systems give to who asks for any, as the servers of other tests do.
fn nobody() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = u16::try_from(std::process::id() % 10_000).unwrap();
    loop {
        let port = 20_000 + (start + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000;
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            return listener.local_addr().unwrap();
        }
    }
}

#[test]
fn a_refused_connection_is_tried_again() {
    for kind in Kind::BOTH {
        let address = nobody();
        let client = kind.client(config(address));
        let start = Instant::now();
        let once = client.send(create_backup());
        assert_eq!(ending(&once), "transport", "{kind:?}: {once:?}");
        assert!(start.elapsed() < Duration::from_secs(5), "{kind:?}");
        let message = once.unwrap_err().to_string();
        assert!(message.contains("refused"), "{kind:?}: {message}");
    }
}

#[test]
fn a_service_that_comes_back_is_found() {
    for kind in Kind::BOTH {
        let address = nobody();
        let settings = settings().attempts(30);
        let restarted = thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            Server::at(address, [ok()])
        });
        let result = kind.client(config(address).settings(settings)).send(create_backup());
        assert_eq!(ending(&result), "success", "{kind:?}: {result:?}");
        assert_eq!(restarted.join().unwrap().received().len(), 1, "{kind:?}");
    }
}

#[test]
fn a_connection_is_used_again() {
    for kind in Kind::BOTH {
        let server = Server::new([ok(), ok(), http(500, &[], "{}"), ok()]);
        let client = client(kind, &server);
        for _ in 0..3 {
            client.send(create_backup()).unwrap();
        }
        let connections: Vec<_> = server.received().iter().map(|request| request.connection).collect();
        assert_eq!(connections, [0, 0, 0, 0], "{kind:?}");
    }
}

#[test]
fn a_connection_that_the_service_wants_closed_is_not() {
    for kind in Kind::BOTH {
        let closed = || [http(200, &[("Connection", "close")], BODY), vec![Step::Close]].concat();
        let server = Server::new([closed(), closed()]);
        let client = client(kind, &server).with(settings().attempts(1));
        for _ in 0..2 {
            client.send(create_backup()).unwrap();
        }
        let connections: Vec<_> = server.received().iter().map(|request| request.connection).collect();
        assert_eq!(connections, [0, 1], "{kind:?}");
    }
}

#[test]
fn a_connection_that_the_service_closed_between_two_calls_is_replaced() {
    for kind in Kind::BOTH {
        // A program that blocks its only thread between two calls learns of it by a failed attempt.
        for (attempts, is_blocked) in [(1, false), (2, true)] {
            let server = Server::new([[ok(), vec![wait(50), Step::Close]].concat(), ok()]);
            let client = client(kind, &server).with(settings().attempts(attempts));
            client.send(create_backup()).unwrap();
            let pause = Duration::from_millis(300);
            if is_blocked {
                thread::sleep(pause)
            } else {
                client.idle(pause)
            }
            client.send(create_backup()).unwrap();
            let connections: Vec<_> = server.received().iter().map(|request| request.connection).collect();
            assert_eq!(connections, [0, 1], "{kind:?}");
        }
    }
}
