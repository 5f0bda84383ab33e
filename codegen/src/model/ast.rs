//! Shapes between text and meaning: as the file gives them, with traits not yet read.
//!
//! Merging, mixins and the 1.0 upgrade work here, because they move traits about without caring what they mean.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::shape_id::ShapeId;
use super::shapes::{Operation, Resource, Service, ShapeKind};
use super::source::Location;

/// All files in one.
#[derive(Default)]
pub(super) struct Ast<'a> {
    pub(super) shapes: BTreeMap<ShapeId, AstShape<'a>>,
    pub(super) metadata: Map<String, Value>,
    /// Shapes that something is wrong with already. What refers to them is not complained about, lest one mistake be told
    /// a hundred times.
    pub(super) broken: BTreeSet<ShapeId>,
}

#[derive(Clone)]
pub(super) struct AstShape<'a> {
    pub(super) id: ShapeId,
    pub(super) kind: AstKind,
    /// Members of every type, those of lists, maps and enums too.
    pub(super) members: Vec<AstMember<'a>>,
    pub(super) traits: AstTraits<'a>,
    pub(super) mixins: Vec<ShapeId>,
    pub(super) location: Location,
    /// The shape's own text, for comparison with a second definition.
    pub(super) body: &'a RawValue,
    /// Whether the file is written in Smithy 1.0.
    pub(super) v1: bool,
}

#[derive(Clone)]
pub(super) enum AstKind {
    /// A type without parts. Boxed, because a kind with parts is large.
    Simple(Box<ShapeKind>),
    Enum,
    IntEnum,
    List,
    Map,
    Structure,
    Union,
    Service(Service),
    Resource(Resource),
    Operation(Operation),
}

impl AstKind {
    /// The name of the type, as the JSON AST spells it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Simple(kind) => kind.name(),
            Self::Enum => "enum",
            Self::IntEnum => "intEnum",
            Self::List => "list",
            Self::Map => "map",
            Self::Structure => "structure",
            Self::Union => "union",
            Self::Service(_) => "service",
            Self::Resource(_) => "resource",
            Self::Operation(_) => "operation",
        }
    }
}

#[derive(Clone)]
pub(super) struct AstMember<'a> {
    pub(super) name: String,
    /// `None`: traits applied to a member that the shape itself does not list. Its mixins have to.
    pub(super) target: Option<ShapeId>,
    pub(super) traits: AstTraits<'a>,
    pub(super) location: Location,
}

/// Traits by id. Only those that the loader reads.
pub(super) type AstTraits<'a> = BTreeMap<Cow<'a, str>, AstTrait<'a>>;

#[derive(Clone)]
pub(super) struct AstTrait<'a> {
    pub(super) value: Cow<'a, RawValue>,
    pub(super) location: Location,
    /// Whether an `apply` entry gave it.
    pub(super) applied: bool,
}

/// An `apply` entry.
pub(super) struct Apply<'a> {
    /// A shape or a member.
    pub(super) target: ShapeId,
    pub(super) traits: AstTraits<'a>,
    pub(super) location: Location,
}

/// Whether two texts are the same JSON value. Order of keys does not count.
pub(super) fn same(a: &RawValue, b: &RawValue) -> bool {
    let value = |raw: &RawValue| serde_json::from_str::<Value>(raw.get());
    a.get() == b.get() || matches!((value(a), value(b)), (Ok(a), Ok(b)) if a == b)
}
