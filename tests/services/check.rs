//! Compares requests, outputs and errors with a case, by the rules of the corpus (`oracle-more/README.md`).
use crate::{
    cbor_view, documents,
    operation::{Operation, TOKEN, endpoint},
    untyped::{self, Failure},
};
use ferrosmith::{
    Blob, Bytes,
    http::{Request, Response},
};
use percent_encoding::percent_decode_str;
use serde_json::{Value as Json, json};

/// The result of a comparison; the error says what differs.
pub(crate) type Check = Result<(), Difference>;

/// Why a case does not match.
pub(crate) enum Difference {
    Found(String),
    /// The case is of another model: a union of it has several members or none, because it is a structure for the other
    /// client (`AttributeValue` of DynamoDB).
    OtherModel,
}

impl From<String> for Difference {
    fn from(text: String) -> Self {
        Self::Found(text)
    }
}

pub(crate) fn requests(operation: &Operation, case: &Json) -> Check {
    of_model(operation.input_unions, &case["input"])?;
    let request = (operation.request)(&case["input"])?;
    let expected = &case["request"];
    let method_and_path = json!([request.method().as_str(), request.uri().path()]);
    equal("method and path", &method_and_path, &json!([expected["method"], expected["path"]]))?;
    let host = expected["host_prefix"].as_str().unwrap_or_default().to_owned() + endpoint().as_uri().host().unwrap();
    equal("host", &json!(request.uri().host()), &json!(host))?;
    let token = &case["auto_token_at"];
    let mut query = query(&request);
    remove_token(&mut query, token["query"].as_str())?;
    equal("query", &json!(query), &expected["query"])?;
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        equal(name, &header(&request, name), &json!(comparable(name, value.as_str().unwrap_or_default())))?;
    }
    if let Some(name) = token["header"].as_str() {
        equal("token", &header(&request, name), &json!(TOKEN))?;
    }
    body(&request, case, token)
}

/// Compares the body of a request.
fn body(request: &Request<Bytes>, case: &Json, token: &Json) -> Check {
    let (expected, found) = (&case["request"], request.body());
    match expected["body_kind"].as_str() {
        Some("none") if !case["request"]["or_body_xml"].is_string() => equal("body", &json!(found.len()), &json!(0)),
        Some("none" | "xml") => Ok(documents::xml(&String::from_utf8_lossy(found), case)?),
        Some("form") => Ok(documents::form(&String::from_utf8_lossy(found), case)?),
        Some("json") => {
            let mut found: Json = serde_json::from_slice(found).map_err(|error| error.to_string())?;
            remove_member(&mut found, token["body"].as_str())?;
            equal("body", &found, &expected["body"])
        }
        Some("cbor") => {
            let mut found = cbor_view::view(found)?;
            remove_member(&mut found, token["body"].as_str())?;
            equal("body", &found, &cbor_view::view(&bytes(&expected["body_cbor_b64"]))?)
        }
        Some("blob") => equal("body", &json!(found[..]), &json!(bytes(&expected["body_b64"]))),
        Some("text") => equal("body", &json!(String::from_utf8_lossy(found)), &expected["body_text"]),
        other => Err(format!("bodies of the kind {other:?} are not compared yet").into()),
    }
}

/// Removes the idempotency token that a client fills in from the members of a body.
fn remove_member(body: &mut Json, name: Option<&str>) -> Check {
    let Some(name) = name else { return Ok(()) };
    let found = body.as_object_mut().and_then(|members| members.remove(name));
    equal("token", &json!(found), &json!(TOKEN))
}

/// Removes the idempotency token that a client fills in from pairs of keys and values.
fn remove_token(pairs: &mut Vec<(String, String)>, key: Option<&str>) -> Check {
    let Some(key) = key else { return Ok(()) };
    match pairs.iter().position(|pair| pair.0 == key) {
        Some(index) => equal("token", &json!(pairs.remove(index).1), &json!(TOKEN)),
        None => Err(format!("there is no {key}").into()),
    }
}

/// The decoded query, sorted by key; equal keys keep their order.
fn query<T>(request: &Request<T>) -> Vec<(String, String)> {
    let pairs = request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut pairs: Vec<_> = pairs.map(|(key, value)| (decode(key), decode(value))).collect();
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    pairs
}

fn header<T>(request: &Request<T>, name: &str) -> Json {
    let value = request.headers().get(name);
    json!(value.map(|value| comparable(name, &String::from_utf8_lossy(value.as_bytes()))))
}

/// The part of a header that is compared: a media type without its parameters; the spaces of lists are free.
fn comparable(name: &str, value: &str) -> String {
    if name == "content-type" {
        return value.split(';').next().unwrap_or_default().trim().to_owned();
    }
    value.replace(", ", ",")
}

/// Our client adds missing members that are required or have a default; the other client does not.
pub(crate) fn responses(operation: &Operation, case: &Json) -> Check {
    of_model(operation.output_unions, &case["output"])?;
    let output = (operation.output)(received(case))?;
    let mut expected = case["output"].clone();
    (operation.correct)(&mut expected);
    equal("output", &output, &expected)
}

/// Checks a response of a real server: an output or an error.
pub(crate) fn traffic(operation: &Operation, case: &Json) -> Check {
    if case.get("output").is_some() {
        let mut case = case.clone();
        // The recordings lack this header.
        if let Some(output) = case["output"].as_object_mut() {
            output.remove("ContentLength");
        }
        return responses(operation, &case);
    }
    let failure = (operation.failure)(received(case))?;
    let status = failure.status.map(|status| status.to_string());
    if status.is_some() && status.as_deref() == case["error"]["Code"].as_str() {
        // The other client names an error without a body by its status.
        return Ok(());
    }
    let found = json!([failure.code, failure.message]);
    equal("code and message", &found, &json!([case["error"]["Code"], case["error"]["Message"]]))
}

fn received(case: &Json) -> Response<Vec<u8>> {
    let response = &case["response"];
    let status = u16::try_from(response["status"].as_u64().unwrap()).unwrap();
    let mut builder = Response::builder().status(status);
    for (name, value) in response["headers"].as_object().unwrap() {
        builder = builder.header(name, value.as_str().unwrap());
    }
    let base64 = [&response["body_cbor_b64"], &response["body_b64"]].into_iter().find(|body| body.is_string());
    let text = || response["body"].as_str().unwrap_or_default().as_bytes().to_vec();
    builder.body(base64.map_or_else(text, bytes)).unwrap()
}

fn bytes(base64: &Json) -> Vec<u8> {
    Blob::from_base64(base64.as_str().unwrap_or_default()).expect("base64").into_inner()
}

pub(crate) fn errors(operation: &Operation, case: &Json) -> Check {
    let failure = (operation.failure)(received(case))?;
    let Failure { status, code, message, request_id, payload, .. } = &failure;
    let expected = &case["expected"];
    equal("status", &json!(status), &case["response"]["status"])?;
    equal("request id", &json!(request_id), &expected["request_id"])?;
    // Callers of a service that used awsQuery before know its errors by the codes of awsQuery.
    let query_error = case["response"]["headers"]["x-amzn-query-error"].as_str();
    let query_code = query_error.and_then(|value| value.split(';').next()).map(Json::from);
    equal("code", &json!(code), query_code.as_ref().unwrap_or(&expected["code"]))?;
    equal("message", &json!(message), &expected["message"])?;
    let shape = &case["error_shape"];
    if shape.is_null() {
        return equal("declared", &json!(payload.as_ref().map(|(code, ..)| code)), &Json::Null);
    }
    let Some((_, members, _)) = payload else {
        return Err(format!("{shape} is not read as a declared error").into());
    };
    of_model(|members| (operation.error_unions)(shape.as_str().unwrap_or_default(), members), &case["modeled"])?;
    // Where the model spells it otherwise than the response, the cases have the message as such alone.
    let mut members = members.clone();
    if let Some(members) = members.as_object_mut() {
        members.retain(|name, _| !name.eq_ignore_ascii_case("message") || !case["modeled"][name].is_null());
    }
    equal("members", &members, &case["modeled"])
}

/// Expects that every union has one member.
fn of_model(are_sound: impl Fn(&Json) -> bool, value: &Json) -> Check {
    if are_sound(value) { Ok(()) } else { Err(Difference::OtherModel) }
}

fn equal(what: &str, found: &Json, expected: &Json) -> Check {
    Ok(untyped::equal(what, found, expected)?)
}
