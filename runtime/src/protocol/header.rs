//! Members in headers. Smithy: `@httpHeader`, `@httpPrefixHeaders`.
use super::text;
use crate::{
    List, Map, Ref, Slot, Structure, TimestampFormat,
    error::ConstructionError,
    schema::{Location, Member},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Writes the members that are bound to headers.
pub(super) fn write(
    input: &dyn Structure,
    token: &dyn Fn() -> String,
    headers: &mut HeaderMap,
) -> Result<(), ConstructionError> {
    let members = || input.schema().members.iter().enumerate();
    // `@httpHeader` takes precedence over `@httpPrefixHeaders`, so it is written last.
    for (index, member) in members() {
        if let (Location::PrefixHeaders(prefix), Ref::Map(map)) = (member.location, input.get(index)) {
            write_prefixed(map, prefix, member, headers)?;
        }
    }
    for (index, member) in members() {
        match (member.location, input.get(index)) {
            (Location::Header(name), Ref::Null) if member.is_idempotency_token => {
                insert(headers, name, &token(), member)?;
            }
            (Location::Header(name), value) => {
                if let Some(text) = value_text(value, member) {
                    insert(headers, name, &text, member)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn write_prefixed(
    map: &dyn Map,
    prefix: &str,
    member: &Member,
    headers: &mut HeaderMap,
) -> Result<(), ConstructionError> {
    let mut result = Ok(());
    map.visit(&mut |key, value| {
        if let Ref::String(value) = value {
            result = insert(headers, &format!("{prefix}{key}"), value, member);
        }
        result.is_ok()
    });
    result
}

fn insert(headers: &mut HeaderMap, name: &str, value: &str, member: &Member) -> Result<(), ConstructionError> {
    let invalid = || ConstructionError::InvalidHeader(member.name);
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
    let mut value = HeaderValue::from_str(value).map_err(|_| invalid())?;
    value.set_sensitive(member.is_sensitive);
    headers.insert(name, value);
    Ok(())
}

/// Returns the text of a header. Lists are separated by commas; text with a media type is base64.
fn value_text(value: Ref<'_>, member: &Member) -> Option<String> {
    let format = member.timestamp_format.unwrap_or(TimestampFormat::HttpDate);
    match value {
        Ref::String(value) if member.media_type.is_some() => Some(STANDARD.encode(value)),
        Ref::List(list) => {
            let elements = (0..list.len()).filter_map(|index| match list.get(index) {
                Ref::String(text) => Some(quote(text)),
                value => text::from_value(value, format),
            });
            Some(elements.collect::<Vec<_>>().join(", "))
        }
        value => text::from_value(value, format),
    }
}

/// Quotes a list element that contains a comma or a quotation mark, is empty, or begins or ends with white space, which
/// would be trimmed.
fn quote(text: &str) -> String {
    if text.contains([',', '"']) || text.is_empty() || text.trim() != text {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        text.to_owned()
    }
}

/// Reads the members that are bound to headers.
///
/// # Errors
/// Returns an error if a header is not a valid value of its member. The message does not contain the value, which may
/// be secret.
pub(super) fn read(headers: &HeaderMap, output: &mut dyn Structure) -> Result<(), String> {
    let mut members = output.schema().members.iter().enumerate();
    members.try_for_each(|(index, member)| read_member(headers, output, index, member))
}

/// Like [`read`], but skips what cannot be read.
pub(super) fn read_leniently(headers: &HeaderMap, output: &mut dyn Structure) {
    for (index, member) in output.schema().members.iter().enumerate() {
        if read_member(headers, output, index, member).is_err() {
            output.clear(index);
        }
    }
}

fn read_member(
    headers: &HeaderMap,
    output: &mut dyn Structure,
    index: usize,
    member: &'static Member,
) -> Result<(), String> {
    match member.location {
        Location::Header(name) => {
            let values: Vec<&str> = headers.get_all(name).iter().filter_map(utf8).collect();
            if !values.is_empty() {
                read_value(output.slot(index), &values.join(", "), member)
                    .map_err(|expected| format!("header {name}: expected {expected}, found other text"))?;
            }
        }
        Location::PrefixHeaders(prefix) => {
            let mut found = headers
                .iter()
                .filter_map(|(name, value)| Some((name.as_str().strip_prefix(prefix)?.to_owned(), utf8(value)?)))
                .peekable();
            if found.peek().is_some()
                && let Slot::Map(map) = output.slot(index)
            {
                for (key, value) in found {
                    text::read(map.insert(key), value)
                        .map_err(|expected| format!("headers {prefix}*: expected {expected}, found other text"))?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Servers send text that is not ASCII as UTF-8; other bytes are ignored.
fn utf8(value: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()
}

/// Like [`text::read`], with support for lists.
fn read_value(slot: Slot<'_>, value: &str, member: &Member) -> Result<(), &'static str> {
    match slot {
        Slot::List(_) if value.trim().is_empty() => Ok(()),
        Slot::List(list) => read_list(list, value, member),
        Slot::String(destination) if member.media_type.is_some() => {
            let bytes = STANDARD.decode(value).map_err(|_| "base64")?;
            *destination = String::from_utf8(bytes).map_err(|_| "base64 of UTF-8")?;
            Ok(())
        }
        slot => text::read(slot, value.trim()),
    }
}

/// Splits a list at commas. An HTTP date contains one itself, after the day name.
fn read_list(list: &mut dyn List, value: &str, member: &Member) -> Result<(), &'static str> {
    let mut elements = split(value).into_iter();
    let is_http_date = member.timestamp_format.is_none_or(|format| format == TimestampFormat::HttpDate);
    while let Some(mut element) = elements.next() {
        let slot = list.push();
        if is_http_date && matches!(slot, Slot::Timestamp(_)) {
            element = format!("{element}, {}", elements.next().unwrap_or_default());
        }
        text::read(slot, &element)?;
    }
    Ok(())
}

/// Splits at commas, removes quotation marks, and trims white space outside of them.
fn split(value: &str) -> Vec<String> {
    let mut elements = Vec::new();
    let mut element = String::new();
    let mut is_quoted = false;
    let mut quoted_to = 0;
    let finish = |element: &mut String, quoted_to: &mut usize| {
        let end = element.trim_end_matches([' ', '\t']).len().max(std::mem::take(quoted_to));
        element.truncate(end);
        std::mem::take(element)
    };
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                is_quoted = !is_quoted;
                quoted_to = element.len();
            }
            '\\' if is_quoted => element.extend(characters.next()),
            ',' if !is_quoted => elements.push(finish(&mut element, &mut quoted_to)),
            ' ' | '\t' if element.is_empty() && !is_quoted => {}
            other => element.push(other),
        }
    }
    elements.push(finish(&mut element, &mut quoted_to));
    elements
}
