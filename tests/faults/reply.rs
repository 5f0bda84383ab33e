//! Constructors of replies.
use crate::server::{Reply, Step};
use std::time::Duration;

/// A successful response to CreateBackup.
pub(crate) const BODY: &str = r#"{"Backup": {"BackupId": "backup-1"}}"#;

/// A complete response; the connection stays open.
pub(crate) fn http(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let length = body.len().to_string();
    vec![send(&format!("{}{body}", head(status, &[headers, &[("Content-Length", &length)]].concat())))]
}

/// A successful response.
pub(crate) fn ok() -> Reply {
    http(200, &[], BODY)
}

/// A response whose body does not matter.
pub(crate) fn status(status: u16) -> Reply {
    http(status, &[], "{}")
}

/// An error of an AWS service.
pub(crate) fn error(status: u16, code: &str) -> Reply {
    http(status, &[], &format!(r#"{{"__type": "{code}", "Message": "no"}}"#))
}

/// The head of a response, including the empty line.
pub(crate) fn head(status: u16, headers: &[(&str, &str)]) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} Whatever\r\n{headers}\r\n")
}

pub(crate) fn send(text: &str) -> Step {
    Step::Send(text.as_bytes().to_vec())
}

pub(crate) fn wait(milliseconds: u64) -> Step {
    Step::Wait(Duration::from_millis(milliseconds))
}

/// The head and the first bytes of a successful response.
pub(crate) fn first_half() -> Step {
    send(&format!("{}{}", head(200, &[("Content-Length", &BODY.len().to_string())]), &BODY[..10]))
}

/// A successful response whose body arrives in this many pieces, with a delay before each.
pub(crate) fn drip(pieces: usize, milliseconds: u64) -> Reply {
    let body = format!("{BODY:pieces$}");
    let size = body.len().div_ceil(pieces);
    let mut steps = vec![send(&head(200, &[("Content-Length", &body.len().to_string())]))];
    for piece in body.as_bytes().chunks(size) {
        steps.extend([wait(milliseconds), Step::Send(piece.to_vec())]);
    }
    steps
}

/// A chunked response, with or without its last chunk.
pub(crate) fn chunked(body: &str, is_complete: bool) -> Reply {
    let end = if is_complete { "0\r\n\r\n" } else { "" };
    let head = head(200, &[("Transfer-Encoding", "chunked")]);
    vec![send(&format!("{head}{:x}\r\n{body}\r\n{end}", body.len()))]
}
