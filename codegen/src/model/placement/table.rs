//! Where each trait may stand, as the prelude of Smithy says.

use std::fmt;

/// What is said of one trait.
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) place: Place,
    /// A trait that has to stand beside it.
    pub(super) beside: Option<&'static str>,
    /// Traits that may not stand beside it.
    pub(super) excludes: &'static [&'static str],
    /// Whether a structure may have it only once.
    pub(super) once: Option<Once>,
}

/// What a structure may have only once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Once {
    /// Members with the trait.
    Member,
    /// Members that target a shape with the trait.
    Target,
}

type Types = &'static [&'static str];

/// Where a trait may stand.
#[derive(Clone, Copy)]
pub(super) enum Place {
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

const fn at(id: &'static str, place: Place) -> Rule {
    Rule { id, place, beside: None, excludes: &[], once: None }
}

impl Rule {
    const fn beside(mut self, id: &'static str) -> Self {
        self.beside = Some(id);
        self
    }

    const fn excludes(mut self, ids: &'static [&'static str]) -> Self {
        self.excludes = ids;
        self
    }

    const fn once(mut self, once: Once) -> Self {
        self.once = Some(once);
        self
    }
}

const fn member_to(to: Types) -> Place {
    Place::To { of: STRUCTURE, to }
}

/// The rule of a trait; none for traits that may stand anywhere, and those of others.
pub(super) fn rule(id: &str) -> Option<&'static Rule> {
    let index = RULES.binary_search_by_key(&id, |rule| rule.id).ok()?;
    RULES.get(index)
}

/// Sorted by id, for binary search; a test watches over it.
static RULES: &[Rule] = &[
    at("aws.api#clientDiscoveredEndpoint", Place::Shape(OPERATION)),
    at("aws.api#clientEndpointDiscovery", Place::Shape(SERVICE)),
    at("aws.api#service", Place::Shape(SERVICE)),
    at("aws.auth#sigv4", Place::Shape(SERVICE)),
    at("aws.auth#sigv4a", Place::Shape(SERVICE)),
    at("aws.auth#unsignedPayload", Place::Shape(OPERATION)),
    at("aws.protocols#awsJson1_0", Place::Shape(SERVICE)),
    at("aws.protocols#awsJson1_1", Place::Shape(SERVICE)),
    at("aws.protocols#awsQuery", Place::Shape(SERVICE)),
    at("aws.protocols#awsQueryCompatible", Place::Shape(SERVICE)),
    at("aws.protocols#ec2Query", Place::Shape(SERVICE)),
    at("aws.protocols#httpChecksum", Place::Shape(OPERATION)),
    at("aws.protocols#restJson1", Place::Shape(SERVICE)),
    at("aws.protocols#restXml", Place::Shape(SERVICE)),
    at("smithy.api#addedDefault", Place::Member(STRUCTURE)).beside("smithy.api#default"),
    at("smithy.api#auth", Place::Shape(&["service", "operation"])),
    at("smithy.api#clientOptional", Place::Member(STRUCTURE)),
    at("smithy.api#default", Place::Data { of: STRUCTURE }),
    at("smithy.api#endpoint", Place::Shape(OPERATION)),
    at("smithy.api#enum", Place::Shape(&["string"])),
    at("smithy.api#enumValue", Place::Member(&["enum", "intEnum"])),
    at("smithy.api#error", Place::Shape(STRUCTURE)),
    at(
        "smithy.api#eventHeader",
        member_to(&["boolean", "byte", "short", "integer", "intEnum", "long", "blob", "string", "enum", "timestamp"]),
    ),
    at("smithy.api#eventPayload", member_to(&["blob", "string", "enum", "structure", "union"]))
        .excludes(&["smithy.api#eventHeader"])
        .once(Once::Member),
    at("smithy.api#examples", Place::Shape(OPERATION)),
    at("smithy.api#hostLabel", member_to(STRINGS)).beside("smithy.api#required"),
    at("smithy.api#http", Place::Shape(OPERATION)),
    at("smithy.api#httpApiKeyAuth", Place::Shape(SERVICE)),
    at("smithy.api#httpBasicAuth", Place::Shape(SERVICE)),
    at("smithy.api#httpBearerAuth", Place::Shape(SERVICE)),
    at("smithy.api#httpChecksumRequired", Place::Shape(OPERATION)),
    at("smithy.api#httpDigestAuth", Place::Shape(SERVICE)),
    at("smithy.api#httpError", Place::Shape(STRUCTURE)).beside("smithy.api#error"),
    at("smithy.api#httpHeader", Place::ToOrList(SCALARS)).excludes(&[
        "smithy.api#httpLabel",
        "smithy.api#httpPayload",
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQuery",
        "smithy.api#httpQueryParams",
        "smithy.api#httpResponseCode",
    ]),
    at("smithy.api#httpLabel", member_to(SCALARS)).beside("smithy.api#required").excludes(&[
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
    .excludes(&[
        "smithy.api#httpPrefixHeaders",
        "smithy.api#httpQuery",
        "smithy.api#httpQueryParams",
        "smithy.api#httpResponseCode",
    ])
    .once(Once::Member),
    at("smithy.api#httpPrefixHeaders", Place::ToMapOfStrings { or_lists: false })
        .excludes(&["smithy.api#httpQuery", "smithy.api#httpQueryParams", "smithy.api#httpResponseCode"])
        .once(Once::Member),
    at("smithy.api#httpQuery", Place::ToOrList(SCALARS))
        .excludes(&["smithy.api#httpQueryParams", "smithy.api#httpResponseCode"]),
    at("smithy.api#httpQueryParams", Place::ToMapOfStrings { or_lists: true })
        .excludes(&["smithy.api#httpResponseCode"])
        .once(Once::Member),
    at("smithy.api#httpResponseCode", member_to(&["integer", "intEnum"])).once(Once::Member),
    at("smithy.api#idempotencyToken", member_to(STRINGS)).once(Once::Member),
    at("smithy.api#idempotent", Place::Shape(OPERATION)).excludes(&["smithy.api#readonly"]),
    at("smithy.api#input", Place::Shape(STRUCTURE)).excludes(&["smithy.api#error", "smithy.api#output"]),
    at("smithy.api#jsonName", Place::Member(&["structure", "union"])),
    at("smithy.api#length", Place::Value(SIZED)),
    at("smithy.api#mediaType", Place::Shape(&["blob", "string", "enum"])),
    at("smithy.api#mixin", Place::AnyShape),
    at("smithy.api#optionalAuth", Place::Shape(OPERATION)),
    at("smithy.api#output", Place::Shape(STRUCTURE)).excludes(&["smithy.api#error"]),
    at("smithy.api#paginated", Place::Shape(&["service", "operation"])),
    at("smithy.api#pattern", Place::Value(STRINGS)),
    at("smithy.api#range", Place::Value(NUMBERS)),
    at("smithy.api#readonly", Place::Shape(OPERATION)),
    at("smithy.api#requestCompression", Place::Shape(OPERATION)),
    at("smithy.api#required", Place::Member(STRUCTURE)),
    at("smithy.api#requiresLength", Place::Shape(&["blob"])).beside("smithy.api#streaming"),
    at("smithy.api#retryable", Place::Shape(STRUCTURE)).beside("smithy.api#error"),
    // Smithy 1.0 had it on members too, and it is better kept secret than refused.
    at("smithy.api#sensitive", Place::Data { of: &["structure", "union", "list", "map", "enum", "intEnum"] }),
    at("smithy.api#sparse", Place::Shape(&["list", "map"])),
    at("smithy.api#streaming", Place::Shape(&["blob", "union"])).once(Once::Target),
    at("smithy.api#timestampFormat", Place::Value(&["timestamp"])),
    at("smithy.api#title", Place::Shape(&["service", "resource"])),
    at("smithy.api#uniqueItems", Place::Shape(&["list"])).excludes(&["smithy.api#sparse"]),
    at("smithy.api#xmlAttribute", member_to(SCALARS)).excludes(&["smithy.api#xmlNamespace"]),
    at("smithy.api#xmlFlattened", Place::To { of: &["structure", "union"], to: &["list", "map"] }),
    at("smithy.api#xmlName", Place::ShapeOrMember(&["structure", "union"])),
    at("smithy.api#xmlNamespace", Place::ShapeOrMember(NAMESPACED)),
    at("smithy.protocols#rpcv2Cbor", Place::Shape(SERVICE)),
    at("smithy.rules#clientContextParams", Place::Shape(SERVICE)),
    at("smithy.rules#contextParam", Place::Member(STRUCTURE)),
    at("smithy.rules#endpointBdd", Place::Shape(SERVICE)),
    at("smithy.rules#endpointRuleSet", Place::Shape(SERVICE)),
    at("smithy.rules#endpointTests", Place::Shape(SERVICE)),
    at("smithy.rules#operationContextParams", Place::Shape(OPERATION)),
    at("smithy.rules#staticContextParams", Place::Shape(OPERATION)),
    at("smithy.test#httpRequestTests", Place::Shape(OPERATION)),
    at("smithy.test#httpResponseTests", Place::Shape(&["operation", "structure"])),
    at("smithy.waiters#waitable", Place::Shape(OPERATION)),
];

/// Finishes the sentence "it belongs on …".
impl fmt::Display for Place {
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
            rule.beside.into_iter().chain(rule.excludes.iter().copied()).for_each(known);
        }
    }
}
