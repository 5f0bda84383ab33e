//! Credentials over real connections on this machine.
use super::{Outcome, environment};
use ferrosmith::{ErrorKind, client::Config};
use ferrosmith_aws::fsx::{self, operation::DescribeFileSystems};
use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// Starts a server that responds to requests sequentially. Returns its address.
fn server(respond: impl Fn(&str) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                head.extend(byte);
            }
            let body = respond(&String::from_utf8(head).unwrap());
            let length = body.len();
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}").unwrap();
        }
    });
    address
}

fn metadata(head: &str) -> String {
    match head.split_whitespace().take(2).collect::<Vec<_>>()[..] {
        ["PUT", "/latest/api/token"] => "imds-token".to_owned(),
        ["GET", "/latest/meta-data/iam/security-credentials/"] => "a-role".to_owned(),
        ["GET", "/latest/meta-data/iam/security-credentials/a-role"] => {
            r#"{"Code": "Success", "AccessKeyId": "AKIDINSTANCE",
            "SecretAccessKey": "secret", "Token": "token", "Expiration": "2999-01-01T00:00:00Z"}"#
                .to_owned()
        }
        _ => panic!("{head}"),
    }
}

fn config(metadata: &str) -> Config {
    let fsx = server(|head| {
        assert!(head.contains("Credential=AKIDINSTANCE/"), "{head}");
        "{}".to_owned()
    });
    let variables = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata), ("AWS_ENDPOINT_URL", &fsx)];
    Config::from_environment(environment(&variables)).unwrap()
}

fn send_async(config: Config) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { fsx::Client::new(config).send(DescribeFileSystems::new()).await.map(drop) })
}

fn send_blocking(config: Config) -> Outcome {
    fsx::blocking::Client::new(config).send(DescribeFileSystems::new()).map(drop)
}

#[test]
fn both_clients_use_the_metadata_service() {
    let metadata = server(metadata);
    send_blocking(config(&metadata)).unwrap();
    send_async(config(&metadata)).unwrap();
}

#[test]
fn a_metadata_service_that_does_not_respond_times_out() {
    // Accepts connections, but never responds.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    for send in [send_blocking, send_async] {
        let start = Instant::now();
        let error = send(config(&address)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Credentials(_)), "{error}");
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    }
}

/// On a runtime with one thread, other tasks run while a command does.
#[cfg(unix)]
#[test]
fn a_command_does_not_block_the_runtime() {
    let fsx = server(|_| "{}".to_owned());
    let file = "[default]\ncredential_process = sleep 0.3; echo \
        '{\"Version\": 1, \"AccessKeyId\": \"AKID\", \"SecretAccessKey\": \"secret\"}'";
    let environment = environment(&[("AWS_ENDPOINT_URL", &fsx)]).file("~/.aws/config", file);
    let client = fsx::Client::new(Config::from_environment(environment).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ticks = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&ticks);
    runtime.spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(10)).await;
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    runtime.block_on(client.send(DescribeFileSystems::new())).unwrap();
    assert!(ticks.load(Ordering::SeqCst) >= 5, "{ticks:?}");
}
