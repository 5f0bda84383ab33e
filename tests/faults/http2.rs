//! HTTP/2, where the service offers it: over TLS on loopback, chosen by ALPN.
use crate::{Kind, create_backup, reply::BODY, settings, tls::Authority};
use ferrosmith::{
    Bytes,
    client::{Client, Config, Credentials},
    http::{Request, Response, Version, header::HOST},
};
use ferrosmith_aws::fsx::Fsx;
use hyper::{body::Body, body::Incoming, server::conn, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::{
    convert::Infallible,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, mpsc},
    task::{Context, Poll},
    thread,
    time::Duration,
};
use tokio::{net::TcpListener, runtime::Builder};
use tokio_rustls::TlsAcceptor;

/// What a service saw: connections, and of each request its version, its authority and whether there was a `Host`.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<(usize, Requests)>>);

type Requests = Vec<(Version, String)>;

impl Seen {
    fn request(&self, request: &Request<Incoming>) {
        let host = request.headers().get(HOST).map(|host| host.to_str().unwrap());
        let authority = request.uri().authority().map(|authority| authority.as_str());
        // One of both, so that they cannot differ.
        let name = format!("{}{}", host.unwrap_or_default(), authority.unwrap_or_default());
        self.0.lock().unwrap().1.push((request.version(), name));
    }

    fn take(&self) -> (usize, Requests) {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// A body that is there at once.
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(hyper::body::Frame::data(bytes))))
    }
}

/// A service that offers both versions.
fn service(authority: &Authority) -> (SocketAddr, Seen) {
    let mut tls = authority.server_config("localhost");
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let (seen, (sender, receiver)) = (Seen::default(), mpsc::channel());
    let log = seen.clone();
    thread::spawn(move || {
        Builder::new_current_thread().enable_all().build().unwrap().block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let acceptor = TlsAcceptor::from(Arc::new(tls));
            while let Ok((stream, _)) = listener.accept().await {
                log.0.lock().unwrap().0 += 1;
                let (acceptor, log) = (acceptor.clone(), log.clone());
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                    let answer = service_fn(move |request: Request<Incoming>| {
                        log.request(&request);
                        async {
                            tokio::time::sleep(Duration::from_millis(50)).await;
                            Ok::<_, Infallible>(Response::new(Whole(Some(Bytes::from_static(BODY.as_bytes())))))
                        }
                    });
                    let stream = TokioIo::new(stream);
                    // Errors mean that the client left.
                    if is_h2 {
                        _ = conn::http2::Builder::new(TokioExecutor::new()).serve_connection(stream, answer).await;
                    } else {
                        _ = conn::http1::Builder::new().serve_connection(stream, answer).await;
                    }
                });
            }
        });
    });
    (receiver.recv().unwrap(), seen)
}

fn config(authority: &Authority, address: SocketAddr) -> Config {
    let config = Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "the-secret-key"));
    let endpoint = format!("https://localhost:{}", address.port()).parse().unwrap();
    let config = config.endpoint(endpoint).settings(settings()).connect_timeout(Duration::from_secs(60));
    config.root_certificates(&authority.pem).unwrap()
}

#[test]
fn the_async_client_takes_the_version_that_is_offered() {
    let authority = Authority::new();
    let (address, seen) = service(&authority);
    let name = format!("localhost:{}", address.port());
    for (kind, version) in [(Kind::Async, Version::HTTP_2), (Kind::Blocking, Version::HTTP_11)] {
        let client: crate::Client = kind.client(config(&authority, address));
        client.send(create_backup()).map_err(|error| error.report().to_string()).unwrap();
        client.send(create_backup()).unwrap();
        let (connections, requests) = seen.take();
        assert_eq!(requests, [(version, name.clone()), (version, name.clone())], "{kind:?}");
        // Whether ureq reuses a connection after a body without a length depends on when its end arrives.
        assert!(connections == 1 || kind == Kind::Blocking, "{kind:?}: {connections} connections");
    }
    // One that offers nothing.
    let old = authority.server("localhost");
    let client: crate::Client = Kind::Async.client(config(&authority, old.address));
    client.send(create_backup()).unwrap();
    let head = old.heads().remove(0).to_lowercase();
    assert!(head.contains(&format!("\r\nhost: localhost:{}\r\n", old.address.port())), "{head}");
}

#[test]
fn calls_side_by_side_share_one_connection() {
    let authority = Authority::new();
    let (address, seen) = service(&authority);
    let client: Client<Fsx> = Client::new(config(&authority, address));
    Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        client.send(create_backup()).await.unwrap();
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.send(create_backup()).await.map(drop) })
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
    });
    let (connections, requests) = seen.take();
    assert_eq!((connections, requests.len()), (1, 21));
}
