//! The example, over a transport that answers from memory.
use ferrosmith::client::{Credentials, FakeTransport};
use ferrosmith_build_example::{library, returns_by, titles};
use library::{blocking::Client, operation::BorrowBook, types::Reader, Config};

fn client(fake: &FakeTransport) -> Client {
    let config = Config::new("eu-central-1").credentials(Credentials::new("AKIDEXAMPLE", "secret"));
    Client::with_transport(config, fake.clone())
}

#[test]
fn included_code_pages_through_its_service() {
    let fake = FakeTransport::new()
        .reply(200, r#"{ "books": [{ "title": "Emma" }], "next": "2" }"#)
        .reply(200, r#"{ "books": [{}, { "title": "Persuasion" }] }"#);
    assert_eq!(titles(&client(&fake), "A").unwrap(), ["Emma", "Persuasion"]);
    assert_eq!(fake.requests()[0].uri(), "https://library.eu-central-1.example.com/books?shelf=A");
}

#[test]
fn errors_of_an_operation_become_those_of_the_service() {
    let fake = FakeTransport::new().reply(409, r#"{ "__type": "NotAvailable", "message": "lent" }"#);
    let call = BorrowBook::new("9780141439518").reader(Reader::new("Ada"));
    let error = library::Error::from(client(&fake).send(call).unwrap_err());
    assert!(matches!(error, library::Error::NotAvailable(_)), "{error}");
}

#[test]
fn a_private_module_has_what_it_includes() {
    assert!(returns_by("DELETE") && !returns_by("POST"));
}
