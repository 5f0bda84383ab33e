//! Paths, queries and host prefixes. Smithy: `@http`, `@httpLabel`, `@httpQuery`, `@httpQueryParams`, `@endpoint`.
use super::{Call, text};
use crate::{
    Ref, TimestampFormat,
    error::ConstructionError,
    schema::{Location, Member},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters except those that RFC 3986, section 2.3 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Returns the path and query of a call: the template with its labels filled in, then the query members.
///
/// A label that the endpoint contains already is left out.
pub(super) fn path_and_query(call: &Call<'_>, keeps_dots: bool) -> Result<String, ConstructionError> {
    let (path, literal_query) = call.operation.uri.split_once('?').unwrap_or((call.operation.uri, ""));
    let mut uri = String::new();
    for (index, segment) in path.split('/').skip(1).enumerate() {
        let label = segment.strip_prefix('{').and_then(|label| label.strip_suffix('}'));
        let text = label.map(|label| path_label(call, label, keeps_dots)).transpose()?;
        if index > 0 || label.is_none() || !call.endpoint.has_label() {
            uri.push('/');
            uri.push_str(text.as_deref().unwrap_or(segment));
        }
    }
    let mut query = Query::default();
    let literals = || literal_query.split('&').filter(|pair| !pair.is_empty());
    for pair in literals() {
        query.push(pair.to_owned());
    }
    let literal_keys = literals().map(|pair| pair.split_once('=').map_or(pair, |(key, _)| key));
    query.push_members(call, literal_keys.collect());
    if !query.0.is_empty() {
        uri.push('?');
        uri.push_str(&query.0.join("&"));
    }
    Ok(uri)
}

/// Returns the encoded value of a label. A greedy label, `{Key+}`, keeps its slashes; it may keep the segments `.` and
/// `..` too.
fn path_label(call: &Call<'_>, label: &str, keeps_dots: bool) -> Result<String, ConstructionError> {
    let (name, is_greedy) = label.strip_suffix('+').map_or((label, false), |name| (name, true));
    let (member, value) = label_value(call, name)?;
    let is_dots = |segment: &str| segment == "." || segment == "..";
    let segments: Vec<&str> = if is_greedy { value.split('/').collect() } else { vec![&value] };
    // Servers and signers would remove such segments, so that the request names another resource.
    if segments.iter().copied().any(is_dots) && !(is_greedy && keeps_dots) {
        return Err(ConstructionError::InvalidLabel(member.name));
    }
    Ok(segments.into_iter().map(encode).collect::<Vec<_>>().join("/"))
}

/// Returns the member of a label and its text. An empty text is an error, since the path would name another resource.
fn label_value(call: &Call<'_>, name: &str) -> Result<(&'static Member, String), ConstructionError> {
    let schema = call.input.schema();
    let found = schema.members.iter().enumerate().find(|(_, member)| member.name == name);
    let Some((index, member)) = found else {
        return Err(ConstructionError::MissingLabel("a label without a member"));
    };
    match text::from_value(call.input.get(index), member.timestamp_format.unwrap_or(TimestampFormat::DateTime)) {
        None if member.is_idempotency_token => Ok((member, (call.token)())),
        Some(value) if !value.is_empty() => Ok((member, value)),
        _ => {
            let default = call.operation.label_defaults.iter().find(|(label, _)| *label == name);
            let (_, text) = default.ok_or(ConstructionError::MissingLabel(member.name))?;
            Ok((member, (*text).to_owned()))
        }
    }
}

/// Returns the host prefix with its labels filled in. Each must be a valid host label (RFC 3986, section 3.2.2).
pub(super) fn host_prefix(call: &Call<'_>) -> Result<String, ConstructionError> {
    let mut rest = call.operation.host_prefix.unwrap_or_default();
    let mut prefix = String::new();
    while let Some((before, label, after)) = rest
        .split_once('{')
        .and_then(|(before, rest)| rest.split_once('}').map(|(label, after)| (before, label, after)))
    {
        let (member, value) = label_value(call, label)?;
        if value.len() > 63 || !value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(ConstructionError::InvalidLabel(member.name));
        }
        prefix.push_str(before);
        prefix.push_str(&value);
        rest = after;
    }
    prefix.push_str(rest);
    Ok(prefix)
}

#[derive(Default)]
struct Query(Vec<String>);

impl Query {
    fn push(&mut self, pair: String) {
        self.0.push(pair);
    }

    fn push_pair(&mut self, key: &str, value: &str) {
        self.push(format!("{}={}", encode(key), encode(value)));
    }

    /// Adds the members bound to the query. Keys of `@httpQueryParams` that repeat an `@httpQuery` name or a literal of
    /// the URI are left out.
    fn push_members(&mut self, call: &Call<'_>, mut names: Vec<&'static str>) {
        let members = call.input.schema().members;
        for (index, member) in members.iter().enumerate() {
            if let Location::Query(name) = member.location {
                names.push(name);
                match call.input.get(index) {
                    Ref::Null if member.is_idempotency_token => self.push_pair(name, &(call.token)()),
                    value => self.push_value(name, value, member),
                }
            }
        }
        for (index, member) in members.iter().enumerate() {
            if let (Location::QueryParams, Ref::Map(map)) = (member.location, call.input.get(index)) {
                map.visit(&mut |key, value| {
                    if !names.contains(&key) {
                        self.push_value(key, value, member);
                    }
                    true
                });
            }
        }
    }

    /// Adds a value; a list repeats the key for each element.
    fn push_value(&mut self, key: &str, value: Ref<'_>, member: &Member) {
        if let Ref::List(list) = value {
            for index in 0..list.len() {
                self.push_value(key, list.get(index), member);
            }
        } else if let Some(text) = text::from_value(value, member.timestamp_format.unwrap_or(TimestampFormat::DateTime))
        {
            self.push_pair(key, &text);
        }
    }
}
