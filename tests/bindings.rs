//! REST: every HTTP binding, with the shapes of the fixture `rest_bindings`.
use ferrosmith::http::Response;
use ferrosmith::{Endpoint, Operation, Timestamp};
use ferrosmith_tests::rest_bindings::{
    Error,
    operation::{AddBook, GetBook, GetBookError, PutCover, SearchBooks},
    types::Cover,
};

fn sent(operation: &impl Operation) -> String {
    let endpoint: Endpoint = "http://localhost:8000/base/".parse().unwrap();
    let request = operation.to_request_with(&endpoint, &|| "token".to_owned()).unwrap();
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\n", value.to_str().unwrap());
    }
    text + "\n" + std::str::from_utf8(request.body()).unwrap()
}

#[test]
fn labels_queries_and_headers() {
    let call = GetBook::new("main hall", "a/b c/é")
        .pages(0)
        .genres(["novel", "a&b"])
        .since(Timestamp::from_seconds(0))
        .until(Timestamp::from_seconds(1))
        .full(false)
        .other([("genre", vec!["left out".to_owned()]), ("x y", vec!["1".to_owned(), "2".to_owned()])])
        .etag("\"e\"")
        .modified(Timestamp::from_seconds(1_398_796_238));
    insta::assert_snapshot!(sent(&call));
}

#[test]
fn payloads_and_lists_in_headers() {
    let call = PutCover::new(7)
        .rare(true)
        .tags(["plain", "with, comma", "with \"quotes\"", " with blanks "])
        .dates([Timestamp::from_seconds(0), Timestamp::from_seconds(1)])
        .meta([("colour", "blue")])
        .cover(Cover::new());
    insta::assert_snapshot!(sent(&call));
}

#[test]
fn literal_queries_tokens_and_json_names() {
    insta::assert_snapshot!(sent(&SearchBooks::new("q").more([("kind", "essay")])));
    insta::assert_snapshot!(sent(&AddBook::new("1", Timestamp::from_seconds(0)).raw("text")));
}

#[test]
fn responses_are_read_from_all_bindings() {
    let response = Response::builder()
        .status(206)
        .header("x-kind", "novel")
        .header("x-tags", "plain , \"with, comma\", \" blanks \" ")
        .header("x-tags", "more")
        .header("last-modified", "Tue, 29 Apr 2014 18:30:38 GMT")
        .header("x-rare", "true")
        .header("x-count", "3")
        .header("x-meta-colour", "blue")
        .body(b"bytes".to_vec());
    let output = GetBook::from_response(response.unwrap()).unwrap();
    assert_eq!((output.status, output.count, output.rare), (206, Some(3), Some(true)));
    assert_eq!(output.tags.unwrap(), ["plain", "with, comma", " blanks ", "more"]);
    assert_eq!(output.changed, Some(Timestamp::from_seconds(1_398_796_238)));
    assert_eq!(output.meta.unwrap()["colour"], "blue");
    assert_eq!(output.text.unwrap().as_ref(), b"bytes");
}

#[test]
fn members_of_errors_are_read_from_headers() {
    let response = Response::builder().status(404).header("x-amzn-errortype", "NoSuchBook").header("retry-after", "5");
    let error = GetBook::from_response(response.body(r#"{"message": "none"}"#).unwrap()).unwrap_err();
    let Some(GetBookError::NoSuchBook(payload)) = error.service() else { panic!("{error:?}") };
    assert_eq!((payload.retry, payload.message.as_deref()), (Some(5), Some("none")));
    assert!(matches!(error.cast::<Error>().service(), Some(Error::NoSuchBook(_))));
}
