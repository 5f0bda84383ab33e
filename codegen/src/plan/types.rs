//! The data types of a plan.
use super::checksums::{RequestChecksum, ResponseChecksum};
use super::{AuthScheme, Context, Discovery, Layout, Pages, Protocol, RuleSet, SessionOperation, Waiter};
use crate::model::ShapeId;

/// The plan of the generated code of a service, or of the types of a shape closure.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The module of the service.
    pub module: String,
    /// The path of the module including the crate's name, if that is known: `ferrosmith_aws::fsx`.
    pub path: Option<String>,
    /// Whether the module requires the Cargo feature of the same name.
    pub is_feature: bool,
    /// The layout of its code.
    pub layout: Layout,
    /// Whether it is that of a shape closure: it has types, and neither operations nor errors nor clients.
    pub is_types_only: bool,
    /// The service; for a shape closure, its id and documentation in the form of a service.
    pub service: Service,
    /// A program that makes one call; only for the layout [`Layout::Crate`].
    pub sample: Option<Sample>,
    /// Its operations, sorted by name.
    pub operations: Vec<Operation>,
    /// The types that operations share, sorted by name.
    pub types: Vec<TypeFile>,
    /// The error structures, sorted by name.
    pub errors: Vec<Structure>,
    /// The error of the whole service.
    pub error: ErrorEnum,
    /// The waiters, sorted by operation and name.
    pub waiters: Vec<Waiter>,
    /// The endpoint rules, if the model has any.
    pub rules: Option<RuleSet>,
    /// Whether documentation has links to items by their whole path.
    pub has_links: bool,
    /// The protocol tests of the model, in the order of the tested shapes.
    pub cases: Vec<Case>,
    /// The tests of the model's endpoint rules.
    pub endpoint_cases: Vec<EndpointCase>,
    /// Operations that are left out, with the reasons.
    pub skipped: Vec<Skipped>,
}

/// An operation that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The name of the operation.
    pub operation: String,
    /// The reason.
    pub reason: String,
}

/// The service.
#[derive(Clone, Debug)]
pub struct Service {
    /// The Rust type that represents it.
    pub ident: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Its title.
    pub title: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Doc lines of its module: those of `docs`, and a list of its operations.
    pub overview: Vec<String>,
    /// The version of its API.
    pub version: String,
    /// Its protocols in order of preference, and whether errors also have the codes of awsQuery in them
    /// (`aws.protocols#awsQueryCompatible`).
    pub protocols: Vec<(Protocol, bool)>,
    /// The signing name; `None` if requests are not signed.
    pub signing_name: Option<String>,
    /// The operation whose sessions sign requests to endpoints that ask for them.
    pub sessions: Option<SessionOperation>,
    /// The prefix of regional host names.
    pub endpoint_prefix: String,
    /// The SDK id, which names the service in configuration.
    pub sdk_id: String,
    /// The XML namespace of the service and its prefix (`@xmlNamespace`), for protocols that declare it.
    pub namespace: Option<(String, Option<String>)>,
}

/// An operation: one file.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The file and module.
    pub module: String,
    /// Its shape.
    pub shape: ShapeId,
    /// The input, which has the operation's name and documentation.
    pub input: Structure,
    /// Example calls from the model.
    pub examples: Vec<Example>,
    /// The output.
    pub output: Structure,
    /// The error.
    pub error: ErrorEnum,
    /// The HTTP binding, in REST protocols.
    pub http: Option<(String, String, u16)>,
    /// The pagination, if the operation is paginated.
    pub pages: Option<Pages>,
    /// Whether requests differ because there is no input shape.
    pub omits_input: bool,
    /// Whether the operation is idempotent.
    pub is_idempotent: bool,
    /// The prefix of the host name.
    pub host_prefix: Option<String>,
    /// Whether the request body may be compressed with gzip.
    pub takes_gzip: bool,
    /// Whether requests require the header `Content-MD5`.
    pub needs_md5: bool,
    /// The checksum of requests, if a member chooses its algorithm.
    pub request_checksum: Option<RequestChecksum>,
    /// The checksums of responses.
    pub response_checksum: Option<ResponseChecksum>,
    /// The parameters that it sets for the endpoint rules, the most specific first.
    pub context: Vec<Context>,
    /// What the generated code does not support, a sentence each.
    pub limits: Vec<String>,
    /// How requests are authenticated, in order of preference; `None` for signatures of version 4.
    pub auth: Option<Vec<AuthScheme>>,
    /// Headers of all requests, by name in lower case.
    pub headers: Vec<(String, String)>,
    /// What labels in the path are where their members are not set.
    pub label_defaults: Vec<(String, String)>,
    /// The headers of the tree hash of the body, and of its hash.
    pub tree_hash: Option<[String; 2]>,
    /// How long the service may take to respond, in milliseconds.
    pub long_poll: Option<u32>,
    /// The names of errors that say that nothing is left to do.
    pub already_so: Vec<String>,
    /// Whether the signature excludes the body.
    pub has_unsigned_payload: bool,
    /// Whether a response of status 2xx is never an error, whatever XML it contains.
    pub status_decides: bool,
    /// Whether the endpoint rules write the member of the first label into the endpoint, so that it is no part of the
    /// path.
    pub has_label_in_endpoint: bool,
    /// How its endpoint is discovered.
    pub discovery: Option<Discovery>,
}

/// A program that makes one call.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The operation.
    pub operation: String,
    /// The `use` line for the operation and the client.
    pub import: String,
    /// The operation with its required members, as an expression.
    pub call: String,
    /// Whether something that it names is deprecated.
    pub is_deprecated: bool,
}

/// An example call from the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The path of the service's module, including the crate's name.
    pub path: String,
    /// The `use` line.
    pub import: String,
    /// The input, as an expression.
    pub call: String,
}

/// A shared shape: one file.
#[derive(Clone, Debug)]
pub struct TypeFile {
    /// The file and module.
    pub module: String,
    /// The type in it.
    pub types: Types,
}

/// A shared shape.
#[derive(Clone, Debug)]
pub enum Types {
    /// A structure.
    Structure(Structure),
    /// A union.
    Union(Union),
    /// An enum.
    Enum(Enum),
    /// An intEnum.
    IntEnum(IntEnum),
}

/// A structure.
#[derive(Clone, Debug)]
pub struct Structure {
    /// The name of the Rust type.
    pub ident: String,
    /// Its shape; `None` for an input or output that the model does not have.
    pub shape: Option<ShapeId>,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The deprecation, if it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Facts of the shape itself.
    pub facts: Vec<Fact>,
    /// The structure that `new` takes, if it does not take the required members as arguments.
    pub required: Option<String>,
    /// Its members, in the order of the model.
    pub fields: Vec<Field>,
}

/// A member of a structure.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name of the Rust field.
    pub ident: String,
    /// Its name in the model.
    pub name: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The deprecation, if it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Its type.
    pub value: Value,
    /// Facts that affect serialization.
    pub facts: Vec<Fact>,
    /// Its default value, if it is not the default of the Rust type.
    pub default: Option<Default>,
}

/// The type of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `Option<…>`
    Optional(Box<Value>),
    /// `Box<…>`
    Boxed(Box<Value>),
    /// `Vec<…>`
    List(Box<Value>),
    /// `BTreeMap<String, …>`
    Map(Box<Value>),
    /// A scalar, or a type of the service.
    Plain(Type),
}

/// A scalar, or a type of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the Smithy type of this name")]
pub enum Type {
    Boolean,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    String,
    Blob,
    Timestamp,
    Document,
    BigInteger,
    BigDecimal,
    /// A type in `types`.
    Shared(String),
    /// A type in `error`.
    Error(String),
}

/// A default value of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// `true`; `false` is the default of its type.
    True,
    /// A number, of the member's type.
    Number(serde_json::Number),
    /// An integer of any size.
    BigInteger(String),
    /// A number of any size.
    BigDecimal(String),
    /// A string or the value of an enum.
    Text(String),
    /// Bytes, in base64.
    Base64(String),
    /// A timestamp, as in the model.
    Timestamp(String),
    /// A document, as JSON text.
    Document(String),
}

/// A fact that affects serialization: an argument of the attribute `#[smithy(…)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The name of the attribute's argument.
    pub name: &'static str,
    /// Its value in parentheses, if it has one.
    pub argument: Option<String>,
    /// The facts in its parentheses, after the value: `item("Tag", item("Key"))`.
    pub facts: Vec<Fact>,
}

/// `#[deprecated]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// The version or date of the deprecation, and the replacement. The `since` of Rust is not used, because it means a
    /// version of the crate.
    pub note: Option<String>,
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// The name of the Rust type.
    pub ident: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The deprecation, if it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Facts of the shape itself.
    pub facts: Vec<Fact>,
    /// Its members, in the order of the model.
    pub variants: Vec<Variant<Option<Value>>>,
}

/// An enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The name of the Rust type.
    pub ident: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The deprecation, if it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Its values, in the order of the model.
    pub variants: Vec<Variant<()>>,
}

/// An intEnum.
#[derive(Clone, Debug)]
pub struct IntEnum {
    /// The name of the Rust type.
    pub ident: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The deprecation, if it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Its values, in the order of the model.
    pub variants: Vec<Variant<i32>>,
}

/// A value of an enum, or a member of a union.
#[derive(Clone, Debug)]
pub struct Variant<T> {
    /// The name of the Rust variant.
    pub ident: String,
    /// The serialized value of an enum; the name of a union's member.
    pub wire: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The payload: nothing for an enum, the number of an intEnum, the type of a union's member (`None` if it targets
    /// `Unit`).
    pub payload: T,
    /// Facts that affect serialization.
    pub facts: Vec<Fact>,
}

/// The error of an operation, or of the service.
#[derive(Clone, Debug)]
pub struct ErrorEnum {
    /// The name of the Rust type.
    pub ident: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Its variants, sorted by name.
    pub variants: Vec<ErrorVariant>,
}

/// A declared error.
#[derive(Clone, Debug)]
pub struct ErrorVariant {
    /// The name of the Rust variant.
    pub ident: String,
    /// The serialized error code, if it differs from the variant.
    pub code: Option<String>,
    /// A doc line.
    pub doc: String,
    /// The type of the payload, in the module `error`.
    pub payload: String,
}

/// A protocol test of the model.
#[derive(Clone, Debug)]
pub struct Case {
    /// The test function.
    pub ident: String,
    /// Its id in the model.
    pub id: String,
    /// What the test checks.
    pub kind: CaseKind,
    /// The operation or the error that has the test.
    pub shape: ShapeId,
    /// The operation to call, by its input's type. For an error, an operation that declares it.
    pub operation: String,
    /// The definition of the test, as JSON text.
    pub json: String,
}

/// A test of the endpoint rules.
#[derive(Clone, Debug)]
pub struct EndpointCase {
    /// The test function.
    pub ident: String,
    /// The id: `endpoint-1` is the first test of the model.
    pub id: String,
    /// The operations to call, by their inputs' types, each with the index of its row in `operationInputs`.
    pub operations: Vec<(usize, String)>,
    /// The definition of the test, as JSON text.
    pub json: String,
}

/// What a protocol test checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// The request of an operation (`smithy.test#httpRequestTests`).
    Request,
    /// The output of an operation (`smithy.test#httpResponseTests`).
    Response,
    /// A declared error (`smithy.test#httpResponseTests` on an error structure).
    Error,
}
