//! Errors of operations, of services, and what they say.
use ferrosmith_aws::{
    Error, Operation,
    ferrosmith::http::Response,
    fsx::{self, error::BackupNotFound, operation::DeleteBackup, operation::DeleteBackupError},
};

fn failure(status: u16, body: &str) -> Error<DeleteBackupError> {
    let response = Response::builder().status(status).header("x-amzn-requestid", "id-1");
    DeleteBackup::from_response(response.body(body.as_bytes().to_vec()).unwrap()).unwrap_err()
}

#[test]
fn an_error_of_an_operation_is_one_of_its_service() {
    let error = failure(400, r#"{"__type": "BackupNotFound", "Message": "gone"}"#).cast::<fsx::Error>();
    let Some(fsx::Error::BackupNotFound(payload)) = error.service() else { panic!("{error:?}") };
    assert_eq!(*payload, BackupNotFound::new().message("gone"));
    assert_eq!(
        (error.code(), error.message(), error.request_id()),
        (Some("BackupNotFound"), Some("gone"), Some("id-1"))
    );
    assert_eq!(
        fsx::Error::from(DeleteBackupError::BackupNotFound(BackupNotFound::new())).to_string(),
        "BackupNotFound"
    );
}

#[test]
fn an_undeclared_error_keeps_its_code() {
    let error = failure(400, r#"{"__type": "ThrottlingException", "message": "slow down"}"#);
    assert!(matches!(error.service(), Some(DeleteBackupError::Unhandled(_))));
    assert!(error.is_throttle() && error.is_retryable());
    assert_eq!(error.to_string(), "ThrottlingException: slow down (status 400, request id id-1)");
    let error = error.cast::<fsx::Error>();
    let Some(fsx::Error::Unhandled(unhandled)) = error.service() else { panic!("{error:?}") };
    assert_eq!((unhandled.code(), unhandled.message()), (Some("ThrottlingException"), Some("slow down")));
}
