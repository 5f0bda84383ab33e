//! What `smithy.test` cannot say: requests that must not be made, and answers that are no declared error.
use crate::rest_json1_errors::operation::{Ask, AskError, Call, Walk};
use crate::rest_json1_requests::operation::{Compressed, Headers};
use ferrosmith::{Endpoint, Error, Operation, http::Response};

fn refusal(call: &impl Operation) -> String {
    let endpoint: Endpoint = "https://example.com".parse().expect("an endpoint");
    call.to_request(&endpoint).expect_err("there is a request").to_string()
}

fn failure(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Error<AskError> {
    let mut response = Response::builder().status(status).header("x-amzn-requestid", "id-1");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ask::from_response(response.body(body.to_vec()).expect("a response")).expect_err("a success")
}

#[test]
fn labels_that_would_call_another_operation() {
    for id in ["", ".", ".."] {
        assert!(refusal(&Ask::new(id)).contains("`id`"), "{id:?}");
    }
    assert!(refusal(&Ask::default()).contains("`id`"));
    for path in ["", "..", "a/../b", "./a"] {
        assert!(refusal(&Walk::new(path)).contains("`path`"), "{path:?}");
    }
}

#[test]
fn labels_that_are_no_part_of_a_host() {
    for account in ["", "a.b", "a/b", "ü", "a@b", &"a".repeat(64)] {
        assert!(refusal(&Call::new(account)).contains("`account`"), "{account:?}");
    }
}

#[test]
fn headers_that_would_end_the_header() {
    assert!(refusal(&Headers::new().text("a\r\nx-other: b")).contains("`text`"));
    assert!(refusal(&Headers::new().meta([("a b", "c")])).contains("`meta`"));
}

#[test]
fn answers_that_are_no_declared_error_keep_status_and_request_id() {
    let bodies: [&[u8]; 12] = [
        b"",
        b" \n",
        b"<html>",
        b"<!DOCTYPE html>",
        b"text",
        b"[]",
        b"null",
        b"5",
        b"\"text\"",
        b"{",
        b"\xff\xfe",
        br#"{"__type": null, "code": {}, "message": 5}"#,
    ];
    for body in bodies {
        for status in [300, 404, 500] {
            let error = failure(status, &[], body);
            let text = String::from_utf8_lossy(body).into_owned();
            assert!(matches!(error.service(), Some(AskError::Unhandled(_))), "{text}: {error:?}");
            assert_eq!((error.status(), error.request_id()), (Some(status), Some("id-1")), "{text}");
            assert_eq!((error.code(), error.message()), (None, None), "{text}");
        }
    }
}

/// Members that cannot be read are absent; the error is the declared one all the same.
#[test]
fn errors_that_break_their_model_stay_declared() {
    let headers = [("retry-after", "soon"), ("x-meta-a", "b")];
    let error = failure(404, &headers, br#"{"__type": "Absent", "reason": {}, "message": "m"}"#);
    let Some(AskError::Absent(payload)) = error.service() else { panic!("{error:?}") };
    assert_eq!((payload.message.as_deref(), payload.code.as_deref(), payload.retry), (Some("m"), None, None));
    assert_eq!(payload.meta.as_ref().expect("headers")["a"], "b");
    assert_eq!((error.code(), error.message()), (Some("Absent"), Some("m")));
}

#[test]
fn messages_are_read_in_either_case() {
    for key in ["message", "Message", "errorMessage"] {
        let body = format!(r#"{{"__type": "ns#Newer:x", "{key}": "m"}}"#);
        let error = failure(400, &[], body.as_bytes());
        assert_eq!((error.code(), error.message()), (Some("Newer"), Some("m")), "{key}");
    }
}

#[test]
fn calls_that_may_be_made_again() {
    // Code, status, may be made again, asks for fewer calls.
    let cases = [
        ("Absent", 404, false, false),
        ("Busy", 400, true, true),
        ("Stumbled", 400, true, false),
        ("ThrottlingException", 400, true, true),
        ("Newer", 429, true, true),
        ("RequestTimeout", 400, true, false),
        ("Newer", 400, false, false),
        ("Newer", 500, true, false),
        ("Newer", 502, true, false),
        ("Newer", 503, true, false),
        ("Newer", 504, true, false),
        ("Newer", 501, false, false),
    ];
    for (code, status, is_retryable, is_throttle) in cases {
        let error = failure(status, &[("x-amzn-errortype", code)], b"{}");
        assert_eq!((error.is_retryable(), error.is_throttle()), (is_retryable, is_throttle), "{code} {status}");
    }
}

#[test]
fn large_bodies_are_compressed() {
    let endpoint: Endpoint = "https://example.com".parse().expect("an endpoint");
    let large = Compressed::new().data("x".repeat(20_000));
    let request = large.to_request(&endpoint).expect("a request");
    assert_eq!(request.headers()["content-encoding"], "gzip");
    assert_eq!(request.headers()["content-length"], request.body().len().to_string());
    assert!(request.body().starts_with(&[0x1f, 0x8b]) && request.body().len() < 1_000);
    let request = large.encoding("own").to_request(&endpoint).expect("a request");
    assert_eq!(request.headers()["content-encoding"], "own, gzip");
}
