//! The reference cases: the requests and parsed responses of another client, for each operation of both services.
//!
//! The corpus is not part of the project; if it is missing, these tests are ignored (see `build/every.rs`).
use crate::{
    every::{Operation, TOKEN, endpoint, operations},
    untyped::{Failure, equal},
};
use ferrosmith::{
    Bytes,
    http::{Request, Response},
};
use percent_encoding::percent_decode_str;
use serde_json::{Value as Json, json};
use std::{collections::HashMap, fs, path::Path};

/// Runs all cases of a file, prints the number of equal ones, and fails with the first few differences.
fn each_case(file: &str, check: fn(&Operation, &Json) -> Result<(), String>) {
    let path = Path::new(option_env!("FERROSMITH_CORPUS").unwrap_or_default()).join("oracle").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let operations: HashMap<_, _> =
        operations().into_iter().map(|operation| ((operation.module, operation.schema.name), operation)).collect();
    let mut failures = Vec::new();
    let mut cases = 0;
    for line in text.lines() {
        cases += 1;
        let case: Json = serde_json::from_str(line).unwrap();
        let key = (case["service"].as_str().unwrap(), case["operation"].as_str().unwrap());
        let result = operations.get(&key).map_or(Err("no such operation".to_owned()), |found| check(found, &case));
        if let Err(difference) = result {
            failures.push(format!("{}: {difference}", case["id"].as_str().unwrap()));
        }
    }
    println!("{file}: {cases} cases, {} equal, {} failed", cases - failures.len(), failures.len());
    assert!(cases > 0, "{file} has no cases");
    assert!(failures.is_empty(), "{file}: {} of {cases} differ:\n{}", failures.len(), first(&failures));
}

fn first(failures: &[String]) -> String {
    failures.iter().take(10).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Defines a test for each file, so that a failure does not hide others.
macro_rules! files {
    ($($name:ident: $file:literal, $check:ident;)*) => {$(
        #[test]
        #[cfg_attr(not(reference_cases), ignore = "no reference cases at ../shared/corpus; FERROSMITH_CORPUS says where the corpus is")]
        fn $name() {
            each_case($file, $check);
        }
    )*};
}

files! {
    fsx_requests: "fsx-requests.jsonl", request;
    fsx_responses: "fsx-responses.jsonl", response;
    fsx_errors: "fsx-errors.jsonl", error;
    backup_requests: "backup-requests.jsonl", request;
    backup_responses: "backup-responses.jsonl", response;
    backup_errors: "backup-errors.jsonl", error;
}

fn request(operation: &Operation, case: &Json) -> Result<(), String> {
    let request = (operation.request)(&case["input"])?;
    let expected = &case["request"];
    let method_and_path = json!([request.method().as_str(), request.uri().path()]);
    equal("method and path", &method_and_path, &json!([expected["method"], expected["path"]]))?;
    equal("query", &sorted(query(&request)), &sorted(expected["query"].as_array().unwrap().clone()))?;
    let host = expected["host_prefix"].as_str().unwrap_or_default().to_owned() + endpoint().as_uri().host().unwrap();
    equal("host", &json!(request.uri().host()), &json!(host))?;
    equal("headers", &headers(&request), &given(&expected["headers"], &request))?;
    let mut body = match request.body().is_empty() {
        true => Json::Null,
        false => serde_json::from_slice(request.body()).map_err(|error| error.to_string())?,
    };
    if let Some(token) = case["auto_token"].as_str() {
        let filled_in = body.as_object_mut().and_then(|body| body.remove(token));
        equal("token", &json!(filled_in), &json!(TOKEN))?;
    }
    equal("body", &body, &expected["body"])
}

/// The headers of a request, under lower-case names.
fn headers<T>(request: &Request<T>) -> Json {
    request.headers().iter().map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap()))).collect()
}

/// Returns the headers of a case, and the one that the other client adds only when it sends: the length of the body.
fn given(headers: &Json, request: &Request<Bytes>) -> Json {
    let headers = headers.as_object().unwrap().iter().map(|(name, value)| (name.to_lowercase(), value.clone()));
    let length = Some(request.body().len()).filter(|length| *length > 0);
    headers.chain(length.map(|length| ("content-length".to_owned(), json!(length.to_string())))).collect()
}

fn query<T>(request: &Request<T>) -> Vec<Json> {
    let pairs = request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let decode = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| json!([decode(k), decode(v)])).collect()
}

/// Parameters of different names have no order.
fn sorted(mut pairs: Vec<Json>) -> Json {
    pairs.sort_by_key(Json::to_string);
    Json::Array(pairs)
}

/// Our client adds missing members that are required or have a default; the other client does not.
fn response(operation: &Operation, case: &Json) -> Result<(), String> {
    let output = (operation.output)(received(case))?;
    // Lists of both services are dense: they have no nulls.
    let mut expected = case.get("output_nulls_dropped").unwrap_or(&case["output"]).clone();
    (operation.correct)(&mut expected);
    equal("output", &output, &expected)
}

fn received(case: &Json) -> Response<Vec<u8>> {
    let response = &case["response"];
    let status = u16::try_from(response["status"].as_u64().unwrap()).unwrap();
    let mut builder = Response::builder().status(status);
    for (name, value) in response["headers"].as_object().unwrap() {
        builder = builder.header(name, value.as_str().unwrap());
    }
    builder.body(response["body"].as_str().unwrap().as_bytes().to_vec()).unwrap()
}

fn error(operation: &Operation, case: &Json) -> Result<(), String> {
    let failure = (operation.failure)(received(case))?;
    let Failure { status, code, message, request_id, is_retryable, is_throttle, declared, payload } = &failure;
    equal("status", &json!(status), &case["response"]["status"])?;
    equal("request id", &json!(request_id), &json!("7a62c49f-347e-4fc4-9331-6e8eEXAMPLE"))?;
    // An empty name is the same as no name.
    let expected_code = case["expected"]["code"].as_str().filter(|code| !code.is_empty());
    equal("code", &json!(code), &json!(expected_code))?;
    equal("message", &json!(message), &case["expected"]["message"])?;
    let (retried, throttled) = retries(case["response"]["status"].as_u64().unwrap(), expected_code);
    equal("retryable, throttle", &json!([is_retryable, is_throttle]), &json!([retried, throttled]))?;
    let expected_shape = expected_code.filter(|code| declared.contains(code));
    equal("declared", &json!(payload.as_ref().map(|(code, ..)| code)), &json!(expected_shape))?;
    let Some((_, members, names)) = payload else { return Ok(()) };
    // If the other client finds no name in the response, it parses no members either; they are taken from the body.
    let expected = case.get("modeled").cloned().unwrap_or_else(|| of_body(case, names));
    equal("members", members, &expected)
}

/// Returns whether a response is retryable, and whether it is throttling, by the AWS SDK reference guide ("Retry
/// behavior"). No error of either service has `@retryable`. The codes are those that occur in the cases.
fn retries(status: u64, code: Option<&str>) -> (bool, bool) {
    const THROTTLES: [&str; 5] = [
        "LimitExceededException",
        "RequestLimitExceeded",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    ];
    let throttled = status == 429 || code.is_some_and(|code| THROTTLES.contains(&code));
    (throttled || [500, 502, 503, 504].contains(&status), throttled)
}

/// The members of these names in the body of a response.
fn of_body(case: &Json, names: &[&str]) -> Json {
    let body: Json = serde_json::from_str(case["response"]["body"].as_str().unwrap()).unwrap();
    let members = body.as_object().unwrap().iter();
    members
        .filter(|(name, value)| names.contains(&name.as_str()) && !value.is_null())
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}
