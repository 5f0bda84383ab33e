//! URLs of the sections of the Smithy specification that diagnostics refer to.

/// The JSON form of models: files, shapes, `apply`.
pub(super) const JSON_AST: &str = "https://smithy.io/2.0/spec/json-ast.html";
/// Merging of models, and conflicts between traits that are applied twice.
pub(super) const MERGING: &str = "https://smithy.io/2.0/spec/model.html#merging-models";
/// Traits and their selectors.
pub(super) const TRAITS: &str = "https://smithy.io/2.0/spec/model.html#traits";
/// Mixins.
pub(super) const MIXINS: &str = "https://smithy.io/2.0/spec/mixins.html";
/// Shape ids and conflicts between them.
pub(super) const SHAPE_IDS: &str = "https://smithy.io/2.0/spec/model.html#shape-id";
/// Values of the `@default` trait.
pub(super) const DEFAULTS: &str = "https://smithy.io/2.0/spec/type-refinement-traits.html#default-trait";
/// Labels and other HTTP bindings.
pub(super) const HTTP: &str = "https://smithy.io/2.0/spec/http-bindings.html";
/// The `@paginated` trait.
pub(super) const PAGINATION: &str = "https://smithy.io/2.0/spec/behavior-traits.html#pagination";
/// The `aws.protocols#httpChecksum` trait.
pub(super) const CHECKSUMS: &str = "https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait";
/// Waiters.
pub(super) const WAITERS: &str = "https://smithy.io/2.0/additional-specs/waiters.html";
/// Services and operations.
pub(super) const SERVICES: &str = "https://smithy.io/2.0/spec/service-types.html";
/// Shape closures.
pub(super) const SHAPE_CLOSURES: &str = "https://smithy.io/2.0/spec/shape-closures.html";
/// Recursive shapes.
pub(super) const RECURSION: &str = "https://smithy.io/2.0/spec/aggregate-types.html#recursive-shape-definitions";
/// Endpoint rule sets.
pub(crate) const RULES: &str = "https://smithy.io/2.0/additional-specs/rules-engine/specification.html";
/// Parameters of endpoint rule sets.
pub(crate) const RULE_PARAMETERS: &str = "https://smithy.io/2.0/additional-specs/rules-engine/parameters.html";
/// AWS protocols.
pub(crate) const PROTOCOLS: &str = "https://smithy.io/2.0/aws/protocols/index.html";

/// Pages of the specification, and the traits of `smithy.api` that they define.
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

/// Returns the section that defines a trait; `None` for traits of other namespaces.
pub(super) fn of_trait(id: &str) -> Option<String> {
    if id == "smithy.waiters#waitable" {
        return Some(WAITERS.to_owned());
    }
    let name = id.strip_prefix("smithy.api#")?;
    let (page, _) = PAGES.iter().find(|(_, names)| names.contains(&name))?;
    Some(format!("https://smithy.io/2.0/spec/{page}.html#{}-trait", name.to_lowercase()))
}
