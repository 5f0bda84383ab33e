//! Connections: those that are not made, those that are used again, and those that have gone stale.
use crate::{
    Client, Kind, client, config, create_backup, ending,
    reply::{BODY, http, ok, wait},
    server::{Server, Step},
    settings,
};
use socket2::{Domain, Socket, Type};
use std::{net::SocketAddr, thread, time::Duration};

/// An address where nobody listens, and which nobody else gets meanwhile.
fn nobody() -> (Socket, SocketAddr) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    (socket, address)
}

#[test]
fn a_refused_connection_is_tried_again() {
    for kind in Kind::BOTH {
        let (_socket, address) = nobody();
        let (client, pauses): (Client, _) = kind.hasty_client(config(address));
        let once = client.send(create_backup());
        assert_eq!(ending(&once), "transport", "{kind:?}: {once:?}");
        assert_eq!(pauses.lock().unwrap().len(), 2, "{kind:?}");
        let message = once.unwrap_err().report().to_string();
        assert!(message.contains("refused"), "{kind:?}: {message}");
    }
}

#[test]
fn a_service_that_comes_back_is_found() {
    for kind in Kind::BOTH {
        let (socket, address) = nobody();
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
