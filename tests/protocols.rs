//! Services with several protocols: which one a client speaks, and what it does where the service refuses it.
use crate::{
    cbor_view,
    clients::{Client, Kind},
};
use ferrosmith::{
    Bytes, ErrorKind, Operation,
    client::{Config, Credentials, FakeTransport, Settings},
    http::{HeaderValue, Request, Response},
};
use ferrosmith_tests::several_protocols::{
    SeveralProtocols,
    operation::{Order, OrderOutput, Ring},
};
use serde_json::{Value, json};

fn config() -> Config {
    Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "hush"))
}

fn client(kind: Kind, config: Config, fake: &FakeTransport) -> Client<SeveralProtocols> {
    kind.client_over(config, fake.clone())
}

/// A response in rpcv2Cbor.
fn cbor(status: u16, body: &'static [u8]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(body));
    *response.status_mut() = status.try_into().unwrap();
    response.headers_mut().insert("smithy-protocol", HeaderValue::from_static("rpc-v2-cbor"));
    response
}

/// A response in awsQuery.
const ORDERED: &[u8] = b"<OrderResponse><OrderResult><number>3</number></OrderResult></OrderResponse>";

/// The protocol of a request, by what only it sends.
fn protocol(request: &Request<Bytes>) -> &'static str {
    match request.headers().get("content-type").map(|value| value.to_str().unwrap()) {
        Some("application/cbor") => "rpcv2Cbor",
        Some("application/x-amz-json-1.0") => "awsJson1_0",
        Some("application/x-amz-json-1.1") => "awsJson1_1",
        Some("application/json") => "restJson1",
        Some("application/x-www-form-urlencoded") => "awsQuery",
        other => panic!("{other:?}"),
    }
}

fn protocols(fake: &FakeTransport) -> Vec<&'static str> {
    fake.requests().iter().map(protocol).collect()
}

fn body(request: &Request<Bytes>) -> Value {
    match protocol(request) {
        "rpcv2Cbor" => cbor_view::view(request.body()).unwrap(),
        _ => serde_json::from_slice(request.body()).unwrap(),
    }
}

#[test]
fn the_first_protocol_is_the_default_and_bindings_are_those_of_rest_protocols_alone() {
    let endpoint = "https://example.com/prefix".parse().unwrap();
    let call = Order::new("soup").table(7).note("hot");
    let request = call.to_request_with(&endpoint, &|| "token".to_owned()).unwrap();
    assert_eq!(protocol(&request), "rpcv2Cbor");
    let line = (request.method().as_str(), request.uri().path());
    assert_eq!(line, ("POST", "/prefix/service/Polyglot/operation/Order"));
    assert_eq!(body(&request), json!({ "dish": "soup", "table": 7, "note": "hot", "token": "token" }));
    let output = Order::from_response(cbor(200, b"\xa1\x66number\x03")).unwrap();
    assert_eq!(output.number, Some(3));
    // Without an input shape there is no body.
    let request = Ring::new().to_request(&endpoint).unwrap();
    assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
}

#[test]
fn a_protocol_is_chosen_at_run_time() {
    for kind in Kind::BOTH {
        for (id, expected) in [
            ("rpcv2Cbor", "rpcv2Cbor"),
            ("awsJson1_1", "awsJson1_1"),
            ("aws.protocols#awsJson1_1", "awsJson1_1"),
            ("awsJson1_0", "awsJson1_0"),
            ("restJson1", "restJson1"),
            ("awsQuery", "awsQuery"),
        ] {
            let mut response = match expected {
                "rpcv2Cbor" => cbor(200, b"\xa1\x66number\x03"),
                "awsQuery" => Response::new(Bytes::from_static(ORDERED)),
                _ => Response::new(Bytes::from_static(br#"{"number": 3}"#)),
            };
            response.headers_mut().insert("x-number", HeaderValue::from_static("4"));
            let fake = FakeTransport::new().reply_with(Ok(response));
            let output = client(kind, config().protocol(id), &fake).send(Order::new("soup").table(7)).unwrap();
            assert_eq!(protocols(&fake), [expected]);
            // The response is read in the protocol of the request.
            let number = if expected == "restJson1" { 4 } else { 3 };
            assert_eq!(output, OrderOutput { number: Some(number) });
            let request = &fake.requests()[0];
            assert_eq!(request.uri().path() == "/orders/soup", expected == "restJson1");
        }
    }
}

#[test]
fn an_unknown_protocol_is_explained() {
    for kind in Kind::BOTH {
        let fake = FakeTransport::new();
        let error = client(kind, config().protocol("rpcv2Xml"), &fake).send(Order::new("soup")).unwrap_err();
        let text = error.report().to_string();
        let expected = "`Config::protocol` asks for rpcv2Xml, which the crate of this service does not contain; it has: \
            rpcv2Cbor, awsJson1_0, awsJson1_1, restJson1, awsQuery";
        assert!(text.contains(expected), "{text}");
        assert!(fake.requests().is_empty());
    }
}

#[test]
fn a_refused_protocol_is_followed_by_the_next_one() {
    for kind in Kind::BOTH {
        let mut json = Response::new(Bytes::from_static(br#"{"__type": "SoldOut"}"#));
        *json.status_mut() = 404.try_into().unwrap();
        let mut html = Response::new(Bytes::from_static(b"<html>not here</html>"));
        *html.status_mut() = 415.try_into().unwrap();
        let unknown = b"\xa1\x66__type\x78\x19UnknownOperationException";
        // An error in another protocol is none of this one.
        for refusal in [json, html, cbor(404, b""), cbor(404, b"\xff"), cbor(415, b"\xa0"), cbor(404, unknown)] {
            let shown = format!("{refusal:?}");
            let fake = FakeTransport::new().reply_with(Ok(refusal)).reply(200, r#"{"number": 3}"#);
            let fake = fake.reply(200, r#"{"number": 4}"#);
            // It is no retry, so it does not need one.
            let settings = Settings::default().attempts(1);
            let client = client(kind, config().settings(settings), &fake);
            assert_eq!(client.send(Order::new("soup")).unwrap().number, Some(3), "{shown}");
            // The client stays with the protocol that the service understood.
            assert_eq!(client.send(Order::new("soup")).unwrap().number, Some(4));
            assert_eq!(protocols(&fake), ["rpcv2Cbor", "awsJson1_0", "awsJson1_0"]);
            let tokens: Vec<_> = fake.requests().iter().map(|request| body(request)["token"].clone()).collect();
            assert_eq!(tokens[0], tokens[1], "if the service acted after all, it does not act twice");
            assert_ne!(tokens[1], tokens[2]);
            assert!(fake.slept().is_empty());
        }
    }
}

#[test]
fn every_other_protocol_is_tried_once() {
    for kind in Kind::BOTH {
        let fake = FakeTransport::new().reply(404, "first").reply(415, "").reply(404, "").reply(404, "").reply(404, "");
        let fake = fake.reply_with(Ok(cbor(200, b"\xa0")));
        let client = client(kind, config(), &fake);
        let error = client.send(Order::new("soup")).unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(404), 1), "the result is that of the first protocol");
        let ErrorKind::Service(error) = error.kind() else { panic!("{error}") };
        assert_eq!(error.metadata.excerpt.as_deref(), Some("first"));
        assert_eq!(protocols(&fake), ["rpcv2Cbor", "awsJson1_0", "awsJson1_1", "restJson1", "awsQuery"]);
        // Nothing was learned.
        client.send(Order::new("soup")).unwrap();
        assert_eq!(protocols(&fake)[5], "rpcv2Cbor");
    }
}

#[test]
fn a_service_that_speaks_forms_alone_is_called_in_forms() {
    for kind in Kind::BOTH {
        let fake = FakeTransport::new().reply(404, "").reply(404, "").reply(404, "").reply(404, "");
        let fake = [ORDERED, ORDERED]
            .into_iter()
            .fold(fake, |fake, body| fake.reply_with(Ok(Response::new(Bytes::from_static(body)))));
        let client = client(kind, config(), &fake);
        assert_eq!(client.send(Order::new("soup")).unwrap().number, Some(3));
        assert_eq!(client.send(Order::new("soup")).unwrap().number, Some(3));
        assert_eq!(protocols(&fake)[4..], ["awsQuery", "awsQuery"]);
        let form = String::from_utf8_lossy(fake.requests()[5].body()).into_owned();
        assert!(form.starts_with("Action=Order&Version=") && form.contains("&dish=soup"), "{form}");
    }
}

#[test]
fn an_error_in_the_next_protocol_is_the_result_and_decides_nothing() {
    for kind in Kind::BOTH {
        let sold_out = r#"{"__type": "SoldOut", "message": "no soup"}"#;
        let fake = FakeTransport::new().reply(404, "").reply(404, sold_out).reply(404, "").reply(404, sold_out);
        let client = client(kind, config(), &fake);
        let error = client.send(Order::new("soup")).unwrap_err();
        assert_eq!((error.code(), error.attempts()), (Some("SoldOut"), 2));
        client.send(Order::new("soup")).unwrap_err();
        assert_eq!(protocols(&fake), ["rpcv2Cbor", "awsJson1_0", "rpcv2Cbor", "awsJson1_0"]);
    }
}

#[test]
fn errors_of_the_protocol_and_other_statuses_are_final() {
    for kind in Kind::BOTH {
        let sold_out = b"\xa1\x66__type\x67SoldOut";
        for response in [cbor(404, sold_out), cbor(400, b""), cbor(403, b""), cbor(405, b""), cbor(501, b"")] {
            let status = response.status().as_u16();
            let fake = FakeTransport::new().reply_with(Ok(response));
            let error = client(kind, config(), &fake).send(Order::new("soup")).unwrap_err();
            assert_eq!(error.status(), Some(status));
            assert_eq!(protocols(&fake), ["rpcv2Cbor"], "{status}");
        }
        let fake = FakeTransport::new().reply(404, "");
        client(kind, config().protocol("awsJson1_1"), &fake).send(Order::new("soup")).unwrap_err();
        assert_eq!(protocols(&fake), ["awsJson1_1"], "a protocol that was asked for is the only one");
    }
}
