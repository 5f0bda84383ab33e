//! Upgrades Smithy 1.0 to 2.0: adds the `@default` traits that 1.0 implies.
//!
//! In 1.0, a structure member that targets a boolean or a number defaults to `false` or zero unless it or its target
//! has the trait `@box`; 2.0 requires `@default` for that. See "Migrating Smithy 1.0 to 2.0", § "Add the default
//! trait".

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::ast::{Ast, AstKind, AstShape, AstTrait, AstTraits};
use super::shape_id::ShapeId;
use super::shapes::ShapeKind;
use super::source::Location;
use super::trait_table::{BOX, DEFAULT};

/// Upgrades the shapes that come from files of version 1.0.
pub(super) fn upgrade(ast: &mut Ast<'_>) {
    // Target shapes first: members then take the default of their target, whether that is an upgraded shape, a
    // `Primitive…` shape of the prelude, or a shape of a 2.0 file.
    for shape in ast.shapes.values_mut().filter(|shape| shape.v1) {
        if let Some(zero) = zero(shape)
            && !shape.traits.contains_key(BOX)
        {
            add_default(&mut shape.traits, zero, &shape.location);
        }
    }
    let structures: Vec<ShapeId> =
        ast.shapes.values().filter(|shape| is_v1_structure(shape)).map(|s| s.id.clone()).collect();
    for id in structures {
        // Removed, so that its members can be changed while their targets are borrowed.
        let Some(mut shape) = ast.shapes.remove(&id) else {
            continue;
        };
        for member in &mut shape.members {
            if member.traits.contains_key(BOX) {
                add_default(&mut member.traits, RawValue::NULL, &member.location);
            } else if let Some(target) = member.target.as_ref().and_then(|target| ast.shapes.get(target))
                && let Some(implied) = implied_default(target)
            {
                add_default(&mut member.traits, implied, &member.location);
            }
        }
        ast.shapes.insert(id, shape);
    }
}

fn is_v1_structure(shape: &AstShape<'_>) -> bool {
    shape.v1 && matches!(shape.kind, AstKind::Structure)
}

/// Returns the implicit default of a 1.0 member without `@box`.
fn implied_default(target: &AstShape<'_>) -> Option<&'static RawValue> {
    let zero = zero(target)?;
    let default = target.traits.get(DEFAULT)?;
    (default.value.get() == zero.get()).then_some(zero)
}

/// Returns `false` or zero for the types that have an implicit default in 1.0.
fn zero(shape: &AstShape<'_>) -> Option<&'static RawValue> {
    let AstKind::Simple(kind) = &shape.kind else {
        return None;
    };
    match **kind {
        ShapeKind::Boolean => Some(RawValue::FALSE),
        ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::Long
        | ShapeKind::Float
        | ShapeKind::Double => serde_json::from_str("0").ok(),
        _ => None,
    }
}

/// Adds the default, unless there is one.
fn add_default<'a>(traits: &mut AstTraits<'a>, value: &'a RawValue, location: &Location) {
    let implied = AstTrait { value: Cow::Borrowed(value), location: location.clone(), applied: false };
    traits.entry(DEFAULT.into()).or_insert(implied);
}
