//! The selector, the required trait and the conflicts of each trait, as in the prelude of Smithy.

use std::fmt;

/// The rule of a trait.
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) selector: Selector,
    /// A trait that has to be applied with it.
    pub(super) requires: Option<&'static str>,
    /// Traits that may not be applied with it.
    pub(super) conflicts: &'static [&'static str],
    /// Whether it may occur only once in a structure.
    pub(super) structurally_exclusive: Option<StructurallyExclusive>,
}

/// What may occur only once in a structure (Smithy's `structurallyExclusive`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StructurallyExclusive {
    /// A member with the trait.
    Member,
    /// A member that targets a shape with the trait.
    Target,
}

type Types = &'static [&'static str];

/// What a trait may be applied to.
#[derive(Clone, Copy)]
pub(super) enum Selector {
    /// Shapes of these types.
    Shape(Types),
    /// Shapes of any type, but not members.
    AnyShape,
    /// Shapes of these types, and members that target one.
    Value(Types),
    /// Members of these types.
    Member(Types),
    /// Members of the types `of` that target a shape of the types `to`.
    To { of: Types, to: Types },
    /// Members of structures that target a shape of these types, or a list of them.
    ToOrList(Types),
    /// Members of structures that target a map of strings or, if `or_lists`, a map of lists of strings.
    ToMapOfStrings { or_lists: bool },
    /// Data shapes (not services, resources or operations), and members of these types.
    Data { of: Types },
    /// Shapes of these types, and members of any shape.
    ShapeOrMember(Types),
}

pub(super) const STRINGS: Types = &["string", "enum"];
pub(super) const SERVICES: Types = &["service", "resource", "operation"];
const OPERATION: Types = &["operation"];
const SERVICE: Types = &["service"];
const STRUCTURE: Types = &["structure"];
const NUMBERS: Types = &["byte", "short", "integer", "long", "float", "double", "bigInteger", "bigDecimal", "intEnum"];
/// Types that can be bound to a header, a query parameter or a label.
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
/// All types but resources and operations.
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

const fn new_rule(id: &'static str, selector: Selector) -> Rule {
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

/// Returns the rule of a trait; `None` for traits that can be applied to anything, and for traits that are not read.
pub(super) fn rule(id: &str) -> Option<&'static Rule> {
    let index = RULES.binary_search_by_key(&id, |rule| rule.id).ok()?;
    RULES.get(index)
}

/// Sorted by id for binary search, which a test checks.
/// Returns the ids of the traits that have a rule.
#[cfg(test)]
pub(in super::super) fn known_traits() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id)
}

static RULES: &[Rule] = &[
    new_rule("aws.api#clientDiscoveredEndpoint", Selector::Shape(OPERATION)),
    new_rule("aws.api#clientEndpointDiscovery", Selector::Shape(SERVICE)),
    new_rule("aws.api#clientEndpointDiscoveryId", Selector::Member(STRUCTURE)),
    new_rule("aws.api#service", Selector::Shape(SERVICE)),
    new_rule("aws.auth#sigv4", Selector::Shape(SERVICE)),
    new_rule("aws.auth#sigv4a", Selector::Shape(SERVICE)),
    new_rule("aws.auth#unsignedPayload", Selector::Shape(OPERATION)),
    new_rule("aws.protocols#awsJson1_0", Selector::Shape(SERVICE)),
    new_rule("aws.protocols#awsJson1_1", Selector::Shape(SERVICE)),
    new_rule("aws.protocols#awsQuery", Selector::Shape(SERVICE)),
    new_rule("aws.protocols#awsQueryCompatible", Selector::Shape(SERVICE)),
    new_rule("aws.protocols#ec2Query", Selector::Shape(SERVICE)),
    new_rule("aws.protocols#httpChecksum", Selector::Shape(OPERATION)),
    new_rule("aws.protocols#restJson1", Selector::Shape(SERVICE)),
    new_rule("aws.protocols#restXml", Selector::Shape(SERVICE)),
    new_rule("ferrosmith#labelDefaults", Selector::Shape(SERVICE)),
    new_rule("ferrosmith#requestHeaders", Selector::Shape(SERVICE)),
    new_rule("ferrosmith#sessionCredentials", Selector::Shape(OPERATION)),
    new_rule("ferrosmith#treeHash", Selector::Shape(OPERATION)),
    new_rule("smithy.api#addedDefault", Selector::Member(STRUCTURE)).requires("smithy.api#default"),
    new_rule("smithy.api#auth", Selector::Shape(&["service", "operation"])),
    new_rule("smithy.api#clientOptional", Selector::Member(STRUCTURE)),
    new_rule("smithy.api#default", Selector::Data { of: STRUCTURE }),
    new_rule("smithy.api#endpoint", Selector::Shape(OPERATION)),
    new_rule("smithy.api#enum", Selector::Shape(&["string"])),
    new_rule("smithy.api#enumValue", Selector::Member(&["enum", "intEnum"])),
    new_rule("smithy.api#error", Selector::Shape(STRUCTURE)),
    new_rule(
        "smithy.api#eventHeader",
        member_to(&["boolean", "byte", "short", "integer", "intEnum", "long", "blob", "string", "enum", "timestamp"]),
    ),
    new_rule("smithy.api#eventPayload", member_to(&["blob", "string", "enum", "structure", "union"]))
        .conflicts(&["smithy.api#eventHeader"])
        .structurally_exclusive(StructurallyExclusive::Member),
    new_rule("smithy.api#examples", Selector::Shape(OPERATION)),
    new_rule("smithy.api#hostLabel", member_to(STRINGS)).requires("smithy.api#required"),
    new_rule("smithy.api#http", Selector::Shape(OPERATION)),
    new_rule("smithy.api#httpApiKeyAuth", Selector::Shape(SERVICE)),
    new_rule("smithy.api#httpBasicAuth", Selector::Shape(SERVICE)),
    new_rule("smithy.api#httpBearerAuth", Selector::Shape(SERVICE)),
    new_rule("smithy.api#httpChecksumRequired", Selector::Shape(OPERATION)),
    new_rule("smithy.api#httpDigestAuth", Selector::Shape(SERVICE)),
    new_rule("smithy.api#httpError", Selector::Shape(STRUCTURE)).requires("smithy.api#error"),
    new_rule("smithy.api#httpHeader", Selector::ToOrList(SCALARS)).conflicts(&[
        "smithy.api#httpLabel",
        "smithy.api#httpPayload",
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQuery",
        "smithy.api#httpQueryParams",
        "smithy.api#httpResponseCode",
    ]),
    new_rule("smithy.api#httpLabel", member_to(SCALARS)).requires("smithy.api#required").conflicts(&[
        "smithy.api#httpPayload",
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQuery",
        "smithy.api#httpQueryParams",
        "smithy.api#httpResponseCode",
    ]),
    new_rule(
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
    new_rule("smithy.api#httpPrefixHeaders", Selector::ToMapOfStrings { or_lists: false })
        .conflicts(&["smithy.api#httpQuery", "smithy.api#httpQueryParams", "smithy.api#httpResponseCode"])
        .structurally_exclusive(StructurallyExclusive::Member),
    new_rule("smithy.api#httpQuery", Selector::ToOrList(SCALARS))
        .conflicts(&["smithy.api#httpQueryParams", "smithy.api#httpResponseCode"]),
    new_rule("smithy.api#httpQueryParams", Selector::ToMapOfStrings { or_lists: true })
        .conflicts(&["smithy.api#httpResponseCode"])
        .structurally_exclusive(StructurallyExclusive::Member),
    new_rule("smithy.api#httpResponseCode", member_to(&["integer", "intEnum"]))
        .structurally_exclusive(StructurallyExclusive::Member),
    new_rule("smithy.api#idempotencyToken", member_to(STRINGS)).structurally_exclusive(StructurallyExclusive::Member),
    new_rule("smithy.api#idempotent", Selector::Shape(OPERATION)).conflicts(&["smithy.api#readonly"]),
    new_rule("smithy.api#input", Selector::Shape(STRUCTURE)).conflicts(&["smithy.api#error", "smithy.api#output"]),
    new_rule("smithy.api#jsonName", Selector::Member(&["structure", "union"])),
    new_rule("smithy.api#length", Selector::Value(SIZED)),
    new_rule("smithy.api#longPoll", Selector::Shape(OPERATION)),
    new_rule("smithy.api#mediaType", Selector::Shape(&["blob", "string", "enum"])),
    new_rule("smithy.api#mixin", Selector::AnyShape),
    new_rule("smithy.api#optionalAuth", Selector::Shape(OPERATION)),
    new_rule("smithy.api#output", Selector::Shape(STRUCTURE)).conflicts(&["smithy.api#error"]),
    new_rule("smithy.api#paginated", Selector::Shape(&["service", "operation"])),
    new_rule("smithy.api#pattern", Selector::Value(STRINGS)),
    new_rule("smithy.api#range", Selector::Value(NUMBERS)),
    new_rule("smithy.api#readonly", Selector::Shape(OPERATION)),
    new_rule("smithy.api#requestCompression", Selector::Shape(OPERATION)),
    new_rule("smithy.api#required", Selector::Member(STRUCTURE)),
    new_rule("smithy.api#requiresLength", Selector::Shape(&["blob"])).requires("smithy.api#streaming"),
    new_rule("smithy.api#retryable", Selector::Shape(STRUCTURE)).requires("smithy.api#error"),
    // Smithy 1.0 allowed it on members too. Treating such members as sensitive is safer than rejecting the model.
    new_rule("smithy.api#sensitive", Selector::Data { of: &["structure", "union", "list", "map", "enum", "intEnum"] }),
    new_rule("smithy.api#sparse", Selector::Shape(&["list", "map"])),
    new_rule("smithy.api#streaming", Selector::Shape(&["blob", "union"]))
        .structurally_exclusive(StructurallyExclusive::Target),
    new_rule("smithy.api#timestampFormat", Selector::Value(&["timestamp"])),
    new_rule("smithy.api#title", Selector::Shape(&["service", "resource"])),
    new_rule("smithy.api#uniqueItems", Selector::Shape(&["list"])).conflicts(&["smithy.api#sparse"]),
    new_rule("smithy.api#xmlAttribute", member_to(SCALARS)).conflicts(&["smithy.api#xmlNamespace"]),
    new_rule("smithy.api#xmlFlattened", Selector::To { of: &["structure", "union"], to: &["list", "map"] }),
    new_rule("smithy.api#xmlName", Selector::ShapeOrMember(&["structure", "union"])),
    new_rule("smithy.api#xmlNamespace", Selector::ShapeOrMember(NAMESPACED)),
    new_rule("smithy.protocols#rpcv2Cbor", Selector::Shape(SERVICE)),
    new_rule("smithy.protocols#rpcv2Json", Selector::Shape(SERVICE)),
    new_rule("smithy.rules#clientContextParams", Selector::Shape(SERVICE)),
    new_rule("smithy.rules#contextParam", Selector::Member(STRUCTURE)),
    new_rule("smithy.rules#endpointBdd", Selector::Shape(SERVICE)),
    new_rule("smithy.rules#endpointRuleSet", Selector::Shape(SERVICE)),
    new_rule("smithy.rules#endpointTests", Selector::Shape(SERVICE)),
    new_rule("smithy.rules#operationContextParams", Selector::Shape(OPERATION)),
    new_rule("smithy.rules#staticContextParams", Selector::Shape(OPERATION)),
    new_rule("smithy.test#httpRequestTests", Selector::Shape(OPERATION)),
    new_rule("smithy.test#httpResponseTests", Selector::Shape(&["operation", "structure"])),
    new_rule("smithy.waiters#waitable", Selector::Shape(OPERATION)),
];

/// Continues the sentence "it belongs on …".
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
