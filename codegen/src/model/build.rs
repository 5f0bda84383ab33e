//! Builds typed shapes from the `ast`: trait values are parsed, and members become part of the shape type.

use std::collections::{BTreeMap, BTreeSet};

use super::ast::{Ast, AstKind, AstMember, AstShape, AstTraits};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::enums;
use super::shape_id::ShapeId;
use super::shapes::{Member, Model, Shape, ShapeKind};
use super::specification;
use super::trait_table::{self, ENUM, MIXIN};
use super::traits::Traits;

/// A model whose references are not validated yet.
pub(super) struct UnvalidatedModel {
    pub(super) model: Model,
    /// Shapes with errors, about which nothing further is reported. See [`Ast::broken`].
    pub(super) broken: BTreeSet<ShapeId>,
    /// The ids of mixins. The model does not contain mixins, because nothing may target them.
    pub(super) mixins: BTreeSet<ShapeId>,
}

/// Builds the model.
pub(super) fn build(ast: Ast<'_>, problems: &mut Diagnostics) -> UnvalidatedModel {
    let mut broken = ast.broken;
    let mut mixins = BTreeSet::new();
    let mut shapes = BTreeMap::new();
    for (id, shape) in ast.shapes {
        if shape.traits.contains_key(MIXIN) {
            mixins.insert(id);
            continue;
        }
        let before = problems.len();
        if let Some(shape) = build_shape(shape, broken.contains(&id), problems) {
            shapes.insert(id.clone(), shape);
        }
        if problems.len() > before {
            broken.insert(id);
        }
    }
    UnvalidatedModel {
        model: Model {
            shapes,
            metadata: ast.metadata,
            closures: Vec::new(),
            warnings: Diagnostics::new(),
            overlays: Vec::new(),
        },
        broken,
        mixins,
    }
}

/// `is_reported`: an error in the shape is reported already, so that missing members are not reported again.
fn build_shape(shape: AstShape<'_>, is_reported: bool, problems: &mut Diagnostics) -> Option<Shape> {
    let traits = read_traits(&shape.traits, &shape.id, problems);
    let (id, location) = (shape.id, shape.location);
    let kind = match shape.kind {
        AstKind::Simple(kind) => match (*kind, shape.traits.get(ENUM)) {
            (ShapeKind::String, Some(definition)) => ShapeKind::Enum(enums::from_trait(definition, &id, problems)),
            (kind, _) => kind,
        },
        AstKind::Enum => ShapeKind::Enum(enums::values(shape.members, &id, problems)),
        AstKind::IntEnum => ShapeKind::IntEnum(enums::int_values(shape.members, &id, problems)),
        AstKind::Structure => ShapeKind::Structure(members(shape.members, &id, problems)),
        AstKind::Union => ShapeKind::Union(members(shape.members, &id, problems)),
        AstKind::Service(service) => ShapeKind::Service(service),
        AstKind::Resource(resource) => ShapeKind::Resource(resource),
        AstKind::Operation(operation) => ShapeKind::Operation(operation),
        AstKind::List => match <[Member; 1]>::try_from(members(shape.members, &id, problems)) {
            Ok([member]) => ShapeKind::List(member),
            Err(_) => {
                if !is_reported {
                    problems.push(Diagnostic::new("has no \"member\"").at(&location).on(&id));
                }
                return None;
            }
        },
        AstKind::Map => match <[Member; 2]>::try_from(members(shape.members, &id, problems)) {
            Ok([a, b]) if a.name() == "key" => ShapeKind::Map { key: a, value: b },
            Ok([a, b]) => ShapeKind::Map { key: b, value: a },
            Err(present) => {
                for name in ["key", "value"].into_iter().filter(|name| !present.iter().any(|m| m.name() == *name)) {
                    if !is_reported {
                        problems.push(Diagnostic::new(format!("has no {name:?}")).at(&location).on(&id));
                    }
                }
                return None;
            }
        },
    };
    Some(Shape { id, kind, traits, location })
}

fn members(members: Vec<AstMember<'_>>, id: &ShapeId, problems: &mut Diagnostics) -> Vec<Member> {
    let mut built = Vec::with_capacity(members.len());
    for member in members {
        let Some(target) = member.target else {
            continue;
        };
        let id = id.with_member(&member.name);
        let traits = read_traits(&member.traits, &id, problems);
        built.push(Member { id, target, traits, location: member.location });
    }
    built
}

/// Parses the traits of a shape or member. Errors are reported at the line of the trait.
pub(super) fn read_traits(values: &AstTraits<'_>, id: &ShapeId, problems: &mut Diagnostics) -> Traits {
    let mut traits = Traits::default();
    for (name, value) in values {
        if let Err(message) = trait_table::read(&mut traits, name, &value.value) {
            let section = specification::of_trait(name);
            problems.push(Diagnostic::new(message).at(&value.location).on(id).see(section));
        }
    }
    traits
}
