//! Connections that are refused, reused or stale.
use crate::{
    Client, Kind, client, config, create_backup, ending,
    reply::{BODY, http, ok, wait},
    server::{Server, Step},
    settings,
};
use socket2::{Domain, Socket, Type};
use std::{net::SocketAddr, thread, time::Duration};

/// Returns an address without a listener; the socket reserves it.
fn unused_address() -> (Socket, SocketAddr) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    (socket, address)
}

#[test]
fn a_refused_connection_is_retried() {
    for kind in Kind::BOTH {
        let (_socket, address) = unused_address();
        let (client, delays): (Client, _) = kind.hasty_client(config(address));
        let result = client.send(create_backup());
        assert_eq!(ending(&result), "transport", "{kind:?}: {result:?}");
        assert_eq!(delays.lock().unwrap().len(), 2, "{kind:?}");
        let message = result.unwrap_err().report().to_string();
        assert!(message.contains("refused"), "{kind:?}: {message}");
    }
}

#[test]
fn a_service_that_restarts_is_reached() {
    for kind in Kind::BOTH {
        let (socket, address) = unused_address();
        let settings = settings().attempts(100);
        let restarted = thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            socket.listen(16).unwrap();
            Server::on(socket.into(), [ok()])
        });
        let result = kind.client(config(address).settings(settings)).send(create_backup());
        assert_eq!(ending(&result), "success", "{kind:?}: {result:?}");
        assert_eq!(restarted.join().unwrap().received().len(), 1, "{kind:?}");
    }
}

#[test]
fn connections_are_reused() {
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
fn a_connection_with_connection_close_is_not_reused() {
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
fn a_connection_that_was_closed_between_calls_is_replaced() {
    for kind in Kind::BOTH {
        // A program that blocks its only thread between two calls learns of the closed connection from a failed
        // attempt.
        for (attempts, is_blocked) in [(1, false), (2, true)] {
            let server = Server::new([[ok(), vec![wait(50), Step::Close]].concat(), ok()]);
            let client = client(kind, &server).with(settings().attempts(attempts));
            client.send(create_backup()).unwrap();
            while server.closed() == 0 {
                thread::sleep(Duration::from_millis(1));
            }
            if !is_blocked {
                client.idle(Duration::from_millis(300));
            }
            client.send(create_backup()).unwrap();
            let connections: Vec<_> = server.received().iter().map(|request| request.connection).collect();
            assert_eq!(connections, [0, 1], "{kind:?}");
        }
    }
}
