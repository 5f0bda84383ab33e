//! Where each trait may stand, as the prelude of Smithy says.

use std::fmt;

/// What is said of one trait.
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) selector: Selector,
    /// A trait that has to stand beside it.
    pub(super) requires: Option<&'static str>,
    /// Traits that may not stand beside it.
    pub(super) conflicts: &'static [&'static str],
    /// Whether a structure may have it only once.
    pub(super) structurally_exclusive: Option<StructurallyExclusive>,
}

/// What a structure may have only once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StructurallyExclusive {
    /// Members with the trait.
    Member,
    /// Members that target a shape with the trait.
    Target,
}

type Types = &'static [&'static str];

/// Where a trait may stand.
#[derive(Clone, Copy)]
pub(super) enum Selector {
    /// Shapes of these types.
    Shape(Types),
    /// Shapes of any type, and no members.
    AnyShape,
    /// Shapes of these types, and members that target one.
    Value(Types),
    /// Members of these types.
    Member(Types),
    /// Members of these types that target those.
    To { of: Types, to: Types },
    /// Members of structures that target one of these types, or a list of such.
    ToOrList(Types),
    /// Members of structures that target a map of strings, or of lists of strings as well.
    ToMapOfStrings { or_lists: bool },
    /// Shapes that have values, and members of these types.
    Data { of: Types },
    /// Shapes of these types, and members of any.
    ShapeOrMember(Types),
}

pub(super) const STRINGS: Types = &["string", "enum"];
pub(super) const SERVICES: Types = &["service", "resource", "operation"];
const OPERATION: Types = &["operation"];
const SERVICE: Types = &["service"];
const STRUCTURE: Types = &["structure"];
const NUMBERS: Types = &["byte", "short", "integer", "long", "float", "double", "bigInteger", "bigDecimal", "intEnum"];
/// What goes into a header, a query or a label.
const SCALARS: Types = &[
    "string",
    "enum",
    "boolean",
    "timestamp",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
    "bigInteger",
    "bigDecimal",
    "intEnum",
];
/// All but resources and operations.
const NAMESPACED: Types = &[
    "service",
    "structure",
    "union",
    "list",
    "map",
    "blob",
    "boolean",
    "string",
    "enum",
    "timestamp",
    "document",
    "byte",
    "short",
    "integer",
    "intEnum",
    "long",
    "float",
    "double",
    "bigInteger",
    "bigDecimal",
];
const SIZED: Types = &["list", "map", "string", "enum", "blob"];

const fn at(id: &'static str, selector: Selector) -> Rule {
    Rule { id, selector, requires: None, conflicts: &[], structurally_exclusive: None }
}

impl Rule {
    const fn requires(mut self, id: &'static str) -> Self {
        self.requires = Some(id);
        self
    }

    const fn conflicts(mut self, ids: &'static [&'static str]) -> Self {
        self.conflicts = ids;
        self
    }

    const fn structurally_exclusive(mut self, structurally_exclusive: StructurallyExclusive) -> Self {
        self.structurally_exclusive = Some(structurally_exclusive);
        self
    }
}

const fn member_to(to: Types) -> Selector {
    Selector::To { of: STRUCTURE, to }
}

/// The rule of a trait; none for traits that may stand anywhere, and those of others.
pub(super) fn rule(id: &str) -> Option<&'static Rule> {
    let index = RULES.binary_search_by_key(&id, |rule| rule.id).ok()?;
    RULES.get(index)
}

/// Sorted by id, for binary search; a test watches over it.
static RULES: &[Rule] = &[
    at("aws.api#clientDiscoveredEndpoint", Selector::Shape(OPERATION)),
    at("aws.api#clientEndpointDiscovery", Selector::Shape(SERVICE)),
    at("aws.api#service", Selector::Shape(SERVICE)),
    at("aws.auth#sigv4", Selector::Shape(SERVICE)),
    at("aws.auth#sigv4a", Selector::Shape(SERVICE)),
    at("aws.auth#unsignedPayload", Selector::Shape(OPERATION)),
    at("aws.protocols#awsJson1_0", Selector::Shape(SERVICE)),
    at("aws.protocols#awsJson1_1", Selector::Shape(SERVICE)),
    at("aws.protocols#awsQuery", Selector::Shape(SERVICE)),
    at("aws.protocols#awsQueryCompatible", Selector::Shape(SERVICE)),
    at("aws.protocols#ec2Query", Selector::Shape(SERVICE)),
    at("aws.protocols#httpChecksum", Selector::Shape(OPERATION)),
    at("aws.protocols#restJson1", Selector::Shape(SERVICE)),
    at("aws.protocols#restXml", Selector::Shape(SERVICE)),
    at("smithy.api#addedDefault", Selector::Member(STRUCTURE)).requires("smithy.api#default"),
    at("smithy.api#auth", Selector::Shape(&["service", "operation"])),
    at("smithy.api#clientOptional", Selector::Member(STRUCTURE)),
    at("smithy.api#default", Selector::Data { of: STRUCTURE }),
    at("smithy.api#endpoint", Selector::Shape(OPERATION)),
    at("smithy.api#enum", Selector::Shape(&["string"])),
    at("smithy.api#enumValue", Selector::Member(&["enum", "intEnum"])),
    at("smithy.api#error", Selector::Shape(STRUCTURE)),
    at(
        "smithy.api#eventHeader",
        member_to(&["boolean", "byte", "short", "integer", "intEnum", "long", "blob", "string", "enum", "timestamp"]),
    ),
    at("smithy.api#eventPayload", member_to(&["blob", "string", "enum", "structure", "union"]))
        .conflicts(&["smithy.api#eventHeader"])
        .structurally_exclusive(StructurallyExclusive::Member),
    at("smithy.api#examples", Selector::Shape(OPERATION)),
    at("smithy.api#hostLabel", member_to(STRINGS)).requires("smithy.api#required"),
    at("smithy.api#http", Selector::Shape(OPERATION)),
    at("smithy.api#httpApiKeyAuth", Selector::Shape(SERVICE)),
    at("smithy.api#httpBasicAuth", Selector::Shape(SERVICE)),
    at("smithy.api#httpBearerAuth", Selector::Shape(SERVICE)),
    at("smithy.api#httpChecksumRequired", Selector::Shape(OPERATION)),
    at("smithy.api#httpDigestAuth", Selector::Shape(SERVICE)),
    at("smithy.api#httpError", Selector::Shape(STRUCTURE)).requires("smithy.api#error"),
    at("smithy.api#httpHeader", Selector::ToOrList(SCALARS)).conflicts(&[
        "smithy.api#httpLabel",
        "smithy.api#httpPayload",
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQuery",
        "smithy.api#httpQueryParams",
        "smithy.api#httpResponseCode",
    ]),
    at("smithy.api#httpLabel", member_to(SCALARS)).requires("smithy.api#required").conflicts(&[
        "smithy.api#httpPayload",
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQuery",
        "smithy.api#httpQueryParams",
        "smithy.api#httpResponseCode",
    ]),
    at(
        "smithy.api#httpPayload",
        member_to(&["string", "enum", "blob", "structure", "union", "document", "list", "map"]),
    )
    .conflicts(&[
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQuery",
        "smithy.api#httpQueryParams",
        "smithy.api#httpResponseCode",
    ])
    .structurally_exclusive(StructurallyExclusive::Member),
    at("smithy.api#httpPrefixHeaders", Selector::ToMapOfStrings { or_lists: false })
        .conflicts(&["smithy.api#httpQuery", "smithy.api#httpQueryParams", "smithy.api#httpResponseCode"])
        .structurally_exclusive(StructurallyExclusive::Member),
    at("smithy.api#httpQuery", Selector::ToOrList(SCALARS))
        .conflicts(&["smithy.api#httpQueryParams", "smithy.api#httpResponseCode"]),
    at("smithy.api#httpQueryParams", Selector::ToMapOfStrings { or_lists: true })
        .conflicts(&["smithy.api#httpResponseCode"])
        .structurally_exclusive(StructurallyExclusive::Member),
    at("smithy.api#httpResponseCode", member_to(&["integer", "intEnum"]))
        .structurally_exclusive(StructurallyExclusive::Member),
    at("smithy.api#idempotencyToken", member_to(STRINGS)).structurally_exclusive(StructurallyExclusive::Member),
    at("smithy.api#idempotent", Selector::Shape(OPERATION)).conflicts(&["smithy.api#readonly"]),
    at("smithy.api#input", Selector::Shape(STRUCTURE)).conflicts(&["smithy.api#error", "smithy.api#output"]),
    at("smithy.api#jsonName", Selector::Member(&["structure", "union"])),
    at("smithy.api#length", Selector::Value(SIZED)),
    at("smithy.api#mediaType", Selector::Shape(&["blob", "string", "enum"])),
    at("smithy.api#mixin", Selector::AnyShape),
    at("smithy.api#optionalAuth", Selector::Shape(OPERATION)),
    at("smithy.api#output", Selector::Shape(STRUCTURE)).conflicts(&["smithy.api#error"]),
    at("smithy.api#paginated", Selector::Shape(&["service", "operation"])),
    at("smithy.api#pattern", Selector::Value(STRINGS)),
    at("smithy.api#range", Selector::Value(NUMBERS)),
    at("smithy.api#readonly", Selector::Shape(OPERATION)),
    at("smithy.api#requestCompression", Selector::Shape(OPERATION)),
    at("smithy.api#required", Selector::Member(STRUCTURE)),
    at("smithy.api#requiresLength", Selector::Shape(&["blob"])).requires("smithy.api#streaming"),
    at("smithy.api#retryable", Selector::Shape(STRUCTURE)).requires("smithy.api#error"),
    // Smithy 1.0 had it on members too, and it is better kept secret than refused.
    at("smithy.api#sensitive", Selector::Data { of: &["structure", "union", "list", "map", "enum", "intEnum"] }),
    at("smithy.api#sparse", Selector::Shape(&["list", "map"])),
    at("smithy.api#streaming", Selector::Shape(&["blob", "union"]))
        .structurally_exclusive(StructurallyExclusive::Target),
    at("smithy.api#timestampFormat", Selector::Value(&["timestamp"])),
    at("smithy.api#title", Selector::Shape(&["service", "resource"])),
    at("smithy.api#uniqueItems", Selector::Shape(&["list"])).conflicts(&["smithy.api#sparse"]),
    at("smithy.api#xmlAttribute", member_to(SCALARS)).conflicts(&["smithy.api#xmlNamespace"]),
    at("smithy.api#xmlFlattened", Selector::To { of: &["structure", "union"], to: &["list", "map"] }),
    at("smithy.api#xmlName", Selector::ShapeOrMember(&["structure", "union"])),
    at("smithy.api#xmlNamespace", Selector::ShapeOrMember(NAMESPACED)),
    at("smithy.protocols#rpcv2Cbor", Selector::Shape(SERVICE)),
    at("smithy.rules#clientContextParams", Selector::Shape(SERVICE)),
    at("smithy.rules#contextParam", Selector::Member(STRUCTURE)),
    at("smithy.rules#endpointBdd", Selector::Shape(SERVICE)),
    at("smithy.rules#endpointRuleSet", Selector::Shape(SERVICE)),
    at("smithy.rules#endpointTests", Selector::Shape(SERVICE)),
    at("smithy.rules#operationContextParams", Selector::Shape(OPERATION)),
    at("smithy.rules#staticContextParams", Selector::Shape(OPERATION)),
    at("smithy.test#httpRequestTests", Selector::Shape(OPERATION)),
    at("smithy.test#httpResponseTests", Selector::Shape(&["operation", "structure"])),
    at("smithy.waiters#waitable", Selector::Shape(OPERATION)),
];

/// Finishes the sentence "it belongs on …".
impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(types) => write!(f, "shapes of type {}", or(types)),
            Self::AnyShape => f.write_str("shapes, not on members"),
            Self::Value(types) => write!(f, "shapes of type {}, or members that target one", or(types)),
            Self::ShapeOrMember(types) => write!(f, "shapes of type {}, or members", or(types)),
            Self::Data { of } => write!(f, "shapes that have values, or members of a {}", or(of)),
            Self::Member(of) => write!(f, "members of a {}", or(of)),
            Self::To { of, to } => write!(f, "members of a {} that target a shape of type {}", or(of), or(to)),
            Self::ToOrList(to) => {
                write!(f, "members of a structure that target a shape of type {}, or a list of such", or(to))
            }
            Self::ToMapOfStrings { or_lists: false } => {
                f.write_str("members of a structure that target a map of strings that is not sparse")
            }
            Self::ToMapOfStrings { or_lists: true } => {
                f.write_str("members of a structure that target a map of strings, or of lists of strings")
            }
        }
    }
}

fn or(types: &[&str]) -> String {
    let mut types = types.to_vec();
    if NUMBERS.iter().all(|number| types.contains(number)) {
        types.retain(|one| !NUMBERS.contains(one));
        types.push("number");
    }
    match types.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(RULES.is_sorted_by(|a, b| a.id < b.id));
    }

    #[test]
    fn every_trait_of_the_table_is_read() {
        for rule in RULES {
            let known = |id: &str| assert!(crate::model::reads_trait(id), "{id}");
            known(rule.id);
            rule.requires.into_iter().chain(rule.conflicts.iter().copied()).for_each(known);
        }
    }
}
