//! `generated/examples/fake_transport.rs` with the official SDK.
use aws_sdk_fsx::{Client, error::SdkError, operation::delete_backup::DeleteBackupError};

/// What a program does: deletes a backup, and takes one that is gone already for deleted.
pub async fn delete(client: &Client, id: &str) -> Result<(), SdkError<DeleteBackupError>> {
    match client.delete_backup().backup_id(id).send().await {
        Ok(_) => Ok(()),
        Err(error) if error.as_service_error().is_some_and(DeleteBackupError::is_backup_not_found) => Ok(()),
        Err(error) => Err(error),
    }
}

fn main() {
    println!("{}", include_str!("main.rs"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_fsx::{
        Config,
        config::{BehaviorVersion, Credentials, Region, retry::RetryConfig},
    };
    use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
    use aws_smithy_types::body::SdkBody;
    use std::time::Duration;

    fn client(replies: Vec<(u16, &'static str)>) -> (StaticReplayClient, Client) {
        let event = |(status, body)| {
            let request = http::Request::builder().body(SdkBody::empty()).unwrap();
            let response = http::Response::builder()
                .status(status)
                .header("content-type", "application/x-amz-json-1.1")
                .body(SdkBody::from(body))
                .unwrap();
            ReplayEvent::new(request, response)
        };
        let fake = StaticReplayClient::new(replies.into_iter().map(event).collect());
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-central-1"))
            .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
            .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
            .http_client(fake.clone())
            .build();
        (fake, Client::from_conf(config))
    }

    #[tokio::test]
    async fn a_backup_is_deleted() {
        let (fake, client) = client(vec![(200, r#"{"BackupId": "backup-1", "Lifecycle": "DELETED"}"#)]);
        delete(&client, "backup-1").await.unwrap();

        let request = fake.actual_requests().next().unwrap();
        assert_eq!(request.uri(), "https://fsx.eu-central-1.amazonaws.com/");
        let body = String::from_utf8_lossy(request.body().bytes().unwrap());
        assert!(body.contains(r#""BackupId":"backup-1""#));
    }

    #[tokio::test]
    async fn a_backup_that_is_gone_is_deleted() {
        let (_, client) = client(vec![(400, r#"{"__type": "BackupNotFound", "Message": "gone"}"#)]);
        delete(&client, "backup-1").await.unwrap();
    }

    #[tokio::test]
    async fn trouble_is_tried_again() {
        let (fake, client) = client(vec![(503, ""), (200, "{}")]);
        delete(&client, "backup-1").await.unwrap();

        // The same call twice: with one idempotency token, so that AWS does it once.
        let bodies: Vec<_> = fake.actual_requests().map(|request| request.body().bytes().map(<[u8]>::to_vec)).collect();
        assert_eq!(bodies.len(), 2);
        assert_eq!(bodies[0], bodies[1]);
    }
}
