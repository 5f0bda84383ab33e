//! Which traits are read, and how.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::json::kind;
use super::shape_id::ShapeId;
use super::traits::{Deprecated, Http, Protocol, Traits};
use super::uri::UriPattern;

pub(super) const BOX: &str = "smithy.api#box";
pub(super) const DEFAULT: &str = "smithy.api#default";
pub(super) const DOCUMENTATION: &str = "smithy.api#documentation";
pub(super) const ENUM: &str = "smithy.api#enum";
pub(super) const ENUM_VALUE: &str = "smithy.api#enumValue";
pub(super) const MIXIN: &str = "smithy.api#mixin";
pub(super) const PAGINATED: &str = "smithy.api#paginated";
pub(super) const UNIQUE_ITEMS: &str = "smithy.api#uniqueItems";

/// Reads one trait's value into its field. The error says what was expected.
type Read = fn(&mut Traits, &RawValue) -> Result<(), String>;

/// Sorted by id, for binary search; a test watches over it.
const TABLE: &[(&str, Read)] = &[
    ("aws.api#service", |t, v| set_object(&mut t.aws_service, v, "an object with the string `sdkId`")),
    ("aws.auth#sigv4", |t, v| set_object(&mut t.sigv4, v, "an object with the string `name`")),
    ("aws.protocols#awsJson1_0", |t, _| protocol(t, Protocol::AwsJson1_0)),
    ("aws.protocols#awsJson1_1", |t, _| protocol(t, Protocol::AwsJson1_1)),
    ("aws.protocols#awsQuery", |t, _| protocol(t, Protocol::AwsQuery)),
    ("aws.protocols#awsQueryCompatible", |t, v| flag(&mut t.aws_query_compatible, v)),
    ("aws.protocols#ec2Query", |t, _| protocol(t, Protocol::Ec2Query)),
    ("aws.protocols#restJson1", |t, _| protocol(t, Protocol::RestJson1)),
    ("aws.protocols#restXml", |t, _| protocol(t, Protocol::RestXml)),
    ("smithy.api#addedDefault", |t, v| flag(&mut t.added_default, v)),
    ("smithy.api#clientOptional", |t, v| flag(&mut t.client_optional, v)),
    (DEFAULT, |t, v| default(t, v)),
    ("smithy.api#deprecated", |t, v| deprecated(t, v)),
    (DOCUMENTATION, |t, v| set(&mut t.documentation, v, "a string")),
    ("smithy.api#endpoint", |t, v| set_object(&mut t.endpoint, v, "an object with the string `hostPrefix`")),
    ("smithy.api#error", |t, v| set(&mut t.error, v, "\"client\" or \"server\"")),
    ("smithy.api#eventHeader", |t, v| flag(&mut t.event_header, v)),
    ("smithy.api#eventPayload", |t, v| flag(&mut t.event_payload, v)),
    ("smithy.api#externalDocumentation", |t, v| {
        set_object(&mut t.external_documentation, v, "an object of URLs by title")
    }),
    ("smithy.api#hostLabel", |t, v| flag(&mut t.host_label, v)),
    ("smithy.api#http", |t, v| http(t, v)),
    ("smithy.api#httpChecksumRequired", |t, v| flag(&mut t.http_checksum_required, v)),
    ("smithy.api#httpError", |t, v| http_error(t, v)),
    ("smithy.api#httpHeader", |t, v| header(&mut t.http_header, v)),
    ("smithy.api#httpLabel", |t, v| flag(&mut t.http_label, v)),
    ("smithy.api#httpPayload", |t, v| flag(&mut t.http_payload, v)),
    ("smithy.api#httpPrefixHeaders", |t, v| prefix(t, v)),
    ("smithy.api#httpQuery", |t, v| set(&mut t.http_query, v, "a string")),
    ("smithy.api#httpQueryParams", |t, v| flag(&mut t.http_query_params, v)),
    ("smithy.api#httpResponseCode", |t, v| flag(&mut t.http_response_code, v)),
    ("smithy.api#idempotencyToken", |t, v| flag(&mut t.idempotency_token, v)),
    ("smithy.api#idempotent", |t, v| flag(&mut t.idempotent, v)),
    ("smithy.api#input", |t, v| flag(&mut t.input, v)),
    ("smithy.api#internal", |t, v| flag(&mut t.internal, v)),
    ("smithy.api#jsonName", |t, v| set(&mut t.json_name, v, "a string")),
    ("smithy.api#length", |t, v| set_object(&mut t.length, v, "an object with the whole numbers `min` and `max`")),
    ("smithy.api#mediaType", |t, v| set(&mut t.media_type, v, "a string")),
    ("smithy.api#optionalAuth", |t, v| flag(&mut t.optional_auth, v)),
    ("smithy.api#output", |t, v| flag(&mut t.output, v)),
    (PAGINATED, |t, v| set_object(&mut t.paginated, v, "an object of member names")),
    ("smithy.api#pattern", |t, v| set(&mut t.pattern, v, "a string")),
    ("smithy.api#range", |t, v| set_object(&mut t.range, v, "an object with the numbers `min` and `max`")),
    ("smithy.api#readonly", |t, v| flag(&mut t.readonly, v)),
    ("smithy.api#requestCompression", |t, v| compression(t, v)),
    ("smithy.api#required", |t, v| flag(&mut t.required, v)),
    ("smithy.api#retryable", |t, v| retryable(t, v)),
    ("smithy.api#sensitive", |t, v| flag(&mut t.sensitive, v)),
    ("smithy.api#sparse", |t, v| flag(&mut t.sparse, v)),
    ("smithy.api#streaming", |t, v| flag(&mut t.streaming, v)),
    ("smithy.api#timestampFormat", |t, v| {
        set(&mut t.timestamp_format, v, "\"date-time\", \"http-date\" or \"epoch-seconds\"")
    }),
    ("smithy.api#title", |t, v| set(&mut t.title, v, "a string")),
    (UNIQUE_ITEMS, |t, v| flag(&mut t.unique_items, v)),
    ("smithy.protocols#rpcv2Cbor", |t, _| protocol(t, Protocol::RpcV2Cbor)),
    ("smithy.waiters#waitable", |t, v| waiters(t, v)),
];

/// Traits kept as JSON in [`Traits::other`], for the stages that read them.
const OTHER: &[&str] = &[
    "aws.api#clientDiscoveredEndpoint",
    "aws.api#clientEndpointDiscovery",
    "aws.auth#sigv4a",
    "aws.auth#unsignedPayload",
    "aws.protocols#httpChecksum",
    "smithy.api#auth",
    "smithy.api#examples",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
    "smithy.rules#clientContextParams",
    "smithy.rules#contextParam",
    "smithy.rules#endpointBdd",
    "smithy.rules#endpointRuleSet",
    "smithy.rules#endpointTests",
    "smithy.rules#operationContextParams",
    "smithy.rules#staticContextParams",
    "smithy.test#httpRequestTests",
    "smithy.test#httpResponseTests",
];

/// Traits that the loader itself acts upon, so that they leave no trace.
const STRUCTURAL: &[&str] = &[BOX, ENUM, ENUM_VALUE, MIXIN];

/// Whether anything reads this trait.
pub(super) fn is_read(id: &str) -> bool {
    find(id).is_some() || OTHER.contains(&id) || STRUCTURAL.contains(&id)
}

/// Reads one trait. The error is a whole message.
pub(super) fn read(traits: &mut Traits, id: &str, value: &RawValue) -> Result<(), String> {
    let result = match find(id) {
        Some(read) => read(traits, value),
        None if OTHER.contains(&id) => keep(traits, id, value),
        None => Ok(()),
    };
    result.map_err(|expected| wrong(id, &expected, value))
}

/// The message for a trait whose value is not what the specification says.
pub(super) fn wrong(id: &str, expected: &str, value: &RawValue) -> String {
    let text = value.get().split_whitespace().collect::<Vec<_>>().join(" ");
    // What comes after a colon says why the value is not what is expected.
    let (expected, why) = expected.split_at(expected.find(": ").unwrap_or(expected.len()));
    match kind(value) {
        _ if text.len() <= 60 => format!("{id} has to be {expected}, not {text}{why}"),
        // Too long to be shown, and of the right kind: what is expected says what is wrong.
        kind if expected.contains(kind) => format!("{id} has to be {expected}{why}"),
        kind => format!("{id} has to be {expected}, not {kind}{why}"),
    }
}

fn find(id: &str) -> Option<Read> {
    let index = TABLE.binary_search_by_key(&id, |(id, _)| id).ok()?;
    TABLE.get(index).map(|(_, read)| *read)
}

fn set<T: DeserializeOwned>(field: &mut Option<T>, value: &RawValue, expected: &str) -> Result<(), String> {
    *field = Some(parse(value, expected)?);
    Ok(())
}

/// Derived readers of structs accept arrays too, which no trait value may be.
fn object<T: DeserializeOwned>(value: &RawValue, expected: &str) -> Result<T, String> {
    if value.get().starts_with('{') { parse(value, expected) } else { Err(expected.to_owned()) }
}

fn set_object<T: DeserializeOwned>(field: &mut Option<T>, value: &RawValue, expected: &str) -> Result<(), String> {
    *field = Some(object(value, expected)?);
    Ok(())
}

fn parse<T: DeserializeOwned>(value: &RawValue, expected: &str) -> Result<T, String> {
    serde_json::from_str(value.get()).map_err(|_| expected.to_owned())
}

/// An annotation: `{}`, or as 1.0 had it `true` or null. The object may hold members of a later version.
fn annotation(value: &RawValue) -> Result<(), String> {
    match value.get().as_bytes().first() {
        Some(b'{' | b't' | b'n') => Ok(()),
        _ => Err("{}".to_owned()),
    }
}

fn flag(field: &mut bool, value: &RawValue) -> Result<(), String> {
    annotation(value)?;
    *field = true;
    Ok(())
}

fn protocol(traits: &mut Traits, protocol: Protocol) -> Result<(), String> {
    traits.protocols.push(protocol);
    Ok(())
}

fn keep(traits: &mut Traits, id: &str, value: &RawValue) -> Result<(), String> {
    let id = ShapeId::parse(id).map_err(|error| error.to_string())?;
    traits.other.insert(id, parse(value, "an array or an object that nests no deeper than 128 levels")?);
    Ok(())
}

fn default(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    // Not `set`: `null` is a value here, and a default is a literal or an empty list or map.
    let default: Value = parse(value, "null, a boolean, a number, a string, [] or {}")?;
    traits.default = Some(default);
    Ok(())
}

fn deprecated(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let bare = matches!(value.get(), "true" | "null");
    let deprecated = if bare {
        Ok(Deprecated::default())
    } else {
        object(value, "{} or an object with the strings `message` and `since`")
    };
    traits.deprecated = Some(deprecated?);
    Ok(())
}

fn retryable(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    traits.retryable = Some(object(value, "{} or an object with the boolean `throttling`")?);
    Ok(())
}

fn http(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let http: Http = object(value, "an object with the strings `method` and `uri`")?;
    if !is_token(&http.method) {
        return Err(format!("an object with a `method` such as GET: {:?} is none", http.method));
    }
    UriPattern::parse(&http.uri)
        .map_err(|problem| format!("an object with a sound `uri`: {:?} {problem}", http.uri))?;
    if !(100..=999).contains(&http.code) {
        return Err(format!("an object with a `code` of three digits: {} is none", http.code));
    }
    traits.http = Some(http);
    Ok(())
}

fn http_error(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "a status of three digits";
    let status: u16 = parse(value, expected)?;
    if !(100..=999).contains(&status) {
        return Err(expected.to_owned());
    }
    traits.http_error = Some(status);
    Ok(())
}

fn header(field: &mut Option<String>, value: &RawValue) -> Result<(), String> {
    let expected = "the name of a header";
    let name: String = parse(value, expected)?;
    if !is_token(&name) {
        return Err(expected.to_owned());
    }
    *field = Some(name);
    Ok(())
}

fn prefix(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "the prefix of the names of headers";
    let prefix: String = parse(value, expected)?;
    if !prefix.is_empty() && !is_token(&prefix) {
        return Err(expected.to_owned());
    }
    traits.http_prefix_headers = Some(prefix);
    Ok(())
}

fn compression(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    #[derive(serde::Deserialize)]
    struct Compression {
        encodings: Vec<String>,
    }
    let compression: Compression = object(value, "an object with the list `encodings`")?;
    traits.request_compression = Some(compression.encodings);
    Ok(())
}

fn waiters(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    traits.waiters = super::waiters::read(value)?;
    Ok(())
}

/// RFC 9110 § 5.6.2: what methods and names of headers consist of.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0));
    }
}
