//! Where the Smithy specification says what a diagnostic is about.

/// The JSON form of models: files, shapes, `apply`.
pub(super) const JSON_AST: &str = "https://smithy.io/2.0/spec/json-ast.html";
/// Which value counts where a trait is applied twice, and what merging models means.
pub(super) const MERGING: &str = "https://smithy.io/2.0/spec/model.html#merging-models";
/// Where traits may stand.
pub(super) const TRAITS: &str = "https://smithy.io/2.0/spec/model.html#traits";
/// Mixins.
pub(super) const MIXINS: &str = "https://smithy.io/2.0/spec/mixins.html";
/// What a shape id may name.
pub(super) const SHAPE_IDS: &str = "https://smithy.io/2.0/spec/model.html#shape-id";
/// What a default may be.
pub(super) const DEFAULTS: &str = "https://smithy.io/2.0/spec/type-refinement-traits.html#default-trait";
/// Labels and other HTTP bindings.
pub(super) const HTTP: &str = "https://smithy.io/2.0/spec/http-bindings.html";
/// Which members a paginated operation names.
pub(super) const PAGINATION: &str = "https://smithy.io/2.0/spec/behavior-traits.html#pagination";
/// What is asked until what is seen.
pub(super) const WAITERS: &str = "https://smithy.io/2.0/additional-specs/waiters.html";
/// Services and operations.
pub(super) const SERVICES: &str = "https://smithy.io/2.0/spec/service-types.html";
/// Which shapes may hold themselves.
pub(super) const RECURSION: &str = "https://smithy.io/2.0/spec/aggregate-types.html#recursive-shape-definitions";
/// The rules of endpoints.
pub(crate) const RULES: &str = "https://smithy.io/2.0/additional-specs/rules-engine/specification.html";
/// What operations and clients say to the rules of endpoints.
pub(crate) const RULE_PARAMETERS: &str = "https://smithy.io/2.0/additional-specs/rules-engine/parameters.html";
/// Protocols of AWS.
pub(crate) const PROTOCOLS: &str = "https://smithy.io/2.0/aws/protocols/index.html";

/// Pages of the specification, and the traits of `smithy.api` that they explain.
const PAGES: &[(&str, &[&str])] = &[
    (
        "behavior-traits",
        &["idempotencyToken", "idempotent", "paginated", "readonly", "requestCompression", "retryable"],
    ),
    ("authentication-traits", &["auth", "optionalAuth"]),
    ("constraint-traits", &["enum", "length", "pattern", "private", "range", "uniqueItems"]),
    (
        "documentation-traits",
        &["deprecated", "documentation", "externalDocumentation", "internal", "sensitive", "title"],
    ),
    ("endpoint-traits", &["endpoint", "hostLabel"]),
    (
        "http-bindings",
        &[
            "http",
            "httpChecksumRequired",
            "httpError",
            "httpHeader",
            "httpLabel",
            "httpPayload",
            "httpPrefixHeaders",
            "httpQuery",
            "httpQueryParams",
            "httpResponseCode",
        ],
    ),
    (
        "protocol-traits",
        &["jsonName", "mediaType", "timestampFormat", "xmlAttribute", "xmlFlattened", "xmlName", "xmlNamespace"],
    ),
    ("streaming", &["eventHeader", "eventPayload", "requiresLength", "streaming"]),
    (
        "type-refinement-traits",
        &["addedDefault", "clientOptional", "default", "enumValue", "error", "input", "output", "required", "sparse"],
    ),
];

/// The section of a trait; none for traits of others.
pub(super) fn of_trait(id: &str) -> Option<String> {
    if id == "smithy.waiters#waitable" {
        return Some(WAITERS.to_owned());
    }
    let name = id.strip_prefix("smithy.api#")?;
    let (page, _) = PAGES.iter().find(|(_, names)| names.contains(&name))?;
    Some(format!("https://smithy.io/2.0/spec/{page}.html#{}-trait", name.to_lowercase()))
}
