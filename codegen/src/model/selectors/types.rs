//! The shape types of selectors, § "Matching shapes by type".

/// A set of shape types, one bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Types(u32);

/// The types of shapes, in the order of their bits.
const TYPES: [&str; 23] = [
    "bigDecimal",
    "bigInteger",
    "byte",
    "double",
    "float",
    "intEnum",
    "integer",
    "long",
    "short",
    "blob",
    "boolean",
    "document",
    "enum",
    "string",
    "timestamp",
    "list",
    "map",
    "structure",
    "union",
    "operation",
    "resource",
    "service",
    "member",
];
const NUMBERS: &[&str] = TYPES.split_at(9).0;
const SIMPLE: &[&str] = TYPES.split_at(15).0;
const DATA: &[&str] = TYPES.split_at(19).0;
const AGGREGATE: &[&str] = DATA.split_at(15).1;
const SERVICE: &[&str] = &["operation", "resource", "service"];
/// Names of several types, or of a type and its subtypes.
const GROUPS: &[(&str, &[&str])] = &[
    ("aggregateType", AGGREGATE),
    ("collection", &["list"]),
    ("dataType", DATA),
    ("integer", &["integer", "intEnum"]),
    ("number", NUMBERS),
    ("serviceType", SERVICE),
    ("set", &["list"]),
    ("simpleType", SIMPLE),
    ("string", &["string", "enum"]),
];

impl Types {
    /// No type: that of a trait definition which is not part of the model.
    pub(super) const NONE: Self = Self(0);

    /// Returns the type of this name, without its subtypes.
    pub(super) fn of(name: &str) -> Self {
        Self(TYPES.iter().position(|other| *other == name).map_or(0, |bit| 1 << bit))
    }

    /// Returns the types that the token `name` matches: an `enum` is a string too.
    pub(super) fn matched_by(name: &str) -> Option<Self> {
        let types = match GROUPS.iter().find(|(group, _)| *group == name) {
            Some((_, types)) => types.iter().fold(Self::NONE, |all, name| Self(all.0 | Self::of(name).0)),
            None => Self::of(name),
        };
        (types != Self::NONE).then_some(types)
    }

    /// Returns all tokens that match types.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        TYPES.into_iter().chain(GROUPS.iter().map(|(name, _)| *name))
    }

    /// Returns services, resources and operations.
    pub(super) fn service_types() -> Self {
        SERVICE.iter().fold(Self::NONE, |all, name| Self(all.0 | Self::of(name).0))
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
