//! Calls without I/O: requests and parsed responses.
use ferrosmith::{
    ErrorKind,
    http::{Request, Response},
};
use ferrosmith_aws::{
    Endpoint, Operation, Timestamp,
    backup::operation::{
        DescribeBackupVault, ListBackupJobs, StartBackupJob, StartBackupJobError, StartBackupJobRequired,
    },
    fsx::{
        operation::{CopyBackup, CreateBackup, CreateBackupError},
        types::{BackupLifecycle, BackupType, Tag},
    },
};
use serde_json::{Value, json};

fn endpoint() -> Endpoint {
    "https://service.us-east-1.amazonaws.com".parse().unwrap()
}

/// Returns method, URI, headers and JSON body as text.
fn text(request: Request<impl AsRef<[u8]>>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\n", value.to_str().unwrap());
    }
    let body = request.body().as_ref();
    if !body.is_empty() {
        let json: Value = serde_json::from_slice(body).unwrap();
        text += &format!("\n{}", serde_json::to_string_pretty(&json).unwrap());
    }
    text
}

fn request(operation: &impl Operation) -> String {
    text(operation.to_request_with(&endpoint(), &|| "00000000-0000-4000-8000-000000000000".to_owned()).unwrap())
}

fn response(status: u16, body: Value) -> Response<Vec<u8>> {
    Response::builder().status(status).header("x-amzn-requestid", "id-1").body(body.to_string().into_bytes()).unwrap()
}

#[test]
fn create_backup() {
    let call = CreateBackup::new().file_system_id("fs-0498eed5fe91001ec").tags([Tag::new("Name", "MyBackup")]);
    insta::assert_snapshot!(request(&call));
    let body = json!({ "Backup": {
        "BackupId": "backup-03e3c82e0183b7b6b", "Lifecycle": "CREATING", "Type": "USER_INITIATED", "CreationTime": 1481841524.5,
        "FileSystem": { "FileSystemId": "fs-0498eed5fe91001ec", "StorageCapacity": 300 },
        "Tags": [{ "Key": "Name", "Value": "MyBackup" }], "Unheard": [{}], "ProgressPercent": null,
    }});
    let backup = CreateBackup::from_response(response(200, body)).unwrap().backup.unwrap();
    assert_eq!(backup.backup_id.as_deref(), Some("backup-03e3c82e0183b7b6b"));
    assert_eq!(backup.lifecycle, Some(BackupLifecycle::Creating));
    assert_eq!(backup.r#type, Some(BackupType::UserInitiated));
    assert_eq!(backup.creation_time, Some(Timestamp::new(1_481_841_524, 500_000_000)));
    assert_eq!(backup.file_system.unwrap().storage_capacity, Some(300));
    assert_eq!(backup.tags, Some(vec![Tag::new("Name", "MyBackup")]));
    assert_eq!(backup.progress_percent, None);
}

#[test]
fn copy_backup() {
    insta::assert_snapshot!(request(&CopyBackup::new("backup-1").copy_tags(false).source_region("eu-west-1")));
    let output = CopyBackup::from_response(response(200, json!({ "Backup": { "BackupId": "backup-2" } }))).unwrap();
    assert_eq!(output.backup.unwrap().backup_id.unwrap(), "backup-2");
}

#[test]
fn start_backup_job() {
    let required = StartBackupJobRequired {
        backup_vault_name: "vault",
        resource_arn: "arn:aws:ec2:us-east-1:1:volume/vol-1",
        iam_role_arn: "arn:aws:iam::1:role/r",
    };
    let call =
        StartBackupJob::new(required).recovery_point_tags([("team", "storage"), ("a", "")]).start_window_minutes(60);
    insta::assert_snapshot!(request(&call));
    let body = json!({ "BackupJobId": "job-1", "CreationDate": 1.5e9, "IsParent": false });
    let output = StartBackupJob::from_response(response(200, body)).unwrap();
    assert_eq!(output.backup_job_id.as_deref(), Some("job-1"));
    assert_eq!(output.creation_date, Some(Timestamp::from_seconds(1_500_000_000)));
    assert!(!output.is_parent);
}

#[test]
fn labels_and_queries_are_escaped() {
    insta::assert_snapshot!(request(&DescribeBackupVault::new("a b/ü?~").backup_vault_account_id("1")));
    let call = ListBackupJobs::new().by_created_after(Timestamp::from_seconds(0)).next_token("").max_results(0);
    insta::assert_snapshot!(request(&call));
}

#[test]
fn an_empty_label_is_no_request() {
    for name in ["", ".", ".."] {
        let error = DescribeBackupVault::new(name).to_request(&endpoint()).unwrap_err();
        assert!(error.to_string().contains("`BackupVaultName`"), "{error}");
    }
}

#[test]
fn an_absent_token_is_a_uuid_and_a_given_one_is_kept() {
    let token = |call: CreateBackup| {
        let request = call.to_request(&endpoint()).unwrap();
        let json: Value = serde_json::from_slice(request.body()).unwrap();
        json["ClientRequestToken"].as_str().unwrap().to_owned()
    };
    let (one, other) = (token(CreateBackup::new()), token(CreateBackup::new()));
    assert_ne!(one, other);
    assert_eq!((one.len(), one.as_bytes()[14]), (36, b'4'), "{one} is no UUID of version 4");
    assert_eq!(token(CreateBackup::new().client_request_token("")), "");
}

#[test]
fn a_declared_error_is_typed() {
    let body = json!({ "__type": "com.amazonaws.fsx#FileSystemNotFound", "Message": "no such" });
    let error = CreateBackup::from_response(response(400, body)).unwrap_err();
    let Some(CreateBackupError::FileSystemNotFound(payload)) = error.service() else { panic!("{error:?}") };
    assert_eq!(payload.message.as_deref(), Some("no such"));
    assert_eq!(error.to_string(), "FSx CreateBackup: FileSystemNotFound: no such (status 400, request id id-1)");
    assert!(!error.is_retryable());
}

#[test]
fn the_error_header_takes_precedence_over_the_body() {
    let body = json!({ "Code": "ERROR_3601", "Message": "no such", "__type": "Other" });
    let mut response = response(400, body);
    let header = "ResourceNotFoundException:http://internal/".parse().unwrap();
    response.headers_mut().insert("x-amzn-errortype", header);
    let error = StartBackupJob::from_response(response).unwrap_err();
    let Some(StartBackupJobError::ResourceNotFoundException(payload)) = error.service() else { panic!("{error:?}") };
    assert_eq!(payload.code.as_deref(), Some("ERROR_3601"));
}

#[test]
fn any_failed_response_is_an_error_with_its_status() {
    for body in ["", "<html>", "[]", "null", "5", "{", r#"{"__type": 5}"#, r#"{"__type": "#] {
        let response =
            Response::builder().status(503).header("x-amzn-requestid", "id-1").body(body.as_bytes().to_vec());
        let error = CreateBackup::from_response(response.unwrap()).unwrap_err();
        assert!(matches!(error.service(), Some(CreateBackupError::Unhandled(_))), "{body}: {error:?}");
        assert_eq!((error.status(), error.request_id()), (Some(503), Some("id-1")), "{body}");
        assert!(error.is_retryable(), "{body}");
    }
}

#[test]
fn an_invalid_successful_response_is_a_response_error() {
    let error = CreateBackup::from_response(response(200, json!({ "Backup": [] }))).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Response(_)), "{error:?}");
    assert_eq!((error.status(), error.request_id()), (Some(200), Some("id-1")));
}
