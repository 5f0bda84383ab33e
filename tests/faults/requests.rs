//! The contents and the number of requests.
use crate::{
    Kind, client, config, create_backup, ending,
    reply::status,
    server::{Received, Server},
};
use ferrosmith::{
    client::{BoxFuture, Client, Config, Credentials, FakeTransport, ProvideCredentials, blocking},
    error::BoxError,
};
use ferrosmith_aws::{backup, backup::operation as on_backup, fsx};

/// Returns the first request of the client.
fn first(server: &Server) -> Received {
    server.received().into_iter().next().unwrap()
}

fn names(request: &Received) -> Vec<&str> {
    request.headers.keys().map(String::as_str).collect()
}

#[test]
fn requests_identify_their_sender() {
    for kind in Kind::BOTH {
        let server = Server::new([status(200)]);
        let config = config(server.address).application("my tool/1.0");
        kind.client(config).send(create_backup()).unwrap();
        let request = first(&server);
        let expected = [
            "authorization",
            "content-length",
            "content-type",
            "host",
            "user-agent",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-security-token",
            "x-amz-target",
        ];
        assert_eq!(names(&request), expected, "{kind:?}");
        let headers = &request.headers;
        assert_eq!(request.line, "POST / HTTP/1.1");
        assert_eq!(headers["host"], server.address.to_string());
        assert_eq!(headers["x-amz-security-token"], "the-session-token");
        assert_eq!(headers["x-amz-target"], "AWSSimbaAPIService_v20180301.CreateBackup");
        let scope = "/eu-central-1/fsx/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-content-sha256;\
                     x-amz-date;x-amz-security-token;x-amz-target, Signature=";
        let authorization = &headers["authorization"];
        assert!(authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"), "{authorization}");
        assert!(authorization.contains(scope), "{authorization}");
        let agent = &headers["user-agent"];
        assert!(agent.starts_with("ferrosmith/") && agent.contains(" api/fsx#2018-03-01 "), "{agent}");
        assert!(agent.ends_with(" app/my-tool/1.0"), "{agent}");
    }
}

#[test]
fn content_length_is_sent_if_the_method_has_a_body() {
    for kind in Kind::BOTH {
        let server = Server::new([status(200), status(200), status(200), status(200)]);
        let client: crate::clients::Client<backup::Backup> = kind.client(config(server.address));
        client.send(on_backup::ListBackupVaults::new()).unwrap();
        client.send(on_backup::DeleteBackupVault::new("a b")).unwrap();
        client.send(on_backup::StopBackupJob::new("1")).unwrap();
        client.send(on_backup::TagResource::new("arn:aws:1", [("a".to_owned(), "b".to_owned())])).unwrap();
        let sent: Vec<_> = server
            .received()
            .iter()
            .map(|Received { line, headers, body, .. }| {
                let length = headers.get("content-length").map_or("-", String::as_str);
                format!("{line} {length} {body}").trim_end().to_owned()
            })
            .collect();
        let expected = [
            "GET /backup-vaults HTTP/1.1 -",
            "DELETE /backup-vaults/a%20b HTTP/1.1 -",
            "POST /backup-jobs/1 HTTP/1.1 0",
            "POST /tags/arn%3Aaws%3A1 HTTP/1.1 18 {\"Tags\":{\"a\":\"b\"}}",
        ];
        assert_eq!(sent, expected, "{kind:?}");
    }
}

#[test]
fn anonymous_requests_are_not_signed() {
    for kind in Kind::BOTH {
        let server = Server::new([status(200)]);
        kind.client(config(server.address).anonymous()).send(create_backup()).unwrap();
        let expected = ["content-length", "content-type", "host", "user-agent", "x-amz-target"];
        assert_eq!(names(&first(&server)), expected, "{kind:?}");
    }
}

/// Always fails.
#[derive(Debug)]
struct Failing;

impl ProvideCredentials for Failing {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        Box::pin(async { Err("the vault is locked".into()) })
    }
}

#[test]
fn nothing_is_sent_without_credentials() {
    for kind in Kind::BOTH {
        let server = Server::new([status(200)]);
        let result = kind.client(config(server.address).credentials(Failing)).send(create_backup());
        assert_eq!(ending(&result), "credentials", "{kind:?}: {result:?}");
        let message = result.unwrap_err().report().to_string();
        assert!(message.contains("the vault is locked"), "{kind:?}: {message}");
        assert!(server.received().is_empty(), "{kind:?}");
    }
}

#[test]
fn the_quota_stops_retries_if_most_calls_fail() {
    for kind in Kind::BOTH {
        let fake = FakeTransport::answering(|_| {
            let mut response = ferrosmith::http::Response::new(ferrosmith::Bytes::new());
            *response.status_mut() = ferrosmith::http::StatusCode::SERVICE_UNAVAILABLE;
            Ok(response)
        });
        let config = Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "secret"));
        let client = kind.client_over(config, fake.clone());
        for _ in 0..60 {
            assert_eq!(ending(&client.send(create_backup())), "service 503");
        }
        // Retries cost 5 of 500 tokens: 100 retries in 50 calls, and 10 more calls without a retry.
        assert_eq!(fake.requests().len(), 60 + 100, "{kind:?}");
        let delays = fake.slept();
        assert!(delays.iter().all(|delay| delay.as_secs_f64() <= 2.0), "{kind:?}: {delays:?}");
    }
}

#[test]
fn each_attempt_is_signed() {
    for kind in Kind::BOTH {
        let server = Server::new([status(500), status(200)]);
        client(kind, &server).send(create_backup()).unwrap();
        for request in server.received() {
            assert!(request.headers.contains_key("authorization"), "{kind:?}");
        }
    }
}

/// Clients must be usable from all threads and tasks.
#[test]
fn clients_are_shared_between_threads() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    fn sent<T: Send>(_: &T) {}
    shared::<Client<fsx::Fsx>>();
    shared::<blocking::Client<backup::Backup>>();
    shared::<Config>();
    let client: fsx::Client = Client::with_transport(Config::new("eu-central-1"), FakeTransport::new());
    sent(&client.send(create_backup()));
    sent(&async move { client.send(create_backup()).await });
}
