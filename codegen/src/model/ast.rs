//! The intermediate form of shapes: as parsed from the file, with traits as raw JSON.
//!
//! Merging, mixins and the 1.0 upgrade work on this form, because they copy traits without interpreting them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::json::Node;
use super::shape_id::ShapeId;
use super::shapes::{Operation, Resource, Service, ShapeKind};
use super::source::Location;

/// The merged files.
#[derive(Default)]
pub(super) struct Ast<'a> {
    pub(super) shapes: BTreeMap<ShapeId, AstShape<'a>>,
    pub(super) metadata: Map<String, Value>,
    /// The metadata `shapeClosures` of each file that has it.
    pub(super) closures: Vec<Node<'a>>,
    /// The targets and the JSON texts of the `apply` entries, in the order of the files. Selectors see traits that are not
    /// read.
    pub(super) applied: Vec<(ShapeId, &'a RawValue)>,
    /// Shapes for which an error is reported already. References to them are not reported, so that one mistake does not
    /// cause a hundred errors.
    pub(super) broken: BTreeSet<ShapeId>,
}

impl Ast<'_> {
    /// Whether there is a service.
    pub(super) fn has_service(&self) -> bool {
        self.shapes.values().any(|shape| matches!(shape.kind, AstKind::Service(_)))
    }
}

#[derive(Clone)]
pub(super) struct AstShape<'a> {
    pub(super) id: ShapeId,
    pub(super) kind: AstKind,
    /// The members, including those of lists, maps and enums.
    pub(super) members: Vec<AstMember<'a>>,
    pub(super) traits: AstTraits<'a>,
    pub(super) mixins: Vec<ShapeId>,
    pub(super) location: Location,
    /// The JSON text of the shape, to compare it with a second definition, and for what only selectors see.
    pub(super) body: &'a RawValue,
    /// Whether the file is written in Smithy 1.0.
    pub(super) v1: bool,
}

#[derive(Clone)]
pub(super) enum AstKind {
    /// A simple type. Boxed, because `ShapeKind` is large.
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
    /// Returns the name of the type, as the JSON AST spells it.
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

impl AstShape<'_> {
    /// Returns the shapes that this one refers to, other than by its members. `is_selected` filters the operations of
    /// services and resources.
    pub(super) fn references(&self, is_selected: impl Fn(&ShapeId) -> bool) -> Vec<&ShapeId> {
        let mut all: Vec<&ShapeId> = self.mixins.iter().collect();
        match &self.kind {
            AstKind::Service(service) => {
                all.extend(service.resources.iter().chain(&service.errors));
                all.extend(service.operations.iter().filter(|id| is_selected(id)));
            }
            AstKind::Resource(resource) => {
                all.extend(resource.identifiers.values().chain(&resource.resources));
                all.extend(resource.all_operations().filter(|id| is_selected(id)));
            }
            AstKind::Operation(operation) => {
                all.extend(operation.input.iter().chain(&operation.output).chain(&operation.errors));
            }
            AstKind::Simple(_)
            | AstKind::Enum
            | AstKind::IntEnum
            | AstKind::List
            | AstKind::Map
            | AstKind::Structure
            | AstKind::Union => {}
        }
        all
    }
}

#[derive(Clone)]
pub(super) struct AstMember<'a> {
    pub(super) name: String,
    /// `None` if traits are applied to a member that the shape itself does not define. One of its mixins has to define
    /// it.
    pub(super) target: Option<ShapeId>,
    pub(super) traits: AstTraits<'a>,
    pub(super) location: Location,
}

/// Traits by id. It contains only those that the loader reads.
pub(super) type AstTraits<'a> = BTreeMap<Cow<'a, str>, AstTrait<'a>>;

#[derive(Clone)]
pub(super) struct AstTrait<'a> {
    pub(super) value: Cow<'a, RawValue>,
    pub(super) location: Location,
    /// Whether it comes from an `apply` entry.
    pub(super) applied: bool,
}

/// An `apply` entry.
pub(super) struct Apply<'a> {
    /// The id of a shape or a member.
    pub(super) target: ShapeId,
    pub(super) traits: AstTraits<'a>,
    pub(super) location: Location,
    /// The JSON text of the entry.
    pub(super) body: &'a RawValue,
}

/// Whether two texts are the same JSON value. The order of keys is ignored.
pub(super) fn is_same_json(a: &RawValue, b: &RawValue) -> bool {
    let value = |raw: &RawValue| serde_json::from_str::<Value>(raw.get());
    a.get() == b.get() || matches!((value(a), value(b)), (Ok(a), Ok(b)) if a == b)
}
