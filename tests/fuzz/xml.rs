//! XML at random: what was written is read as it was, another library reads it too, and nothing panics.
use crate::{
    engine::{fuzz, show, some},
    entropy::Entropy,
    filling::fill,
    mutate,
};
use ferrosmith::{
    Bytes, Endpoint, Operation, OperationSchema, Service as _, Slot, Structure,
    http::Response,
    protocol::{AWS_QUERY, Call, EC2_QUERY, Protocol, REST_XML},
};
use ferrosmith_tests::{
    lists_and_maps, query_names, recursion, sensitive, simple_types, timestamps, unions, xml_names,
};
use std::cell::Cell;

type Check = fn(&mut Entropy<'_>) -> usize;

/// Operations of other protocols too: the tables of members are the same.
const CHECKS: &[Check] = &[
    check::<xml_names::operation::PutBox>,
    check::<xml_names::operation::FileReport>,
    check::<xml_names::operation::FindPlace>,
    check::<query_names::operation::RunShips>,
    check::<lists_and_maps::operation::ArrangeShelves>,
    check::<recursion::operation::GetTree>,
    check::<sensitive::operation::SignIn>,
    check::<simple_types::operation::PutReading>,
    check::<timestamps::operation::RecordWeather>,
    check::<unions::operation::SearchCatalogue>,
];

thread_local!(static READ: Cell<usize> = const { Cell::new(0) });

#[test]
fn xml_of_any_kind() {
    fuzz(4_000, 1_024, |entropy| READ.set(READ.get() + entropy.pick(CHECKS)(entropy)));
    some(READ.take(), "mutilated bodies that were read");
}

fn check<O: Operation>(entropy: &mut Entropy<'_>) -> usize {
    let mut output = O::Output::default();
    fill(Slot::Structure(&mut output), entropy, "");
    // A body with characters that XML does not have cannot be written.
    let written = written::<O>(&output);
    let has_body = written.is_some();
    let body = written.unwrap_or_else(|| b"<a><b c='d'>e</b><!-- f --><g/></a>".to_vec());
    show(|| format!("{}: {output:?}\n{}", O::SCHEMA.name, String::from_utf8_lossy(&body)));
    let other = roxmltree::Document::parse(std::str::from_utf8(&body).expect("UTF-8"));
    // The model declares the prefix of an attribute in requests alone.
    let is_declared = !matches!(other, Err(roxmltree::Error::UnknownNamespace(..)));
    assert!(other.is_ok() || !is_declared, "another library does not read it: {other:?}");
    // Requests are never unwrapped.
    let is_unwrapped = output.schema().names.is_some_and(|names| names.is_unwrapped);
    let mut again = O::Output::default();
    if has_body && !is_unwrapped {
        read(REST_XML, &body, &mut again).expect("what was written is read");
    }
    if let Some(body_again) = self::written::<O>(&again).filter(|_| has_body && !is_unwrapped) {
        let mut third = O::Output::default();
        read(REST_XML, &body_again, &mut third).expect("what was written is read");
        assert_eq!(format!("{third:?}"), format!("{again:?}"));
    }

    let body = match entropy.below(3) {
        0 => entropy.rest().to_vec(),
        _ => mutate::bytes(&body, entropy),
    };
    show(|| String::from_utf8_lossy(&body).into_owned());
    let mut count = 0;
    for protocol in [REST_XML as &dyn Protocol, AWS_QUERY, EC2_QUERY] {
        let response = response(&body);
        let mut lenient = O::Output::default();
        protocol.read_error(&response, &mut lenient);
        let _ = (format!("{lenient:?}"), protocol.describe_error(&response), protocol.is_error(&response, O::SCHEMA));
        match read(protocol, &body, &mut O::Output::default()) {
            Ok(()) => count += 1,
            // A payload is read by its type, and headers are not there.
            Err(error) => assert!(error.contains(" at line ") || error.contains("utf-8"), "{error}"),
        }
    }
    count
}

fn written<O: Operation>(output: &O::Output) -> Option<Vec<u8>> {
    const ECHO: &OperationSchema = &OperationSchema::new("Echo");
    let endpoint: Endpoint = "https://example.com".parse().unwrap();
    let (service, token) = (O::Service::SCHEMA, String::new);
    let call = Call { service, operation: ECHO, input: output, endpoint: &endpoint, token: &token };
    let body = REST_XML.request(&call).ok()?.into_body().to_vec();
    (!body.is_empty()).then_some(body)
}

fn response(body: &[u8]) -> Response<Bytes> {
    Response::new(Bytes::copy_from_slice(body))
}

fn read(protocol: &dyn Protocol, body: &[u8], output: &mut dyn Structure) -> Result<(), String> {
    protocol.read_output(&response(body), output).map_err(|error| error.to_string())
}

/// What is read after a round trip is what was written, where XML can hold it.
#[test]
fn texts_of_any_kind_come_back() {
    use xml_names::{operation::PutBoxOutput, types::Person};
    let mut count = 0;
    fuzz(4_000, 256, |entropy| {
        let text = entropy.text();
        show(|| format!("{text:?}"));
        let output = PutBoxOutput::new()
            .plain([text.clone(), String::new()])
            .flat([text.clone()])
            .flat_notes([(text.clone(), vec![text.clone()])])
            .owner(Person::new().kind(text.clone()).name(text.clone()));
        let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
        let Some(body) = written::<xml_names::operation::PutBox>(&output) else {
            return assert!(!text.chars().all(is_allowed), "{text:?}");
        };
        assert!(text.chars().all(is_allowed), "{text:?}");
        let mut again = PutBoxOutput::default();
        read(REST_XML, &body, &mut again).expect("what was written is read");
        assert_eq!(again, output);
        READ.set(READ.get() + 1);
    });
    count += READ.take();
    some(count, "texts");
}
