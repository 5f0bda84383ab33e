//! The shapes of a loaded model, Smithy 2.0 § "The Smithy model".
//!
//! All of them come from [`load`](super::load): targets exist, mixins are flattened, `apply` entries are applied, and
//! Smithy 1.0 is upgraded to 2.0.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostics::Diagnostics;
use super::shape_id::ShapeId;
use super::source::Location;
use super::traits::Traits;

/// A loaded, validated model.
#[derive(Clone, Debug)]
pub struct Model {
    /// Every shape, those of the prelude (`smithy.api#String` …) included, mixins excluded.
    pub shapes: BTreeMap<ShapeId, Shape>,
    /// The metadata of all files, Smithy 2.0 § "Metadata".
    pub metadata: serde_json::Map<String, serde_json::Value>,
    /// The valid shape closures, in the order of the files.
    pub closures: Vec<ShapeClosure>,
    /// Diagnostics about likely mistakes that do not make the model unusable, sorted by file and line.
    pub warnings: Diagnostics,
    /// What the overlays that ship with the generator add to it, a phrase each.
    pub overlays: Vec<String>,
}

/// A shape.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its absolute id.
    pub id: ShapeId,
    /// Its type, with the properties of that type.
    pub kind: ShapeKind,
    /// The traits applied to it.
    pub traits: Traits,
    /// Where it is defined.
    pub location: Location,
}

/// The shape types, Smithy 2.0 § "Simple types", "Aggregate types" and "Service types".
///
/// Deliberately exhaustive: a new type has to fail to compile wherever types are matched.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names of the simple types are explained in the specification")]
#[allow(
    clippy::large_enum_variant,
    reason = "a model has some thousand shapes, and `Box` would hide them from patterns"
)]
pub enum ShapeKind {
    Blob,
    Boolean,
    String,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
    /// An enum, or a string with the Smithy 1.0 trait `@enum`.
    Enum(Vec<EnumValue>),
    IntEnum(Vec<IntEnumValue>),
    /// A list, or a Smithy 1.0 set (which gets `@uniqueItems`). The member is called `member`.
    List(Member),
    Map {
        key: Member,
        value: Member,
    },
    /// Members in the order of the model, those of mixins first.
    Structure(Vec<Member>),
    Union(Vec<Member>),
    Service(Service),
    Resource(Resource),
    Operation(Operation),
}

impl ShapeKind {
    /// Returns the name of the type, as the JSON AST spells it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigInteger => "bigInteger",
            Self::BigDecimal => "bigDecimal",
            Self::Timestamp => "timestamp",
            Self::Document => "document",
            Self::Enum(_) => "enum",
            Self::IntEnum(_) => "intEnum",
            Self::List(_) => "list",
            Self::Map { .. } => "map",
            Self::Structure(_) => "structure",
            Self::Union(_) => "union",
            Self::Service(_) => "service",
            Self::Resource(_) => "resource",
            Self::Operation(_) => "operation",
        }
    }

    /// Returns the members of a list, map, structure or union; other types have none.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        let (many, pair): (&[Member], [Option<&Member>; 2]) = match self {
            Self::Structure(members) | Self::Union(members) => (members, [None, None]),
            Self::List(member) => (&[], [Some(member), None]),
            Self::Map { key, value } => (&[], [Some(key), Some(value)]),
            _ => (&[], [None, None]),
        };
        many.iter().chain(pair.into_iter().flatten())
    }
}

/// A member of a list, map, structure or union.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its id, with `$member`.
    pub id: ShapeId,
    /// The shape of its values.
    pub target: ShapeId,
    /// The traits applied to the member itself, not those of its target.
    pub traits: Traits,
    /// Where it is defined.
    pub location: Location,
}

impl Member {
    /// Returns its name within the shape.
    pub fn name(&self) -> &str {
        self.id.member().unwrap_or_default()
    }
}

/// A value of an enum, Smithy 2.0 § "enum".
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The member's name; derived from the value if a Smithy 1.0 `@enum` gives none.
    pub name: String,
    /// The serialized value: `@enumValue`, or the name if there is none.
    pub value: String,
    /// The traits of the member.
    pub traits: Traits,
    /// Where it is defined.
    pub location: Location,
}

/// A value of an intEnum, Smithy 2.0 § "intEnum".
#[derive(Clone, Debug)]
pub struct IntEnumValue {
    /// The member's name.
    pub name: String,
    /// The serialized value: `@enumValue`.
    pub value: i32,
    /// The traits of the member.
    pub traits: Traits,
    /// Where it is defined.
    pub location: Location,
}

/// A service, Smithy 2.0 § "Service".
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// The version, often a date; empty if the model gives none.
    pub version: String,
    /// Operations bound to the service itself. [`Model::closure`] adds those of resources.
    pub operations: Vec<ShapeId>,
    /// Resources bound to the service itself.
    pub resources: Vec<ShapeId>,
    /// Common errors, which every operation may return.
    pub errors: Vec<ShapeId>,
    /// The names of renamed shapes within this service.
    pub rename: BTreeMap<ShapeId, String>,
}

/// A resource, Smithy 2.0 § "Resource". Only identifiers, operations and child resources are kept.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the lifecycle operations are explained once, in the specification")]
pub struct Resource {
    pub identifiers: BTreeMap<String, ShapeId>,
    pub create: Option<ShapeId>,
    pub put: Option<ShapeId>,
    pub read: Option<ShapeId>,
    pub update: Option<ShapeId>,
    pub delete: Option<ShapeId>,
    pub list: Option<ShapeId>,
    pub operations: Vec<ShapeId>,
    pub collection_operations: Vec<ShapeId>,
    pub resources: Vec<ShapeId>,
}

impl Resource {
    /// Returns every operation bound to the resource itself, lifecycle operations first.
    pub fn all_operations(&self) -> impl Iterator<Item = &ShapeId> {
        [&self.create, &self.put, &self.read, &self.update, &self.delete, &self.list]
            .into_iter()
            .flatten()
            .chain(&self.operations)
            .chain(&self.collection_operations)
    }
}

/// An operation, Smithy 2.0 § "Operation".
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// The input structure; `None` if there is none or it is `smithy.api#Unit`.
    pub input: Option<ShapeId>,
    /// The output structure, likewise.
    pub output: Option<ShapeId>,
    /// The errors that this operation declares. It may also return those of the service.
    pub errors: Vec<ShapeId>,
}

/// The closure of selected operations of a service. See [`Model::closure`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// The service.
    pub service: ShapeId,
    /// The selected operations, sorted by name.
    pub operations: Vec<ShapeId>,
    /// Every shape reachable from them and from the service's errors, including those of the prelude, but not the
    /// service, resources and operations themselves.
    pub shapes: BTreeSet<ShapeId>,
}

/// A set of shapes whose types are generated without a service, Smithy 2.0 § "Shape closures".
#[derive(Clone, Debug)]
pub struct ShapeClosure {
    /// Its id, location and documentation. It has the kind of a service without operations that renames what the closure
    /// renames, so that later stages can treat both alike. [`Model::shapes`] does not contain it.
    pub shape: Shape,
    /// Every shape that it includes and that these reach, mixins and shapes of the prelude among them.
    pub shapes: BTreeSet<ShapeId>,
}
