//! What a plan is made of.
use super::{Context, Layout, Pages, Protocol, RuleSet, Waiter};
use crate::model::ShapeId;

/// All that the generated code of a service says.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The module of the service.
    pub module: String,
    /// Its path, with the crate's name, where that is known: `ferrosmith_aws::fsx`.
    pub path: Option<String>,
    /// Whether the module is there only with the feature of its name.
    pub is_feature: bool,
    /// Where its code stands.
    pub layout: Layout,
    /// The service.
    pub service: Service,
    /// What a program that makes one call says, for a crate of its own.
    pub sample: Option<Sample>,
    /// Its operations, by name.
    pub operations: Vec<Operation>,
    /// What members of several operations share, by name.
    pub types: Vec<TypeFile>,
    /// The error structures, by name.
    pub errors: Vec<Structure>,
    /// The error of the whole service.
    pub error: ErrorEnum,
    /// What can be waited for, by operation and name.
    pub waiters: Vec<Waiter>,
    /// Where requests go, where the model says so.
    pub rules: Option<RuleSet>,
    /// The protocol tests that the model brings, in the order of what they test.
    pub cases: Vec<Case>,
    /// The tests of its endpoint rules that the model brings.
    pub endpoint_cases: Vec<EndpointCase>,
    /// Operations that are left out, and why.
    pub skipped: Vec<Skipped>,
}

/// An operation that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub operation: String,
    /// Why.
    pub reason: String,
}

/// The service.
#[derive(Clone, Debug)]
pub struct Service {
    /// The type that stands for it.
    pub ident: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Its name in words.
    pub title: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Doc lines of its module: those above, and its operations.
    pub overview: Vec<String>,
    /// The version of its API.
    pub version: String,
    /// How its messages are written.
    pub protocol: Protocol,
    /// Whether its errors bear the codes of awsQuery too (`aws.protocols#awsQueryCompatible`).
    pub is_query_compatible: bool,
    /// The name in signatures; none where requests are not signed.
    pub signing_name: Option<String>,
    /// What regional host names begin with.
    pub endpoint_prefix: String,
    /// The name by which configuration knows it.
    pub sdk_id: String,
}

/// An operation: one file.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The file and module.
    pub module: String,
    /// Its shape.
    pub shape: ShapeId,
    /// The input, which bears the operation's name and doc.
    pub input: Structure,
    /// Calls that the model gives as examples.
    pub examples: Vec<Example>,
    /// The output.
    pub output: Structure,
    /// The error.
    pub error: ErrorEnum,
    /// The HTTP binding, in REST protocols.
    pub http: Option<(String, String, u16)>,
    /// How it answers in pages, if it does.
    pub pages: Option<Pages>,
    /// Whether a second call changes nothing.
    pub is_idempotent: bool,
    /// What stands before the host name.
    pub host_prefix: Option<String>,
    /// Whether the body may be compressed with gzip.
    pub takes_gzip: bool,
    /// Whether a checksum must be sent.
    pub needs_md5: bool,
    /// What it says to the endpoint rules, the most specific first.
    pub context: Vec<Context>,
    /// What it lacks, a sentence each.
    pub limits: Vec<String>,
    /// Whether its requests are signed.
    pub auth: Auth,
    /// Whether the signature leaves the body out.
    pub has_unsigned_payload: bool,
}

/// Whether the requests of an operation are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Always.
    Required,
    /// Where the caller has credentials.
    Optional,
    /// Never.
    None,
}

/// One call in a program of its own.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The operation.
    pub operation: String,
    /// The line that brings what it and the client need into scope.
    pub import: String,
    /// The operation with the members that are required.
    pub call: String,
}

/// A call that the model gives as an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The module of the service, with the crate's name.
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
    /// What stands in it.
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
    /// The type.
    pub ident: String,
    /// Its shape; none for an input or output that the model does not have.
    pub shape: Option<ShapeId>,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Whether not to use it any more.
    pub deprecated: Option<Deprecated>,
    /// Facts of the shape itself.
    pub facts: Vec<Fact>,
    /// The structure that `new` takes, where it is not the required members themselves.
    pub required: Option<String>,
    /// Its members, in the order of the model.
    pub fields: Vec<Field>,
}

/// A member of a structure.
#[derive(Clone, Debug)]
pub struct Field {
    /// The field.
    pub ident: String,
    /// Its name in the model.
    pub name: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Whether not to use it any more.
    pub deprecated: Option<Deprecated>,
    /// Its type.
    pub value: Value,
    /// Facts that matter on the wire.
    pub facts: Vec<Fact>,
    /// Its value where none is given, where that is not the default of its type.
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

/// A default that a model gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// `true`; `false` is the default of its type.
    True,
    /// A number, of the member's type.
    Number(serde_json::Number),
    /// A whole number of any size.
    BigInteger(String),
    /// A number of any size.
    BigDecimal(String),
    /// Text, also of an enum.
    Text(String),
    /// Bytes, in base64.
    Base64(String),
    /// A moment, as the model writes it.
    Timestamp(String),
    /// A document, as JSON text.
    Document(String),
}

/// A fact that matters on the wire: a word of `#[smithy(…)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The word.
    pub word: &'static str,
    /// Its argument.
    pub argument: Option<String>,
}

/// `#[deprecated]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// Since when, and what to use instead. Rust's own `since` is a version of the crate, which the model's is not.
    pub note: Option<String>,
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// The type.
    pub ident: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Whether not to use it any more.
    pub deprecated: Option<Deprecated>,
    /// Facts of the shape itself.
    pub facts: Vec<Fact>,
    /// Its members, in the order of the model.
    pub variants: Vec<Variant<Option<Value>>>,
}

/// An enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The type.
    pub ident: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Whether not to use it any more.
    pub deprecated: Option<Deprecated>,
    /// Its values, in the order of the model.
    pub variants: Vec<Variant<()>>,
}

/// An intEnum.
#[derive(Clone, Debug)]
pub struct IntEnum {
    /// The type.
    pub ident: String,
    /// Its shape.
    pub shape: ShapeId,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Whether not to use it any more.
    pub deprecated: Option<Deprecated>,
    /// Its values, in the order of the model.
    pub variants: Vec<Variant<i32>>,
}

/// A value of an enum, or a member of a union.
#[derive(Clone, Debug)]
pub struct Variant<T> {
    /// The variant.
    pub ident: String,
    /// The value of an enum on the wire; the name of a union's member.
    pub wire: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// What it holds: nothing, a number, or a value (a union's member that targets `Unit` holds none).
    pub payload: T,
    /// Facts that matter on the wire.
    pub facts: Vec<Fact>,
}

/// The error of an operation, or of the service.
#[derive(Clone, Debug)]
pub struct ErrorEnum {
    /// The type.
    pub ident: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Its variants, by name.
    pub variants: Vec<ErrorVariant>,
}

/// A declared error.
#[derive(Clone, Debug)]
pub struct ErrorVariant {
    /// The variant.
    pub ident: String,
    /// The code on the wire, where it is not the variant.
    pub code: Option<String>,
    /// A doc line.
    pub doc: String,
    /// The type in `error` that it holds.
    pub payload: String,
}

/// A protocol test of the model.
#[derive(Clone, Debug)]
pub struct Case {
    /// The test function.
    pub ident: String,
    /// Its id in the model.
    pub id: String,
    /// What it checks.
    pub kind: CaseKind,
    /// The operation or the error on which it stands.
    pub shape: ShapeId,
    /// The operation to call, by its input's type: of an error, one that declares it.
    pub operation: String,
    /// All that the model says of it, as JSON text.
    pub json: String,
}

/// A test of the endpoint rules.
#[derive(Clone, Debug)]
pub struct EndpointCase {
    /// The test function.
    pub ident: String,
    /// `endpoint-1` is the first of the model.
    pub id: String,
    /// The operations to call, by their inputs' types, each with the index of its row in `operationInputs`.
    pub operations: Vec<(usize, String)>,
    /// All that the model says of it, as JSON text.
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
