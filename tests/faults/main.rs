//! The behavior of clients when a network or a service misbehaves: the right error, or a retry that succeeds in time
//! with the same idempotency token. All tests run on loopback and through both clients.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]
#[path = "../clients.rs"]
mod clients;
mod connections;
mod examples;
mod hostile;
mod networks;
mod reply;
mod requests;
mod server;
mod table;
mod time;
mod tls;
mod trace;

use clients::Kind;
use ferrosmith::{
    ErrorKind,
    client::{Config, Credentials, Settings},
};
use ferrosmith_aws::{Error, fsx};
use server::Server;
use std::{fmt::Debug, net::SocketAddr, time::Duration};

type Client = clients::Client<fsx::Fsx>;

/// Timeouts long enough that a busy machine never reaches them; tests of timeouts set their own.
fn settings() -> Settings {
    let (read, total) = (Duration::from_secs(100), Duration::from_secs(300));
    Settings::default().read_timeout(read).timeout(total).max_response_bytes(4096)
}

fn config(address: SocketAddr) -> Config {
    let endpoint = format!("http://{address}").parse().unwrap();
    let credentials = Credentials::new("AKIDEXAMPLE", "the-secret-key").session_token("the-session-token");
    Config::new("eu-central-1")
        .endpoint(endpoint)
        .credentials(credentials)
        .settings(settings())
        .connect_timeout(Duration::from_secs(60))
}

fn client(kind: Kind, server: &Server) -> Client {
    kind.client(config(server.address))
}

/// The call of most tests; it has an idempotency token.
fn create_backup() -> fsx::operation::CreateBackup {
    fsx::operation::CreateBackup::new().file_system_id("fs-0498eed5fe91001ec")
}

/// Returns a short name for the result of a call.
fn ending<T, E: Debug>(result: &Result<T, Error<E>>) -> String {
    let Err(error) = result else { return "success".to_owned() };
    match error.kind() {
        ErrorKind::Construction(_) => "construction".to_owned(),
        ErrorKind::Credentials(_) => "credentials".to_owned(),
        ErrorKind::Transport(_) => "transport".to_owned(),
        ErrorKind::Timeout(_) => "timeout".to_owned(),
        ErrorKind::Response(_) => format!("unreadable {}", error.status().unwrap()),
        _ => format!("service {}", error.status().unwrap()),
    }
}
