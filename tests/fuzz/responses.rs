//! Responses at random, of both protocols: an output, or an error that keeps the status; and nothing panics.
use crate::{
    engine::{fuzz, show},
    entropy::Entropy,
    filling::fill,
    mutate,
};
use ferrosmith::{
    Bytes, Endpoint, ErrorKind, Operation, OperationError as _, OperationSchema, Service as _, Slot,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode},
    protocol::Call,
    serde::Serialize,
};
use ferrosmith_aws::{backup::operation as backup, fsx::operation as fsx};
use ferrosmith_tests::rest_bindings::operation::GetBook;
use ferrosmith_tests::{
    defaults, documents, lists_and_maps, odd_errors, recursion, rest_bindings, sensitive, simple_types, timestamps,
    unions,
};
use std::fmt::Debug;

type Check = fn(&mut Entropy<'_>);

#[test]
fn whatever_a_server_answers() {
    const CHECKS: &[Check] = &[
        check::<fsx::DescribeFileSystems>,
        check::<fsx::DescribeVolumes>,
        check::<fsx::CreateBackup>,
        check::<backup::GetBackupPlan>,
        check::<backup::DescribeRestoreJob>,
        check::<backup::GetBackupVaultAccessPolicy>,
        check::<defaults::operation::AddBook>,
        check::<documents::operation::StoreNotes>,
        check::<lists_and_maps::operation::ArrangeShelves>,
        check::<odd_errors::operation::BuyTicket>,
        check::<odd_errors::operation::Ping>,
        check::<recursion::operation::GetTree>,
        check::<rest_bindings::operation::GetBook>,
        check::<rest_bindings::operation::PutCover>,
        check::<rest_bindings::operation::SearchBooks>,
        check::<sensitive::operation::SignIn>,
        check::<simple_types::operation::PutReading>,
        check::<timestamps::operation::RecordWeather>,
        check::<unions::operation::SearchCatalogue>,
    ];
    fuzz(4_000, 1_024, |entropy| entropy.pick(CHECKS)(entropy));
}

fn check<O: Operation<Output: Debug + Serialize>>(entropy: &mut Entropy<'_>) {
    let response = response::<O>(entropy);
    show(|| format!("{}: {response:?}", O::SCHEMA.name));
    let status = response.status();
    match O::from_response(response.clone()) {
        Ok(output) => {
            assert!(status.is_success());
            let _ = (format!("{output:?}"), serde_json::to_value(&output));
        }
        Err(error) if matches!(error.kind(), ErrorKind::Service(_)) => {
            assert!(!status.is_success());
            assert_eq!(error.status(), Some(status.as_u16()));
            let _ = (error.to_string(), format!("{error:?}"), error.is_retryable(), error.message());
            let payload = error.service().and_then(|error| error.payload().ok());
            let names = payload.map(|payload| payload.schema().members.len());
            assert!(names.is_none() || error.code().is_some());
        }
        Err(error) => {
            assert!(status.is_success() && matches!(error.kind(), ErrorKind::Response(_)), "{error:?}");
            assert_eq!(error.status(), Some(status.as_u16()));
            let _ = error.report().to_string();
        }
    }
}

/// An output as a server could write it, or an error, or anything; more or less mutilated.
fn response<O: Operation>(entropy: &mut Entropy<'_>) -> Response<Bytes> {
    const STATUSES: &[u16] = &[200, 200, 200, 204, 302, 400, 404, 500, 599];
    let status = StatusCode::from_u16(entropy.pick(STATUSES)).unwrap();
    let (mut headers, mut body) = match status.is_success() {
        true => written::<O>(entropy),
        false => (HeaderMap::new(), error::<O>(entropy)),
    };
    match entropy.below(4) {
        0 => {}
        1 => body = mutate::bytes(&body, entropy).into(),
        2 => {
            if let Ok(json) = serde_json::from_slice(&body) {
                body = mutate::json(&json, entropy, 3).to_string().into();
            }
        }
        _ => body = entropy.rest().to_vec().into(),
    }
    for _ in 0..entropy.below(4) {
        const NAMES: &[&str] = &[
            "x-kind",
            "x-tags",
            "last-modified",
            "x-rare",
            "x-count",
            "x-meta-",
            "x-meta-a",
            "retry-after",
            "x-amzn-errortype",
            "x-amzn-requestid",
            "x-amzn-query-error",
            "content-type",
            "content-length",
            "date",
        ];
        const VALUES: &[&str] = &[
            "",
            "\"",
            "\"a, b\", c",
            ",",
            "\"\\\"\"",
            "true",
            "7",
            "-1e5",
            "Tue, 29 Apr 2014 18:30:38 GMT",
            "NaN",
            "Throttling",
            "a#b:http://c/",
            ";",
            "application/json",
        ];
        let value = if entropy.flag() { entropy.text() } else { entropy.pick(VALUES).to_owned() };
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            headers.append(HeaderName::from_static(entropy.pick(NAMES)), value);
        }
    }
    let mut response = Response::new(body);
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    response
}

/// The protocol writes inputs only; an output is given to it as the input of an operation without labels.
fn written<O: Operation>(entropy: &mut Entropy<'_>) -> (HeaderMap, Bytes) {
    let mut output = O::Output::default();
    fill(Slot::Structure(&mut output), entropy, "");
    message::<O>(&output).unwrap_or_default()
}

fn message<O: Operation>(output: &O::Output) -> Option<(HeaderMap, Bytes)> {
    const ECHO: &OperationSchema = &OperationSchema::new("Echo");
    let service = O::Service::SCHEMA;
    let endpoint: Endpoint = "https://example.com".parse().unwrap();
    let call = Call { service, operation: ECHO, input: output, endpoint: &endpoint, token: &String::new };
    let (parts, body) = service.protocols.first().request(&call).ok()?.into_parts();
    Some((parts.headers, body))
}

fn error<O: Operation>(entropy: &mut Entropy<'_>) -> Bytes {
    let code = match O::Error::CODES {
        codes if !codes.is_empty() && entropy.flag() => codes[entropy.below(codes.len())].to_owned(),
        _ => entropy.text(),
    };
    let (key, message) = (entropy.pick(&["__type", "code", "Code"]), entropy.pick(&["message", "Message"]));
    serde_json::json!({ key: code, message: entropy.text(), "Nested": { "a": [entropy.number()] } }).to_string().into()
}

/// What stands in headers comes back as it was, as far as headers can hold it.
#[test]
fn headers_are_read_as_they_were_written() {
    fuzz(2_000, 512, |entropy| {
        let mut output = <GetBook as Operation>::Output::default();
        fill(Slot::Structure(&mut output), entropy, "");
        // A blank around a value is none of it, and an empty list or body is an absent one. Below 32 there are no characters.
        let is_plain = |text: &str| text.bytes().all(|byte| matches!(byte, 32..127));
        output.kind = output.kind.filter(|kind| is_plain(kind) && kind.trim() == kind);
        output.tags = output.tags.filter(|tags| !tags.is_empty() && tags.iter().all(|tag| is_plain(tag)));
        output.changed = output.changed.filter(|changed| changed.nanoseconds() == 0);
        output.text = output.text.filter(|text| !text.as_ref().is_empty());
        (output.meta, output.status) = (None, 200);
        show(|| format!("{output:?}"));
        let (headers, body) = message::<GetBook>(&output).unwrap();
        let mut response = Response::new(body);
        *response.headers_mut() = headers;
        show(|| format!("{response:?}"));
        let read = GetBook::from_response(response).unwrap();
        assert_eq!((&read.kind, &read.tags, read.changed), (&output.kind, &output.tags, output.changed));
        assert_eq!((read.rare, read.count, read.text), (output.rare, output.count, output.text));
    });
}
