//! Runs the examples whose operations moto does not support, as a user would.
use crate::{reply::http, server::Server};
use std::process::Command;

/// Runs the example and returns its output.
fn run(example: &str, server: &Server, arguments: &[&str]) -> String {
    let output = Command::new(example)
        .args(["--endpoint", &format!("http://{}", server.address), "--region", "eu-central-1"])
        .args(arguments)
        .env_clear()
        .envs([("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_backup_is_copied() {
    let copying = r#"{"Backup": {"BackupId": "backup-2", "Lifecycle": "COPYING"}}"#;
    let available = r#"{"Backups": [{"BackupId": "backup-2", "Lifecycle": "AVAILABLE"}]}"#;
    let server = Server::new([copying, available].map(|body| http(200, &[], body)));
    let printed = run(env!("CARGO_BIN_EXE_copy_backup"), &server, &["backup-1", "--from", "us-east-1"]);
    assert_eq!(printed, "backup-2 is being made\nbackup-2 is available after 0 s\n");

    let [copy, describe] = <[_; 2]>::try_from(server.received()).unwrap();
    assert!(copy.headers["x-amz-target"].ends_with(".CopyBackup"));
    assert!(
        copy.body.contains(r#""SourceBackupId":"backup-1","SourceRegion":"us-east-1","CopyTags":true"#),
        "{}",
        copy.body
    );
    assert!(copy.headers["authorization"].contains("/eu-central-1/fsx/aws4_request"));
    assert_eq!(describe.body, r#"{"BackupIds":["backup-2"]}"#);
}

#[test]
fn a_backup_job_is_started() {
    let started = r#"{"BackupJobId": "job-1"}"#;
    let completed = r#"{"BackupJobId": "job-1", "State": "COMPLETED", "RecoveryPointArn": "arn:point"}"#;
    let server = Server::new([started, completed].map(|body| http(200, &[], body)));
    let arguments = ["my-vault", "arn:resource", "arn:role", "--keep", "35"];
    let printed = run(env!("CARGO_BIN_EXE_start_backup_job"), &server, &arguments);
    assert_eq!(printed, "job job-1 is started\narn:point is made\n");

    let [start, describe] = <[_; 2]>::try_from(server.received()).unwrap();
    assert_eq!(start.line, "PUT /backup-jobs HTTP/1.1");
    assert!(start.body.contains(r#""Lifecycle":{"DeleteAfterDays":35}"#), "{}", start.body);
    assert_eq!(describe.line, "GET /backup-jobs/job-1 HTTP/1.1");
}
