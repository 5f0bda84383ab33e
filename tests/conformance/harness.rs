//! What generated tests call: one function for each kind of case.
pub(crate) use crate::endpoints::{endpoint, endpoint_of_call};
use crate::{
    expected::Case,
    message, params,
    shown::{self, shown},
    skips,
};
use ferrosmith::{Endpoint, ErrorKind, Operation, OperationError, Ref, Structure, Unhandled};
use std::panic::{UnwindSafe, catch_unwind};

/// Every case expects this token.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// `smithy.test#httpRequestTests`: the input of `params` makes the request of the case.
pub(crate) fn request<O: Operation + Default>(json: &str) {
    run(json, |case| {
        let mut input = O::default();
        params::fill_structure(&mut input, &case.params);
        let host = case.host.as_deref().unwrap_or("example.com");
        let endpoint: Endpoint = format!("https://{host}").parse().expect("the case has no usable host");
        let request = input.to_request_with(&endpoint, &|| TOKEN.to_owned()).expect("there is no request");
        message::check(&case, &request);
    });
}

/// `smithy.test#httpResponseTests` of an operation: the response of the case is the output of `params`.
pub(crate) fn response<O: Operation>(json: &str) {
    run(json, |case| {
        let output = match O::from_response(case.response()) {
            Ok(output) => output,
            Err(error) => panic!("the response is not read: {error}"),
        };
        let mut expected = O::Output::default();
        params::fill_structure(&mut expected, &case.params);
        compare(&output, &expected);
    });
}

/// `smithy.test#httpResponseTests` of an error: the response is the variant of the operation's error with this code.
pub(crate) fn error<O: Operation>(code: &'static str, json: &str) {
    run(json, |case| {
        let error = match O::from_response(case.response()) {
            Ok(_) => panic!("the response is read as a success"),
            Err(error) => error,
        };
        assert_eq!(error.status(), case.code);
        if let Some(code) = case.vendor_params.get("code") {
            assert_eq!(error.code(), code.as_str());
        }
        let ErrorKind::Service(error) = error.kind() else { panic!("this is no error of the service: {error}") };
        let Ok(payload) = error.error.payload() else { panic!("the error is not declared: {:?}", error.error) };
        assert_eq!(payload.schema().name, code, "another error");
        let mut expected = O::Error::from_code(Some(code), Unhandled::default());
        let expected = expected.payload_mut().expect("a declared error has members");
        params::fill_structure(expected, &case.params);
        compare(payload, expected);
    });
}

/// Two structures of the same type, shown as JSON so that a failure says where they differ.
fn compare(found: &dyn Structure, expected: &dyn Structure) {
    let (found, expected) = (shown(Ref::Structure(found)), shown(Ref::Structure(expected)));
    let differences = shown::differences(&found, &expected);
    assert!(differences.is_empty(), "\n{}\nfound {found:#}", differences.join("\n"));
}

/// Runs a case; one that is to be skipped must fail.
fn run(json: &str, check: impl FnOnce(Case) + UnwindSafe) {
    let case: Case = serde_json::from_str(json).expect("a case is JSON");
    match skips::reason(&case.id) {
        None => check(case),
        Some(_) => {
            let id = case.id.clone();
            let failed = catch_unwind(|| check(case)).is_err();
            assert!(failed, "{id} passes; take it out of the table of skips");
        }
    }
}
