//! The table of the traits that are read, with their parsers.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::diagnostics::did_you_mean;
use super::json::kind;
use super::shape_id::ShapeId;
use super::trait_rows::{TRAITS, is_official, trait_row};
use super::traits::{Deprecated, Http, Length, Paginated, Protocol, Range, Traits, Xml, XmlNamespace};
use super::uri::UriPattern;

pub(super) const BOX: &str = "smithy.api#box";
pub(super) const DEFAULT: &str = "smithy.api#default";
pub(super) const DOCUMENTATION: &str = "smithy.api#documentation";
pub(super) const ENUM: &str = "smithy.api#enum";
pub(super) const ENUM_VALUE: &str = "smithy.api#enumValue";
pub(super) const MIXIN: &str = "smithy.api#mixin";
pub(super) const PRIVATE: &str = "smithy.api#private";
pub(super) const PAGINATED: &str = "smithy.api#paginated";
/// On operations whose endpoint is discovered.
pub(crate) const DISCOVERED: &str = "aws.api#clientDiscoveredEndpoint";
/// On services: the operation that discovers endpoints.
pub(crate) const DISCOVERY: &str = "aws.api#clientEndpointDiscovery";
/// Our own traits, for overlays.
pub(crate) const LABEL_DEFAULTS: &str = "ferrosmith#labelDefaults";
pub(crate) const REQUEST_HEADERS: &str = "ferrosmith#requestHeaders";
pub(crate) const SESSION_CREDENTIALS: &str = "ferrosmith#sessionCredentials";
pub(crate) const TREE_HASH: &str = "ferrosmith#treeHash";
const AUTH: &str = "smithy.api#auth";
const API_KEY: &str = "smithy.api#httpApiKeyAuth";
/// Traits of [`OTHER`] whose value is an annotation.
const SCHEMES: &[&str] = &[
    "aws.auth#unsignedPayload",
    "aws.customizations#s3UnwrappedXmlOutput",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];
/// Traits of [`OTHER`] whose value is a list.
const LISTS: &[&str] = &["smithy.api#examples", "smithy.test#httpRequestTests", "smithy.test#httpResponseTests"];
const CHECKSUM: &str = "an object with the strings `requestAlgorithmMember` and `requestValidationModeMember`, the boolean \
    `requestChecksumRequired` and the list of strings `responseAlgorithms`";
pub(super) const UNIQUE_ITEMS: &str = "smithy.api#uniqueItems";

/// Parses a trait value into its field. The error says what was expected.
type Read = fn(&mut Traits, &RawValue) -> Result<(), String>;

/// Sorted by id for binary search, which a test checks.
const TABLE: &[(&str, Read)] = &[
    ("aws.api#service", |t, v| set_object(&mut t.aws_service, v, "an object with the string `sdkId`")),
    ("aws.auth#sigv4", |t, v| set_object(&mut t.sigv4, v, "an object with the string `name`")),
    ("aws.protocols#awsJson1_0", |t, _| protocol(t, Protocol::AwsJson1_0)),
    ("aws.protocols#awsJson1_1", |t, _| protocol(t, Protocol::AwsJson1_1)),
    ("aws.protocols#awsQuery", |t, _| protocol(t, Protocol::AwsQuery)),
    ("aws.protocols#awsQueryCompatible", |t, v| flag(&mut t.aws_query_compatible, v)),
    ("aws.protocols#awsQueryError", |t, v| query_error(t, v)),
    ("aws.protocols#ec2Query", |t, _| protocol(t, Protocol::Ec2Query)),
    ("aws.protocols#ec2QueryName", |t, v| name(&mut xml(t).query_name, v, "the name of a parameter")),
    ("aws.protocols#httpChecksum", |t, v| set_object(&mut t.http_checksum, v, CHECKSUM)),
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
    ("smithy.api#externalDocumentation", |t, v| links(t, v)),
    ("smithy.api#hostLabel", |t, v| flag(&mut t.host_label, v)),
    ("smithy.api#http", |t, v| http(t, v)),
    ("smithy.api#httpChecksumRequired", |t, v| flag(&mut t.http_checksum_required, v)),
    ("smithy.api#httpError", |t, v| http_error(t, v)),
    ("smithy.api#httpHeader", |t, v| header(&mut t.http_header, v)),
    ("smithy.api#httpLabel", |t, v| flag(&mut t.http_label, v)),
    ("smithy.api#httpPayload", |t, v| flag(&mut t.http_payload, v)),
    ("smithy.api#httpPrefixHeaders", |t, v| prefix(t, v)),
    ("smithy.api#httpQuery", |t, v| name(&mut t.http_query, v, "the name of a query parameter")),
    ("smithy.api#httpQueryParams", |t, v| flag(&mut t.http_query_params, v)),
    ("smithy.api#httpResponseCode", |t, v| flag(&mut t.http_response_code, v)),
    ("smithy.api#idempotencyToken", |t, v| flag(&mut t.idempotency_token, v)),
    ("smithy.api#idempotent", |t, v| idempotent(t, v)),
    ("smithy.api#input", |t, v| flag(&mut t.input, v)),
    ("smithy.api#internal", |t, v| flag(&mut t.internal, v)),
    ("smithy.api#jsonName", |t, v| set(&mut t.json_name, v, "a string")),
    ("smithy.api#length", |t, v| length(t, v)),
    ("smithy.api#longPoll", |t, v| long_poll(t, v)),
    ("smithy.api#mediaType", |t, v| media_type(t, v)),
    ("smithy.api#optionalAuth", |t, v| flag(&mut t.optional_auth, v)),
    ("smithy.api#output", |t, v| flag(&mut t.output, v)),
    (PAGINATED, |t, v| paginated(t, v)),
    ("smithy.api#pattern", |t, v| pattern(t, v)),
    ("smithy.api#range", |t, v| range(t, v)),
    ("smithy.api#readonly", |t, v| flag(&mut t.readonly, v)),
    ("smithy.api#requestCompression", |t, v| compression(t, v)),
    ("smithy.api#required", |t, v| flag(&mut t.required, v)),
    ("smithy.api#requiresLength", |t, v| flag(&mut t.requires_length, v)),
    ("smithy.api#retryable", |t, v| retryable(t, v)),
    ("smithy.api#sensitive", |t, v| flag(&mut t.sensitive, v)),
    ("smithy.api#sparse", |t, v| flag(&mut t.sparse, v)),
    ("smithy.api#streaming", |t, v| flag(&mut t.streaming, v)),
    ("smithy.api#timestampFormat", |t, v| {
        set(&mut t.timestamp_format, v, "\"date-time\", \"http-date\" or \"epoch-seconds\"")
    }),
    ("smithy.api#title", |t, v| set(&mut t.title, v, "a string")),
    (UNIQUE_ITEMS, |t, v| flag(&mut t.unique_items, v)),
    ("smithy.api#xmlAttribute", |t, v| flag(&mut xml(t).attribute, v)),
    ("smithy.api#xmlFlattened", |t, v| flag(&mut xml(t).flattened, v)),
    ("smithy.api#xmlName", |t, v| xml_name(t, v)),
    ("smithy.api#xmlNamespace", |t, v| xml_namespace(t, v)),
    ("smithy.protocols#rpcv2Cbor", |t, _| protocol(t, Protocol::RpcV2Cbor)),
    ("smithy.protocols#rpcv2Json", |t, _| protocol(t, Protocol::RpcV2Json)),
    ("smithy.waiters#waitable", |t, v| waiters(t, v)),
];

/// Traits kept as JSON in [`TraitValues::other`](super::traits::TraitValues::other) for the stages that parse them.
const OTHER: &[&str] = &[
    DISCOVERED,
    DISCOVERY,
    "aws.api#clientEndpointDiscoveryId",
    "aws.api#taggable",
    "aws.auth#sigv4a",
    "aws.auth#unsignedPayload",
    "aws.customizations#s3UnwrappedXmlOutput",
    LABEL_DEFAULTS,
    REQUEST_HEADERS,
    SESSION_CREDENTIALS,
    TREE_HASH,
    AUTH,
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

/// Traits that the loader applies, so that the loaded model does not contain them.
const STRUCTURAL: &[&str] = &[BOX, ENUM, ENUM_VALUE, MIXIN];

/// Traits that are only validated.
const VALIDATED: &[&str] = &[PRIVATE];

/// Whether this trait is read.
pub(super) fn is_read(id: &str) -> bool {
    find(id).is_some() || [OTHER, STRUCTURAL, VALIDATED].iter().any(|ids| ids.contains(&id))
}

/// Whether Smithy or AWS would have to define this trait, but `trait_rows` does not list it. Returns "did you mean …?" for
/// a name that is similar to that of a known trait.
pub(super) fn is_unknown(id: &str) -> Option<Option<String>> {
    if trait_row(id).is_some() || !is_official(id) {
        return None;
    }
    let namespace = id.split_once('#').map_or(id, |(namespace, _)| namespace);
    let known = TRAITS.iter().map(|row| row.id);
    Some(did_you_mean(id, known.filter(|known| known.split_once('#').is_some_and(|(own, _)| own == namespace))))
}

/// Returns the ids of all traits that are read.
#[cfg(test)]
pub(super) fn all_read() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(id, _)| *id).chain([OTHER, STRUCTURAL, VALIDATED].into_iter().flatten().copied())
}

/// Parses one trait. The error is a complete message.
pub(super) fn read(traits: &mut Traits, id: &str, value: &RawValue) -> Result<(), String> {
    let result = match find(id) {
        Some(read) => read(traits, value),
        None if id == AUTH => auth(traits, value),
        None if id == REQUEST_HEADERS => request_headers(value).and_then(|()| keep(traits, id, value)),
        None if id == LABEL_DEFAULTS => label_defaults(value).and_then(|()| keep(traits, id, value)),
        None if id == SESSION_CREDENTIALS => session_credentials(value).and_then(|()| keep(traits, id, value)),
        None if id == TREE_HASH => tree_hash(value).and_then(|()| keep(traits, id, value)),
        None if SCHEMES.contains(&id) => annotation(value).and_then(|()| keep(traits, id, value)),
        None if id == API_KEY => api_key(value).and_then(|()| keep(traits, id, value)),
        None if LISTS.contains(&id) && !value.get().starts_with('[') => Err("an array".to_owned()),
        None if OTHER.contains(&id) => keep(traits, id, value),
        None if VALIDATED.contains(&id) => annotation(value),
        None => Ok(()),
    };
    result.map_err(|expected| invalid_value(id, &expected, value))
}

/// Returns the message for an invalid trait value.
pub(super) fn invalid_value(id: &str, expected: &str, value: &RawValue) -> String {
    let text = value.get().split_whitespace().collect::<Vec<_>>().join(" ");
    // The text after a colon is the reason why the value is invalid.
    let (expected, why) = expected.split_at(expected.find(": ").unwrap_or(expected.len()));
    match kind(value) {
        _ if text.len() <= 60 => format!("{id} has to be {expected}, not {text}{why}"),
        // The value is too long to show and of the right JSON type, so that `expected` is enough.
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

/// Derived `Deserialize` implementations of structs accept arrays as well, but traits do not.
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

/// Checks an annotation: `{}`, or in 1.0 `true` or null. The object may have members of a later version.
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
    let is_test = id.starts_with("smithy.test#");
    let id = ShapeId::parse(id).map_err(|error| error.to_string())?;
    let mut json: Value = parse(value, "an array or an object that nests no deeper than 128 levels")?;
    if is_test {
        super::exact::restore(&mut json, value);
    }
    traits.other.insert(id, json);
    Ok(())
}

fn default(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    // Not `set`, because `null` is a valid value.
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

fn idempotent(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    #[derive(serde::Deserialize, Default)]
    #[serde(rename_all = "camelCase", default)]
    struct Idempotent {
        exists: Vec<String>,
        not_found: Vec<String>,
    }
    annotation(value)?;
    traits.idempotent = true;
    if value.get().starts_with('{') {
        let expected = "{} or an object with the lists of errors `exists` and `notFound`";
        let Idempotent { exists, not_found } = object(value, expected)?;
        for id in exists.iter().chain(&not_found) {
            let id = ShapeId::parse(id).map_err(|error| format!("{expected}: {error}"))?;
            traits.already_so.push(id.name().to_owned());
        }
    }
    Ok(())
}

fn long_poll(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    traits.long_poll = Some(object(value, "{} or an object with the whole number `timeoutMillis`")?);
    Ok(())
}

fn retryable(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    traits.retryable = Some(object(value, "{} or an object with the boolean `throttling`")?);
    Ok(())
}

fn http(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let http: Http = object(value, "an object with the strings `method` and `uri`")?;
    if !is_token(&http.method) {
        return Err(format!("an object with a `method` such as GET: {:?} is not one", http.method));
    }
    UriPattern::parse(&http.uri)
        .map_err(|problem| format!("an object with a valid `uri`: {:?} {problem}", http.uri))?;
    if !(100..=999).contains(&http.code) {
        return Err(format!("an object with a `code` of three digits: {} is not one", http.code));
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

fn request_headers(value: &RawValue) -> Result<(), String> {
    let expected = "an object with the names and values of headers";
    let headers: BTreeMap<String, String> = object(value, expected)?;
    let is_value = |text: &str| !text.is_empty() && text.bytes().all(|b| (b' '..=b'~').contains(&b));
    let is_valid = headers.iter().all(|(name, value)| is_token(name) && is_value(value));
    is_valid.then_some(()).ok_or_else(|| expected.to_owned())
}

fn label_defaults(value: &RawValue) -> Result<(), String> {
    let expected = "an object with the names of labels and texts that are not empty";
    let defaults: BTreeMap<String, String> = object(value, expected)?;
    defaults.values().all(|text| !text.is_empty()).then_some(()).ok_or_else(|| expected.to_owned())
}

fn session_credentials(value: &RawValue) -> Result<(), String> {
    #[derive(serde::Deserialize)]
    struct SessionCredentials {
        member: String,
        credentials: String,
    }
    let expected =
        "an object with the name of an input member, `member`, and the path to an output member, `credentials`";
    let SessionCredentials { member, credentials } = object(value, expected)?;
    (!member.is_empty() && !credentials.is_empty()).then_some(()).ok_or_else(|| expected.to_owned())
}

fn tree_hash(value: &RawValue) -> Result<(), String> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct TreeHash {
        header: String,
        content_header: String,
    }
    let expected = "an object with the names of headers `header` and `contentHeader`";
    let TreeHash { header, content_header } = object(value, expected)?;
    (is_token(&header) && is_token(&content_header)).then_some(()).ok_or_else(|| expected.to_owned())
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

fn name(field: &mut Option<String>, value: &RawValue, expected: &str) -> Result<(), String> {
    let name: String = parse(value, expected)?;
    if name.is_empty() {
        return Err(expected.to_owned());
    }
    *field = Some(name);
    Ok(())
}

fn links(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "an object of URLs by title, with at least one";
    let links: BTreeMap<String, String> = object(value, expected)?;
    if links.is_empty() || links.iter().any(|(title, url)| title.is_empty() || url.is_empty()) {
        return Err(expected.to_owned());
    }
    if let Some(url) = links.values().find(|url| !is_url(url)) {
        return Err(format!("{expected}: {url:?} is not a URL"));
    }
    traits.external_documentation = Some(links);
    Ok(())
}

/// RFC 3986 § 3: a scheme before the first colon.
fn is_url(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
            && !rest.is_empty()
    })
}

fn length(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "an object with the whole numbers `min` and `max`";
    let length: Length = object(value, expected)?;
    if length.min.is_none() && length.max.is_none() {
        return Err(format!("{expected}: one of the two is needed"));
    }
    traits.length = Some(length);
    Ok(())
}

fn range(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "an object with the numbers `min` and `max`";
    let range: Range = object(value, expected)?;
    if range.min.is_none() && range.max.is_none() {
        return Err(format!("{expected}: one of the two is needed"));
    }
    traits.range = Some(range);
    Ok(())
}

fn pattern(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "a regular expression";
    let pattern: String = parse(value, expected)?;
    super::pattern::check(&pattern).map_err(|why| format!("{expected}: {why}"))?;
    traits.pattern = Some(pattern);
    Ok(())
}

fn api_key(value: &RawValue) -> Result<(), String> {
    #[derive(serde::Deserialize)]
    struct ApiKey {
        name: String,
        r#in: String,
    }
    let expected = "an object with the string `name`, and with `in` as \"header\" or \"query\"";
    let ApiKey { name, r#in } = object(value, expected)?;
    if name.is_empty() || !matches!(r#in.as_str(), "header" | "query") { Err(expected.to_owned()) } else { Ok(()) }
}

fn paginated(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "an object of member names";
    let paginated: Paginated = object(value, expected)?;
    let Paginated { input_token, output_token, items, page_size } = &paginated;
    if [input_token, output_token, items, page_size].into_iter().flatten().any(String::is_empty) {
        return Err(expected.to_owned());
    }
    traits.paginated = Some(paginated);
    Ok(())
}

/// RFC 9110 § 8.3.1. Empty parameters, such as after a trailing semicolon, are rejected.
fn media_type(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "a media type such as \"video/mp4\"";
    let text: String = parse(value, expected)?;
    let mut parts = text.split(';').map(str::trim);
    let is_type = |text: &str| text.split_once('/').is_some_and(|(one, other)| is_token(one) && is_token(other));
    let is_quoted = |text: &str| text.len() >= 2 && text.starts_with('"') && text.ends_with('"');
    let is_parameter = |text: &str| {
        text.split_once('=').is_some_and(|(name, value)| is_token(name) && (is_token(value) || is_quoted(value)))
    };
    if !parts.next().is_some_and(is_type) || !parts.all(is_parameter) {
        return Err(expected.to_owned());
    }
    traits.media_type = Some(text);
    Ok(())
}

fn auth(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "an array of shape ids, each once";
    let schemes: Vec<String> = parse(value, expected)?;
    let ids: Result<BTreeSet<ShapeId>, _> = schemes.iter().map(|id| ShapeId::parse(id)).collect();
    if ids.map_err(|error| format!("{expected}: {error}"))?.len() < schemes.len() {
        return Err(expected.to_owned());
    }
    keep(traits, AUTH, value)
}

fn xml(traits: &mut Traits) -> &mut Xml {
    traits.xml.get_or_insert_default()
}

fn xml_name(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "a name in XML, with or without a prefix";
    let name: String = parse(value, expected)?;
    if !name.splitn(2, ':').all(is_xml_name) {
        return Err(expected.to_owned());
    }
    xml(traits).name = Some(name);
    Ok(())
}

fn is_xml_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn xml_namespace(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    let expected = "an object with the string `uri`, and perhaps a `prefix`";
    let namespace: XmlNamespace = object(value, expected)?;
    let uri = &namespace.uri;
    let is_uri = !uri.is_empty() && uri.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
    if !is_uri || !namespace.prefix.as_deref().is_none_or(is_xml_name) {
        return Err(expected.to_owned());
    }
    xml(traits).namespace = Some(namespace);
    Ok(())
}

fn query_error(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    #[derive(serde::Deserialize)]
    struct QueryError {
        code: String,
    }
    let QueryError { code } = object(value, "an object with the string `code` and the status `httpResponseCode`")?;
    xml(traits).error_code = Some(code);
    Ok(())
}

fn compression(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    #[derive(serde::Deserialize)]
    struct Compression {
        encodings: Vec<String>,
    }
    let compression: Compression = object(value, "an object with the list `encodings`")?;
    if compression.encodings.is_empty() {
        return Err("an object with the list `encodings`, which has an entry at least".to_owned());
    }
    traits.request_compression = Some(compression.encodings);
    Ok(())
}

fn waiters(traits: &mut Traits, value: &RawValue) -> Result<(), String> {
    (traits.waiters, traits.unknown_waiters) = super::waiters::read(value)?;
    Ok(())
}

/// RFC 9110 § 5.6.2: the `token` that methods and header names consist of.
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
