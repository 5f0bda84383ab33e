//! Errors of operations and services, and their messages.
use ferrosmith::client::{Credentials, FakeTransport, Settings, TransportError, TransportErrorKind};
use ferrosmith_aws::{
    Error, Operation,
    ferrosmith::http::Response,
    fsx::{
        self,
        error::{ActiveDirectoryError, BackupNotFound},
        operation::{CreateFileSystem, CreateFileSystemError, DeleteBackup, DeleteBackupError},
    },
};
use ferrosmith_tests::sensitive::operation::{SignIn, SignInError};

fn failure(status: u16, body: &str) -> Error<DeleteBackupError> {
    failure_of(status, body.as_bytes())
}

fn failure_of(status: u16, body: &[u8]) -> Error<DeleteBackupError> {
    let response = Response::builder().status(status).header("x-amzn-requestid", "id-1");
    DeleteBackup::from_response(response.body(body.to_vec()).unwrap()).unwrap_err()
}

#[test]
fn operation_errors_convert_to_service_errors() {
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
    assert_eq!(error.to_string(), "FSx DeleteBackup: ThrottlingException: slow down (status 400, request id id-1)");
    let error = error.cast::<fsx::Error>();
    let Some(fsx::Error::Unhandled(unhandled)) = error.service() else { panic!("{error:?}") };
    assert_eq!((unhandled.code(), unhandled.message()), (Some("ThrottlingException"), Some("slow down")));
}

/// Everything that can be parsed in an invalid body is parsed: code, message, the declared error and its other members.
#[test]
fn invalid_bodies_of_errors_are_parsed_as_far_as_possible() {
    let odd: [&[u8]; 24] = [
        br#"{"__type":"BackupNotFound","Message":"gone","Odd":"cut \ud83d"}"#,
        br#"{"Odd":"\ude00","__type":"BackupNotFound","Message":"gone"}"#,
        b"{\"Odd\":\"\xff\xfe\",\"__type\":\"BackupNotFound\",\"Message\":\"gone\"}",
        b"\xef\xbb\xbf{\"__type\":\"BackupNotFound\",\"Message\":\"gone\"}",
        br#"{"Odd":1E400,"__type":"BackupNotFound","Message":"gone"}"#,
        br#"{"Odd":NaN,"__type":"BackupNotFound","Message":"gone"}"#,
        br#"{"Odd":-Infinity,"__type":"BackupNotFound","Message":"gone"}"#,
        br#"{"Odd":[1,],"__type":"BackupNotFound","Message":"gone",}"#,
        br#"{"Odd":[}],"__type":"BackupNotFound","Message":"gone"}"#,
        br#"{"Odd":'x',"__type":"BackupNotFound","Message":"gone"}"#,
        br#"{"Odd":"\x","__type":"BackupNotFound","Message":"gone"}"#,
        br#"{"Odd":"\u12","__type":"BackupNotFound","Message":"gone"}"#,
        b"{\"Odd\":\"\n\0\",\"__type\":\"BackupNotFound\",\"Message\":\"gone\"}",
        br#"{"Odd":,"__type":"BackupNotFound","Message":"gone"}"#,
        br#"{"Odd":"x" "__type":"BackupNotFound","Message":"gone"}"#,
        br#"{"__type":"BackupNotFound","Message":"gone"} and more"#,
        br#"{"__type":"BackupNotFound","Message":"gone"}}}"#,
        br#"{"__type":"BackupNotFound","Message":"gone""#,
        br#"{"__type":"BackupNotFound","Message":"gone","Odd"#,
        br#"{"__type":"BackupNotFound","Message":"gone","Odd":"#,
        br#"{"__type":"BackupNotFound","Message":"gone","Odd":[{"#,
        br#"{"__type":"BackupNotFound","Message":"gone","Odd":tru"#,
        br#"{"__type":"BackupNotFound","Message":"gone","Odd":"x\"#,
        br#"{"__type":"Other","Message":5,"__type":"BackupNotFound","Message":"gone"}"#,
    ];
    let deep = |open: &str| format!(r#"{{"Odd":{},"__type":"BackupNotFound","Message":"gone"}}"#, open.repeat(100_000));
    let closed = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let closed = format!(r#"{{"Odd":{closed},"__type":"BackupNotFound","Message":"gone"}}"#);
    for body in odd.into_iter().chain([closed.as_bytes()]) {
        let error = failure_of(400, body);
        let shown = String::from_utf8_lossy(&body[..body.len().min(80)]);
        assert_eq!((error.code(), error.message()), (Some("BackupNotFound"), Some("gone")), "{shown}");
        let Some(DeleteBackupError::BackupNotFound(payload)) = error.service() else { panic!("{shown}: {error:?}") };
        assert_eq!(payload.message.as_deref(), Some("gone"), "{shown}");
    }
    // An unclosed value contains everything that follows, so the error has no code.
    assert_eq!(failure_of(400, deep("[").as_bytes()).code(), None);
}

#[test]
fn truncated_text_is_read() {
    let error = failure_of(400, br#"{"__type":"ThrottlingException","message":"cut \ud83d"}"#);
    assert_eq!((error.code(), error.message()), (Some("ThrottlingException"), Some("cut \u{fffd}")));
    assert!(error.is_throttle());
    let error = failure_of(400, b"{\"__type\":\"ThrottlingException\",\"message\":\"a\xffb\"}");
    assert_eq!((error.code(), error.message()), (Some("ThrottlingException"), Some("a\u{fffd}b")));
    // A truncated name is another name. A truncated message is absent, as in other clients.
    for cut in [r#"{"message":"m","__type":"Throttling"#, r#"{"__type":"ThrottlingException","message":"m"#] {
        let error = failure(400, cut);
        assert_eq!((error.code(), error.message()), (None, None), "{cut}");
    }
}

/// An invalid member does not affect others, at any depth.
#[test]
fn valid_members_of_errors_are_read() {
    let body = br#"{"__type":"ActiveDirectoryError","ActiveDirectoryId":{"not":"text"},"Type":"DOMAIN_NOT_FOUND","Message":"m"}"#;
    let response = Response::builder().status(400).body(body.to_vec()).unwrap();
    let error = CreateFileSystem::from_response(response).unwrap_err();
    let Some(CreateFileSystemError::ActiveDirectoryError(payload)) = error.service() else { panic!("{error:?}") };
    assert_eq!(payload.active_directory_id, ActiveDirectoryError::default().active_directory_id);
    assert_eq!(payload.r#type.as_ref().map(|kind| kind.as_str()), Some("DOMAIN_NOT_FOUND"));
    assert_eq!(payload.message.as_deref(), Some("m"));
}

#[test]
fn text_of_a_service_is_printed_on_one_line_and_truncated() {
    let text = format!("a\nb\u{1b}[2J\u{202e}{}", "x".repeat(5_000));
    let body = serde_json::json!({ "__type": "BackupNotFound", "Message": text }).to_string();
    let error = failure(400, &body);
    assert_eq!(error.message(), Some(text.as_str()));
    for shown in [error.to_string(), error.service().unwrap().to_string()] {
        let shown = shown.trim_start_matches("FSx DeleteBackup: ");
        assert!(shown.starts_with(r"BackupNotFound: a\nb\u{1b}[2J\u{202e}xxx"), "{shown}");
        assert!(shown.chars().count() < 1_200 && shown.contains("x…"), "{shown}");
    }
    let error = failure(400, r#"{"__type":"New\u001b]0;Type"}"#);
    assert_eq!(error.to_string(), r"FSx DeleteBackup: New\u{1b}]0;Type (status 400, request id id-1)");
}

#[test]
fn a_sensitive_message_is_never_printed() {
    let response = Response::builder().status(400).body(br#"{"__type":"Rejected","message":"hunter2"}"#.to_vec());
    let error = SignIn::from_response(response.unwrap()).unwrap_err();
    let Some(SignInError::Rejected(payload)) = error.service() else { panic!("{error:?}") };
    assert_eq!(payload.message.as_deref(), Some("hunter2"));
    assert!(!format!("{error} {error:?} {}", error.service().unwrap()).contains("hunter2"));
}

/// Returns the error and its sources, as programs print them.
fn chain(error: &dyn std::error::Error) -> Vec<String> {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect()
}

#[test]
fn each_sentence_is_printed_once() {
    let refused = DeleteBackup::new("").to_request(&"http://127.0.0.1".parse().unwrap());
    assert!(refused.is_ok(), "{refused:?}");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let endpoint = format!("http://{nobody}").parse().unwrap();
    let config = fsx::Config::new("eu-central-1").credentials(Credentials::new("AKID", "key")).endpoint(endpoint);
    let client = fsx::blocking::Client::new(config.clone().settings(Settings::default().attempts(1)));
    let error = client.send(DeleteBackup::new("backup-1")).unwrap_err();
    let sentences = chain(&error);
    assert_eq!(sentences[0], "FSx DeleteBackup: no response from 127.0.0.1");
    assert!(sentences.last().unwrap().contains("refused"), "{sentences:?}");
    for (index, sentence) in sentences.iter().enumerate() {
        let others = sentences.iter().enumerate().filter(|(other, _)| *other != index);
        assert!(others.clone().all(|(_, other)| !other.contains(sentence.as_str())), "{sentences:?}");
    }
    assert_eq!(error.report().to_string(), sentences.join(": "));
    assert_eq!((error.operation(), error.attempts()), ("DeleteBackup", 1));

    let nowhere = fsx::blocking::Client::new(fsx::Config::default()).send(DeleteBackup::new("backup-1")).unwrap_err();
    let sentences = chain(&nowhere);
    assert_eq!(sentences[..2], ["FSx DeleteBackup: the request cannot be made", "it has no endpoint"]);
    assert_eq!(nowhere.attempts(), 0);
    assert_eq!(chain(&failure(400, r#"{"__type": "BackupNotFound", "Message": "gone"}"#)).len(), 1);
}

#[test]
fn an_error_page_of_another_format_is_quoted() {
    let page = format!("<html>\n<title>Bad\x1b[2JGateway</title>{}", "ä".repeat(500));
    let told = failure(502, &page).to_string();
    let start = r"FSx DeleteBackup: an error without a code: `<html>\n<title>Bad\u{1b}[2JGateway</title>ää";
    assert!(told.starts_with(start) && told.ends_with("ä` (status 502, request id id-1)"), "{told}");
    assert!(told.chars().count() < 300, "{told}");
    // A possible value of a member is not quoted.
    for body in ["", r#"{"secret": "hush"}"#, "[1]", "\u{feff}{\"secret\": \"hush\"}"] {
        let told = failure(502, body).to_string();
        assert_eq!(told, "FSx DeleteBackup: an error without a code (status 502, request id id-1)");
    }
}

#[test]
fn a_failed_call_becomes_an_error_of_its_service() {
    fn call(fake: FakeTransport) -> Result<(), fsx::Error> {
        let config = fsx::Config::new("eu-central-1").credentials(Credentials::new("AKID", "key"));
        let client = fsx::blocking::Client::with_transport(config, fake);
        client.send(DeleteBackup::new("backup-1"))?;
        Ok(())
    }
    let error =
        call(FakeTransport::new().reply(400, r#"{"__type": "BackupNotFound", "Message": "gone"}"#)).unwrap_err();
    assert!(matches!(&error, fsx::Error::BackupNotFound(payload) if payload.message.as_deref() == Some("gone")));
    assert_eq!(chain(&error), ["BackupNotFound: gone"]);
    let silent = |_: &_| Err(TransportError::new(TransportErrorKind::Timeout, "silence"));
    let error = call(FakeTransport::answering(silent)).unwrap_err();
    let told = "FSx DeleteBackup: no response in time from fsx.eu-central-1.amazonaws.com (3 attempts)";
    assert_eq!(chain(&error)[0], told);
    let fsx::Error::Unhandled(unhandled) = error else { panic!("{error:?}") };
    assert_eq!(unhandled.failure().map(ToString::to_string).as_deref(), Some(told));
}
