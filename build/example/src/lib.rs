//! A client that is generated in the build script and included.
#![deny(warnings, missing_docs, unreachable_pub, unused, clippy::pedantic)]

ferrosmith::include_service!("library");

/// A private module may include one too.
mod below {
    include!(concat!(env!("OUT_DIR"), "/everything.rs"));

    pub(crate) fn return_book(isbn: &str) -> everything::operation::ReturnBook {
        everything::operation::ReturnBook::new(isbn)
    }
}

use library::{blocking::Client, operation::ListBooks, Config, Error};

/// The client of the library in a Region, with credentials from the environment.
///
/// # Errors
/// The environment is wrong.
pub fn connect() -> Result<Client, Box<dyn std::error::Error>> {
    Ok(Client::new(Config::from_env_blocking()?))
}

/// The titles of all books on a shelf.
///
/// # Errors
/// A call failed.
pub fn titles(client: &Client, shelf: &str) -> Result<Vec<String>, Error> {
    let books = client.pages(ListBooks::new().shelf(shelf)).items();
    let titles = books.filter_map(|book| book.map(|book| book.title).transpose());
    Ok(titles.collect::<Result<_, _>>()?)
}

/// Whether a call of the private module makes a request of this method.
#[must_use]
pub fn returns_by(method: &str) -> bool {
    use ferrosmith::Operation as _;
    let endpoint = "https://library.example.com".parse();
    let request = endpoint.ok().and_then(|endpoint| below::return_book("9780141439518").to_request(&endpoint).ok());
    request.is_some_and(|request| request.method() == method)
}
