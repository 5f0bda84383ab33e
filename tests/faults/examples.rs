//! Runs the examples whose operations moto does not support, as a user would.
use crate::{reply::http, server::Server};
use std::process::Command;

/// Runs the example and returns its output.
fn run(example: &str, server: &Server, arguments: &[&str]) -> String {
    let endpoint = format!("http://{}", server.address);
    let place = ["--endpoint", &endpoint, "--region", "eu-central-1"];
    succeed(Command::new(example).args(place).args(arguments).env_clear())
}

/// The same for examples that are told where to call by the environment alone.
fn run_with_environment(example: &str, server: &Server, arguments: &[&str]) -> String {
    let endpoint = format!("http://{}", server.address);
    let place = [("AWS_ENDPOINT_URL", endpoint.as_str()), ("AWS_REGION", "eu-central-1")];
    succeed(Command::new(example).args(arguments).env_clear().envs(place))
}

fn succeed(command: &mut Command) -> String {
    let keys = [("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")];
    let output = command.envs(keys).output().unwrap();
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

#[test]
fn a_night_makes_a_backup_and_deletes_the_old_ones() {
    let made = r#"{"Backup": {"BackupId": "backup-9", "Lifecycle": "CREATING"}}"#;
    let available = r#"{"Backups": [{"BackupId": "backup-9", "Lifecycle": "AVAILABLE"}]}"#;
    let backup = |id: &str, tag: &str, time: u64| {
        format!(r#"{{"BackupId": "{id}", "CreationTime": {time}, "Tags": [{{"Key": "made-by", "Value": "{tag}"}}]}}"#)
    };
    let backups = [
        backup("backup-1", "nightly", 1_600_000_000),
        backup("backup-2", "somebody", 1_600_000_000),
        backup("backup-3", "nightly", 1_600_000_000),
        backup("backup-4", "nightly", 9_000_000_000),
    ];
    let listed = format!(r#"{{"Backups": [{}]}}"#, backups.join(", "));
    let deleted = r#"{"BackupId": "backup-1", "Lifecycle": "DELETED"}"#;
    let gone = r#"{"__type": "BackupNotFound", "Message": "gone"}"#;
    let replies = [(200, made), (200, available), (200, &listed), (200, deleted), (400, gone)];
    let server = Server::new(replies.map(|(status, body)| http(status, &[], body)));
    let printed = run_with_environment(env!("CARGO_BIN_EXE_nightly_backup"), &server, &["fs-1", "--keep", "7"]);
    assert_eq!(printed, "fs-1: backup-9\nfs-1: deleted backup-1\n");

    let requests = server.received();
    let targets: Vec<_> = requests.iter().filter_map(|one| one.headers["x-amz-target"].rsplit('.').next()).collect();
    assert_eq!(targets, ["CreateBackup", "DescribeBackups", "DescribeBackups", "DeleteBackup", "DeleteBackup"]);
    assert!(requests[2].body.contains(r#"{"Name":"file-system-id","Values":["fs-1"]}"#), "{}", requests[2].body);
    assert!(requests[4].body.contains(r#""BackupId":"backup-3""#), "{}", requests[4].body);
}

#[test]
fn jobs_are_reported_readably() {
    let first = r#"{"BackupJobs": [{"BackupJobId": "job-1", "State": "FAILED", "CreationDate": 1600000000.5}], "NextToken": "n"}"#;
    let second =
        r#"{"BackupJobs": [{"BackupJobId": "job-2", "CreatedBy": {"BackupPlanId": "plan"}, "IsParent": false}]}"#;
    let server = Server::new([first, second].map(|body| http(200, &[], body)));
    let printed = run_with_environment(env!("CARGO_BIN_EXE_job_report"), &server, &["--state", "FAILED"]);
    let report: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let expected = serde_json::json!([
        { "backup_job_id": "job-1", "state": "FAILED", "creation_date": "2020-09-13T12:26:40.5Z" },
        { "backup_job_id": "job-2", "created_by": { "backup_plan_id": "plan" }, "is_parent": false },
    ]);
    assert_eq!(report, expected);

    let [first, second] = <[_; 2]>::try_from(server.received()).unwrap();
    assert!(first.line.contains("state=FAILED") && first.line.contains("createdAfter=2"), "{}", first.line);
    assert!(second.line.contains("nextToken=n"), "{}", second.line);
}
