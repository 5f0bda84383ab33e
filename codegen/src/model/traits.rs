//! The traits that ferrosmith supports, as typed values. `trait_table` parses them.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Number, Value};

use super::shape_id::ShapeId;
use super::waiters::Waiter;

/// The traits of a shape or member; dereferences to [`TraitValues`]. Without traits it has the size of a pointer,
/// because a model can have 100,000 members, and most members of large models have one trait or none.
#[derive(Clone, Default)]
pub struct Traits(Option<Box<TraitValues>>);

static NONE: LazyLock<TraitValues> = LazyLock::new(TraitValues::default);

impl Deref for Traits {
    type Target = TraitValues;

    fn deref(&self) -> &TraitValues {
        self.0.as_deref().unwrap_or_else(|| &NONE)
    }
}

impl DerefMut for Traits {
    fn deref_mut(&mut self) -> &mut TraitValues {
        self.0.get_or_insert_default()
    }
}

impl From<TraitValues> for Traits {
    fn from(values: TraitValues) -> Self {
        Self(Some(Box::new(values)))
    }
}

impl std::fmt::Debug for Traits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

/// Trait values. Each field is the trait of the same name in `smithy.api`, unless its documentation says otherwise.
///
/// Other traits are ignored. They are not errors, because models carry traits for many tools.
#[derive(Clone, Debug, Default)]
#[allow(
    missing_docs,
    reason = "a flag is true if the trait of its name is present; the specification explains the trait"
)]
pub struct TraitValues {
    // § "Type refinement traits"
    pub required: bool,
    pub client_optional: bool,
    pub added_default: bool,
    pub input: bool,
    pub output: bool,
    pub sparse: bool,
    pub error: Option<Fault>,
    /// `Some(Value::Null)` is an explicit null: the member removes the default of its target.
    pub default: Option<Value>,
    // § "Constraint traits"
    pub length: Option<Length>,
    pub range: Option<Range>,
    pub pattern: Option<String>,
    pub unique_items: bool,
    // § "Behavior traits"
    pub idempotency_token: bool,
    /// `idempotent` is an annotation, with the names of errors that say that nothing is left to do.
    pub idempotent: bool,
    pub already_so: Vec<String>,
    pub long_poll: Option<LongPoll>,
    pub readonly: bool,
    pub retryable: Option<Retryable>,
    /// On an operation, properties that it omits are already filled in from its service.
    pub paginated: Option<Paginated>,
    pub request_compression: Option<Vec<String>>,
    /// `smithy.waiters#waitable`: waiters by name.
    pub waiters: BTreeMap<String, Waiter>,
    /// Waiters with something that this version of the generator does not know, by name: what it is.
    pub unknown_waiters: BTreeMap<String, String>,
    // § "Documentation traits"
    pub sensitive: bool,
    pub internal: bool,
    pub deprecated: Option<Deprecated>,
    /// CommonMark with HTML, unchanged from the model.
    pub documentation: Option<String>,
    pub title: Option<String>,
    /// URLs by title.
    pub external_documentation: Option<BTreeMap<String, String>>,
    // § "Serialization and protocol traits"
    pub json_name: Option<String>,
    pub media_type: Option<String>,
    pub timestamp_format: Option<TimestampFormat>,
    /// § "XML bindings", and names in query protocols.
    pub xml: Option<Box<Xml>>,
    // § "HTTP bindings"
    pub http: Option<Http>,
    pub http_label: bool,
    pub http_query: Option<String>,
    pub http_query_params: bool,
    pub http_header: Option<String>,
    /// The prefix, often empty.
    pub http_prefix_headers: Option<String>,
    pub http_payload: bool,
    pub http_response_code: bool,
    pub http_error: Option<u16>,
    pub http_checksum_required: bool,
    /// `aws.protocols#httpChecksum`
    pub http_checksum: Option<Box<HttpChecksum>>,
    // § "Endpoint traits", "Streaming"
    pub endpoint: Option<Endpoint>,
    pub host_label: bool,
    pub streaming: bool,
    pub requires_length: bool,
    pub event_header: bool,
    pub event_payload: bool,
    // § "Authentication traits", "AWS service traits", "AWS protocols"
    pub optional_auth: bool,
    /// `aws.auth#sigv4`
    pub sigv4: Option<SigV4>,
    /// `aws.api#service`
    pub aws_service: Option<AwsService>,
    /// The protocol traits of a service, sorted by trait id.
    pub protocols: Vec<Protocol>,
    /// `aws.protocols#awsQueryCompatible`
    pub aws_query_compatible: bool,
    /// Traits that a later stage parses, such as endpoint rules. `trait_table` lists their ids.
    pub other: BTreeMap<ShapeId, Value>,
}

/// `smithy.api#error`: who caused the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Fault {
    Client,
    Server,
}

/// `smithy.api#length`, in characters (strings), bytes (blobs) or entries (lists, maps).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct Length {
    pub min: Option<u64>,
    pub max: Option<u64>,
}

/// `smithy.api#range`, both ends inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct Range {
    pub min: Option<Number>,
    pub max: Option<Number>,
}

/// `smithy.api#deprecated`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct Deprecated {
    pub message: Option<String>,
    pub since: Option<String>,
}

/// `smithy.api#retryable`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct Retryable {
    #[serde(default)]
    pub throttling: bool,
}

/// `smithy.api#longPoll`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LongPoll {
    /// How long the service may take to respond, in milliseconds.
    pub timeout_millis: Option<u32>,
}

/// `smithy.api#paginated`. The tokens and the page size name members; `output_token` and `items` may be dotted paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Paginated {
    pub input_token: Option<String>,
    pub output_token: Option<String>,
    pub items: Option<String>,
    pub page_size: Option<String>,
}

/// `smithy.api#timestampFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum TimestampFormat {
    DateTime,
    HttpDate,
    EpochSeconds,
}

/// The traits about names in XML and in query protocols.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Xml {
    /// `smithy.api#xmlName`
    pub name: Option<String>,
    /// `smithy.api#xmlNamespace`
    pub namespace: Option<XmlNamespace>,
    /// `smithy.api#xmlAttribute`
    pub attribute: bool,
    /// `smithy.api#xmlFlattened`
    pub flattened: bool,
    /// `aws.protocols#ec2QueryName`
    pub query_name: Option<String>,
    /// `aws.protocols#awsQueryError`: the code on the wire.
    pub error_code: Option<String>,
}

/// `smithy.api#xmlNamespace`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct XmlNamespace {
    pub uri: String,
    pub prefix: Option<String>,
}

/// `smithy.api#http`. The URI is a valid [`UriPattern`](super::UriPattern).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct Http {
    pub method: String,
    pub uri: String,
    /// The status code of a successful response; 200 by default.
    #[serde(default = "ok")]
    pub code: u16,
}

fn ok() -> u16 {
    200
}

/// `aws.protocols#httpChecksum`. The members are those of the operation's input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpChecksum {
    /// The member that chooses the algorithm of requests.
    pub request_algorithm_member: Option<String>,
    /// Whether requests must have a checksum.
    pub request_checksum_required: bool,
    /// The member that asks for checksums of responses.
    pub request_validation_mode_member: Option<String>,
    /// The algorithms of the checksums of responses.
    pub response_algorithms: Vec<String>,
}

/// `smithy.api#endpoint`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// The prefix of the host name, with `{labels}`; usually ends in a dot.
    pub host_prefix: String,
}

/// `aws.api#service`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct AwsService {
    pub sdk_id: String,
    pub arn_namespace: Option<String>,
    pub doc_id: Option<String>,
    pub endpoint_prefix: Option<String>,
}

/// `aws.auth#sigv4`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SigV4 {
    /// The service name in the credential scope.
    pub name: String,
}

/// A protocol that a service supports, identified by its trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Protocol {
    AwsJson1_0,
    AwsJson1_1,
    RestJson1,
    RestXml,
    AwsQuery,
    Ec2Query,
    RpcV2Cbor,
    RpcV2Json,
}

impl Protocol {
    /// Returns the id of the trait.
    pub(crate) fn trait_id(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "aws.protocols#awsJson1_0",
            Self::AwsJson1_1 => "aws.protocols#awsJson1_1",
            Self::RestJson1 => "aws.protocols#restJson1",
            Self::RestXml => "aws.protocols#restXml",
            Self::AwsQuery => "aws.protocols#awsQuery",
            Self::Ec2Query => "aws.protocols#ec2Query",
            Self::RpcV2Cbor => "smithy.protocols#rpcv2Cbor",
            Self::RpcV2Json => "smithy.protocols#rpcv2Json",
        }
    }
}
