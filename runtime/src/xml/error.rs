//! Finds the error in the body of a response. Everything is read as far as possible.
use super::{
    cursor::{Cursor, Element},
    read::Reader,
};
use crate::{Structure, json::lossy};
use std::borrow::Cow;

/// What all errors have.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Description {
    /// The content of `Code`.
    pub(crate) code: Option<String>,
    /// The content of `Message`.
    pub(crate) message: Option<String>,
    /// The content of `RequestId`, in any of its spellings.
    pub(crate) request_id: Option<String>,
    /// The name of the root element, where no `Error` is below it: some services name it after the error.
    pub(crate) root: Option<String>,
}

/// Describes the error in a body.
pub(crate) fn describe(body: &[u8]) -> Description {
    let text = lossy(body);
    let Some(mut located) = locate(&text) else { return Description::default() };
    let mut description = Description { request_id: located.request_id, root: located.root, ..Description::default() };
    while let Ok(Some(child)) = located.cursor.child() {
        let destination = match child.name() {
            "Code" | "code" => &mut description.code,
            "Message" => &mut description.message,
            "message" | "errorMessage" if description.message.is_none() => &mut description.message,
            name if is_request_id(name) => &mut description.request_id,
            _ => {
                if located.cursor.skip().is_err() {
                    break;
                }
                continue;
            }
        };
        let start = located.cursor.clone();
        match located.cursor.text() {
            Ok(text) => *destination = Some(text.into_owned()).filter(|text| !text.trim().is_empty()),
            Err(_) => {
                located.cursor = start;
                if located.cursor.skip().is_err() {
                    break;
                }
            }
        }
    }
    let trim = |text: Option<String>| text.map(|text| text.trim().to_owned());
    Description { code: trim(description.code), request_id: trim(description.request_id), ..description }
}

/// Reads the members of the error in a body. With `has_bindings`, those that are bound to headers are none of them.
pub(crate) fn read(body: &[u8], error: &mut dyn Structure, has_bindings: bool) {
    if let Some(Located { cursor, element, .. }) = locate(&lossy(body)) {
        _ = Reader { cursor, has_bindings }.structure(error, &element);
    }
}

/// Whether the root element is that of an error.
pub(crate) fn is_error(body: &[u8]) -> bool {
    let text = lossy(body);
    let root = Cursor::new(&text, true).root();
    root.is_ok_and(|root| matches!(root.name(), "Error" | "ErrorResponse"))
}

/// The element with the members of an error.
struct Located<'a> {
    /// The position after its start tag.
    cursor: Cursor<'a>,
    element: Element<'a>,
    request_id: Option<String>,
    root: Option<String>,
}

/// Finds the element: the root if it is `Error` (S3), the `Error` in the root (`ErrorResponse`), the first `Error` in
/// its `Errors` (EC2), or else the root. The request id stands beside it, or in it.
fn locate(text: &str) -> Option<Located<'_>> {
    let mut cursor = Cursor::new(text, true);
    let root = cursor.root().ok()?;
    let whole = cursor.clone();
    let mut request_id = None;
    let mut found: Option<(Cursor<'_>, Element<'_>)> = None;
    if root.name() != "Error" {
        while let Ok(Some(child)) = cursor.child() {
            let start = cursor.clone();
            match child.name() {
                "Error" if found.is_none() => found = Some((start.clone(), child)),
                "Errors" if found.is_none() => {
                    while let Ok(Some(inner)) = cursor.child() {
                        if inner.name() == "Error" {
                            found = Some((cursor.clone(), inner));
                            break;
                        }
                        if cursor.skip().is_err() {
                            break;
                        }
                    }
                }
                "ResponseMetadata" => {
                    while let Ok(Some(inner)) = cursor.child() {
                        if is_request_id(inner.name()) {
                            request_id = cursor.text().ok().map(Cow::into_owned);
                        } else if cursor.skip().is_err() {
                            break;
                        }
                    }
                }
                name if is_request_id(name) => request_id = cursor.text().ok().map(Cow::into_owned),
                _ => {}
            }
            cursor = start;
            if cursor.skip().is_err() {
                break;
            }
        }
    }
    let name = (root.name() != "Error" && found.is_none()).then(|| root.name().to_owned());
    let (cursor, element) = found.unwrap_or((whole, root));
    Some(Located { cursor, element, request_id, root: name })
}

fn is_request_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("RequestId")
}
