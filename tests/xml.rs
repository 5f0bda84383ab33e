//! XML and query protocols: requests that cannot be made, and responses that are no output and no declared error.
use crate::clients::{Client, Kind};
use ferrosmith::{
    Endpoint, Error, ErrorKind, Operation,
    client::{Config, Credentials, FakeTransport},
    http::Response,
};
use ferrosmith_tests::{
    query_names::operation::{RunShips, RunShipsError},
    xml_names::{
        XmlNames,
        operation::{PutBox, PutBoxError, PutBoxOutput, ReadNote},
        types::{Box_ as Crate, Content, Person},
    },
};

fn response(status: u16, body: &str) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.as_bytes().to_vec()).expect("a response")
}

fn output(body: &str) -> Result<PutBoxOutput, Error<PutBoxError>> {
    PutBox::from_response(response(200, body))
}

fn refusal(body: &str) -> String {
    output(body).expect_err("an output").report().to_string()
}

/// An error says where it is, and never what was there.
#[test]
fn outputs_that_break_their_model() {
    let table = [
        ("<R><count>hush</count></R>", "count: expected an integer, found other text at line 1, column 4"),
        ("<R><count/></R>", "count: expected an integer, found other text at line 1, column 4"),
        ("<R>\n<flat>a</flat><flat><x/></flat></R>", "flat[1]: expected text, found an element at line 2, column 21"),
        ("<R><seal>h&%</seal></R>", "seal: expected well-formed XML, found other text at line 1"),
        ("<R><seal>hush!</seal></R>", "seal: expected base64, found other text at line 1, column 4"),
        ("<R><labels>hush</labels></R>", ""),
        ("<R><LabelSet>hush</LabelSet></R>", "LabelSet: expected elements, found text at line 1, column 14"),
        (
            "<R><notes><entry><Lines/></entry></notes></R>",
            "notes[0]: expected an entry with a key, found one without at line 1, column 11",
        ),
        (
            "<R><content><Text>a</Text><box/></content></R>",
            "content: expected an element with one child, found one with several at line 1, column 4",
        ),
        ("<R><plain><member>a</member>", "plain: expected the end of the element, found the end of the text at line 1"),
        ("<R></S>", "expected well-formed XML, found other text at line 1"),
        ("<R/><R/>", "expected the end of the text, found another element at line 1, column 5"),
        ("hush", "expected an element, found text at line 1, column 1"),
        ("<!-- hush", "expected well-formed XML, found other text at line 1"),
        ("<R><plain><member>&hush;</member></plain></R>", "plain[0]: expected a character or a predefined entity"),
        (
            "<!DOCTYPE R [<!ENTITY e 'hush'>]><R/>",
            "expected XML without a document type, found one at line 1, column 1",
        ),
    ];
    for (body, expected) in table {
        if expected.is_empty() {
            assert_eq!(output(body).expect("an output"), PutBoxOutput::new(), "{body}");
            continue;
        }
        let report = refusal(body);
        assert!(report.contains(expected), "{body}\n{report}");
        assert!(!report.contains("hush"), "{report}");
    }
    let error = PutBox::from_response(Response::new(b"<R>\xff</R>".to_vec())).expect_err("an output");
    assert!(error.report().to_string().contains("expected UTF-8"), "{}", error.report());
}

/// Values nest 128 levels deep; what no member has may nest deeper, without using the stack.
#[test]
fn nesting_is_bounded() {
    let nested = |name: &str, depth: usize| {
        let (start, end) = (format!("<{name}>").repeat(depth), format!("</{name}>").repeat(depth));
        format!("<R><box>{start}{end}</box></R>")
    };
    assert!(output(&nested("Inner", 126)).is_ok());
    assert!(refusal(&nested("Inner", 127)).contains("expected at most 128 levels, found more"));
    assert!(output(&nested("other", 200_000)).is_ok());
    let error = PutBox::from_response(response(500, &nested("Inner", 100_000))).expect_err("an output");
    assert_eq!(error.status(), Some(500));
}

#[test]
fn what_xml_cannot_carry_is_no_request() {
    let endpoint: Endpoint = "https://example.com".parse().expect("an endpoint");
    let refused = |call: &PutBox| match call.to_request(&endpoint) {
        Err(error) => std::error::Error::source(&error).expect("a source").to_string(),
        Ok(request) => panic!("{request:?}"),
    };
    for character in ["\u{0}", "\u{1}", "\u{b}", "\u{1f}", "\u{fffe}", "\u{ffff}"] {
        let person = Person::new().name(character);
        let expected = "`name` contains a control character, which XML cannot express";
        assert_eq!(refused(&PutBox::new("b").owner(person)), expected, "{character:?}");
    }
    let unknown: Content = serde_json::from_str(r#"{"later": 1}"#).unwrap_or_default();
    assert!(PutBox::new("b").content(unknown).to_request(&endpoint).is_err());
    assert!(ReadNote::new("").to_request(&endpoint).is_err());
    assert!(PutBox::new("..").to_request(&endpoint).is_err());
}

#[test]
fn responses_that_are_no_declared_error_keep_status_and_text() {
    let table = [
        ("", None),
        (" \n", None),
        ("<!doctype html><p>Go away", Some("<!doctype html><p>Go away")),
        ("<html><body>Go away</body></html>", Some("<html><body>Go away</body></html>")),
        ("Go away", Some("Go away")),
        // Elements may be secret.
        ("<Secret><Key>hush</Key></Secret>", None),
        ("<Error></Error>", None),
        ("<ErrorResponse><Error><Code/></Error></ErrorResponse>", None),
        ("<Response><Errors/></Response>", None),
    ];
    for (body, excerpt) in table {
        for status in [300, 403, 500] {
            let error = PutBox::from_response(response(status, body)).expect_err("an error");
            let ErrorKind::Service(service) = error.kind() else { panic!("{error:?}") };
            assert!(matches!(service.error, PutBoxError::Unhandled(_)), "{body}: {error:?}");
            assert_eq!((error.status(), error.code(), error.message()), (Some(status), None, None), "{body}");
            let is_quoted = excerpt.is_none_or(|excerpt| service.metadata.excerpt.as_deref() == Some(excerpt));
            assert!(is_quoted && !error.to_string().contains("hush"), "{body}: {:?}", service.metadata.excerpt);
            let error = RunShips::from_response(response(status, body)).expect_err("an error");
            assert!(matches!(error.service(), Some(RunShipsError::Unhandled(_))), "{body}: {error:?}");
        }
    }
}

#[test]
fn request_ids_are_read_from_bodies() {
    let table = [
        "<ErrorResponse><Error><Code>c</Code></Error><RequestId>id-1</RequestId></ErrorResponse>",
        "<ErrorResponse><RequestId>id-1</RequestId><Error><Code>c</Code></Error></ErrorResponse>",
        "<Response><Errors><Error><Code>c</Code></Error><Error/></Errors><RequestID>id-1</RequestID></Response>",
        "<Error><Code>c</Code><RequestId> id-1 </RequestId></Error>",
        "<ErrorResponse><Error><Code>c</Code></Error><ResponseMetadata><a/><RequestId>id-1</RequestId></ResponseMetadata></ErrorResponse>",
    ];
    for body in table {
        let error = PutBox::from_response(response(400, body)).expect_err("an error");
        assert_eq!((error.code(), error.request_id()), (Some("c"), Some("id-1")), "{body}");
    }
    let both = "<Error><Message>m</Message><message>other</message><Code>c</Code></Error>";
    let error = PutBox::from_response(response(400, both)).expect_err("an error");
    assert_eq!(error.message(), Some("m"));
    let response = Response::builder().status(400).header("x-amz-request-id", "id-2");
    let error = PutBox::from_response(response.body(table[0].as_bytes().to_vec()).expect("a response"));
    assert_eq!(error.expect_err("an error").request_id(), Some("id-2"));
}

/// An error that is cut off is known as far as it goes.
#[test]
fn errors_are_read_as_far_as_possible() {
    let body = "<Error><Code>BoxIsFull</Code><Size><x/></Size><Message>m</Message><Size>3</Size><Broken";
    let error = PutBox::from_response(response(409, body)).expect_err("an error");
    let Some(PutBoxError::BoxIsFull(full)) = error.service() else { panic!("{error:?}") };
    assert_eq!((error.message(), full.message.as_deref(), full.size), (Some("m"), Some("m"), Some(3)));
}

/// A flattened list or map of a union has an element for each of its elements, as anywhere else.
#[test]
fn unions_with_flattened_members() {
    let content = |body: &str| output(body).expect("an output").content.map(|content| *content);
    let body = "<R><content><Line>a</Line><Line>b</Line></content></R>";
    assert_eq!(content(body), Some(Content::Lines(vec!["a".into(), "b".into()])));
    let request = PutBox::new("1").content(Content::Lines(vec!["a".into(), "b".into()]));
    let request = request.to_request(&"https://example.com".parse().expect("an endpoint")).expect("a request");
    let text = String::from_utf8_lossy(request.body());
    assert!(text.contains("<content><Line>a</Line><Line>b</Line></content>"), "{text}");
    let error = refusal("<R><content><Line>a</Line><Text>b</Text></content></R>");
    assert!(error.contains("content: expected an element with one child, found one with several"), "{error}");
    // Others repeat without meaning; the last one wins.
    assert_eq!(content("<R><content><Text>a</Text><Text>b</Text></content></R>"), Some(Content::Text("b".into())));
}

/// Some services answer before they know how the call ends. Such an error may be retried like others.
#[test]
fn errors_of_status_200() {
    let error = output("<Error><Code>SlowDown</Code><Message>m</Message></Error>").expect_err("an error");
    assert_eq!((error.status(), error.code(), error.is_retryable()), (Some(200), Some("SlowDown"), true));
    for kind in Kind::BOTH {
        let slow_down = "<Error><Code>SlowDown</Code></Error>";
        let fake = FakeTransport::new().reply(200, slow_down).reply(200, "<R><plain><member>a</member></plain></R>");
        let config = Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "hush"));
        let client: Client<XmlNames> = kind.client_over(config, fake.clone());
        assert_eq!(client.send(PutBox::new("1")).expect("an output").plain, Some(vec!["a".to_owned()]));
        assert_eq!(fake.requests().len(), 2);
    }
    assert!(output("<Result><Error><Code>c</Code></Error></Result>").is_ok());
    assert_eq!(
        output("<R><box><name>n</name></box></R>").expect("an output").r#box,
        Some(Crate::new().name("n").into())
    );
}
