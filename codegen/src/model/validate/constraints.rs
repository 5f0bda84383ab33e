//! Checks that constraints can be satisfied: Smithy 2.0 § "range trait" and § "length trait".

use serde_json::Number;

use super::super::source::Location;
use super::super::specification::of_trait;
use super::super::traits::Traits;
use super::{Diagnostic, Diagnostics, Model, ShapeId, ShapeKind};

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    for shape in model.shapes.values() {
        check_one(&shape.traits, &shape.kind, (&shape.id, &shape.location), problems);
        for member in shape.kind.members() {
            if let Some(target) = model.shape(&member.target) {
                check_one(&member.traits, &target.kind, (&member.id, &member.location), problems);
            }
        }
    }
}

fn check_one(traits: &Traits, kind: &ShapeKind, (id, location): (&ShapeId, &Location), problems: &mut Diagnostics) {
    let mut report = |name: &str, message: String| {
        let problem = Diagnostic::new(format!("{name} {message}")).at(location).on(id);
        problems.push(problem.see(of_trait(name)));
    };
    if let Some(length) = &traits.length
        && let (Some(min), Some(max)) = (length.min, length.max)
        && min > max
    {
        report("smithy.api#length", format!("has the min {min}, which is greater than its max {max}"));
    }
    let Some(range) = &traits.range else {
        return;
    };
    if let (Some(min), Some(max)) = (&range.min, &range.max)
        && is_greater(min, max)
    {
        report("smithy.api#range", format!("has the min {min}, which is greater than its max {max}"));
    }
    for (name, bound) in [("min", &range.min), ("max", &range.max)] {
        if let Some(bound) = bound
            && is_integer(kind)
            && bound.as_f64().is_some_and(|bound| bound.fract() != 0.0)
        {
            let message = format!("has the {name} {bound}, but a value of type {} has no fraction", kind.name());
            report("smithy.api#range", message);
        } else if let (Some(bound), Some((type_min, type_max))) = (bound, limits(kind))
            && bound.as_f64().is_some_and(|bound| bound < type_min || bound > type_max)
        {
            report("smithy.api#range", format!("has the {name} {bound}, which no value of type {} has", kind.name()));
        }
    }
}

fn is_greater(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one > other,
        _ => one.as_f64() > other.as_f64(),
    }
}

/// Returns the minimum and maximum of a type.
fn limits(kind: &ShapeKind) -> Option<(f64, f64)> {
    match kind {
        ShapeKind::Byte => Some((f64::from(i8::MIN), f64::from(i8::MAX))),
        ShapeKind::Short => Some((f64::from(i16::MIN), f64::from(i16::MAX))),
        ShapeKind::Integer | ShapeKind::IntEnum(_) => Some((f64::from(i32::MIN), f64::from(i32::MAX))),
        // -2^63 and 2^63. Doubles cannot represent 2^63 - 1.
        ShapeKind::Long => Some((-9_223_372_036_854_775_808.0, 9_223_372_036_854_775_808.0)),
        _ => None,
    }
}

fn is_integer(kind: &ShapeKind) -> bool {
    matches!(
        kind,
        ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::IntEnum(_)
            | ShapeKind::Long
            | ShapeKind::BigInteger
    )
}
