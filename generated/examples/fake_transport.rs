//! How a program that uses a client is tested without AWS: its tests give the client a transport that answers from memory.
//!
//! `cargo test --example fake_transport --features transport`
use ferrosmith_aws::{
    Error,
    fsx::{
        Client,
        operation::{DeleteBackup, DeleteBackupError},
    },
};

/// What a program does: deletes a backup, and takes one that is gone already for deleted.
pub async fn delete(client: &Client, id: &str) -> Result<(), Error<DeleteBackupError>> {
    match client.send(DeleteBackup::new(id)).await {
        Ok(_) => Ok(()),
        Err(error) if matches!(error.service(), Some(DeleteBackupError::BackupNotFound(_))) => Ok(()),
        Err(error) => Err(error),
    }
}

fn main() {
    println!("{}", include_str!("fake_transport.rs"));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "that is how a test fails")]
    use super::*;
    use ferrosmith_aws::{
        ferrosmith::client::{Credentials, FakeTransport},
        fsx::Config,
    };

    fn client(fake: &FakeTransport) -> Client {
        let config = Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "secret"));
        Client::with_transport(config, fake.clone())
    }

    #[tokio::test]
    async fn a_backup_is_deleted() {
        let fake = FakeTransport::new().reply(200, r#"{"BackupId": "backup-1", "Lifecycle": "DELETED"}"#);
        delete(&client(&fake), "backup-1").await.unwrap();

        let request = &fake.requests()[0];
        assert_eq!(request.uri(), "https://fsx.eu-central-1.amazonaws.com/");
        assert!(String::from_utf8_lossy(request.body()).contains(r#""BackupId":"backup-1""#));
    }

    #[tokio::test]
    async fn a_backup_that_is_gone_is_deleted() {
        let fake = FakeTransport::new().reply(400, r#"{"__type": "BackupNotFound", "Message": "gone"}"#);
        delete(&client(&fake), "backup-1").await.unwrap();
    }

    #[tokio::test]
    async fn trouble_is_tried_again() {
        let fake = FakeTransport::new().reply(503, "").reply(200, "{}");
        delete(&client(&fake), "backup-1").await.unwrap();

        // The same call twice: with one idempotency token, so that AWS does it once. The fake slept no real time.
        let bodies: Vec<_> = fake.requests().iter().map(|request| request.body().clone()).collect();
        assert_eq!(bodies[0], bodies[1]);
        assert_eq!(fake.slept().len(), 1);
    }
}
