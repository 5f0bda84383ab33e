//! A crate of one service is that service: its items are at the root.
use library::{
    Endpoint, ErrorKind, Library, Operation as _, error, ferrosmith::Service as _, ferrosmith::http::Response,
};
use library::{operation::BorrowBook, types::State};

#[test]
fn a_call_is_made_of_items_at_the_root() {
    let endpoint: Endpoint = "https://library.example.com".parse().unwrap();
    let request = BorrowBook::new("9780141439518").weeks(2).to_request(&endpoint).unwrap();
    assert_eq!(request.uri().path(), "/books/9780141439518/loans");
    let response = Response::builder().status(201).body(r#"{ "book": { "state": "LENT" } }"#).unwrap();
    let output = BorrowBook::from_response(response).unwrap();
    assert_eq!(output.book.and_then(|book| book.state), Some(State::Lent));
    assert_eq!(Library::SCHEMA.name, "Library");
}

#[test]
fn the_errors_of_the_service_are_at_the_root() {
    let response = Response::builder().status(409).header("x-amzn-errortype", "NotAvailable").body("{}").unwrap();
    let error = BorrowBook::from_response(response).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Service(_)), "{error}");
    let error = library::Error::from(error);
    assert!(matches!(error, library::Error::NotAvailable(error::NotAvailable { book: None, .. })), "{error}");
}
