//! Checks that every reference targets a shape of the right type, and that enum values are unique.

use std::collections::BTreeSet;

use super::super::source::Location;
use super::{Diagnostic, Diagnostics, Shape, ShapeId, ShapeKind, UnvalidatedModel, diagnostic};

pub(super) fn check(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    for shape in unvalidated.model.shapes.values() {
        let mut references = References { unvalidated, from: &shape.id, location: &shape.location, problems };
        match &shape.kind {
            ShapeKind::Service(service) => {
                references.all("binds", &service.operations, Expected::Operation);
                references.all("binds", &service.resources, Expected::Resource);
                references.all("has the error", &service.errors, Expected::Error);
            }
            ShapeKind::Resource(resource) => {
                references.all("binds", resource.all_operations(), Expected::Operation);
                references.all("binds", &resource.resources, Expected::Resource);
                references.all("is identified by", resource.identifiers.values(), Expected::Key);
            }
            ShapeKind::Operation(operation) => {
                references.all("has the input", &operation.input, Expected::Structure);
                references.all("has the output", &operation.output, Expected::Structure);
                references.all("has the error", &operation.errors, Expected::Error);
            }
            ShapeKind::Enum(values) => {
                check_unique_values(shape, values.iter().map(|v| (&v.name, format!("{:?}", v.value))), problems)
            }
            ShapeKind::IntEnum(values) => {
                check_unique_values(shape, values.iter().map(|v| (&v.name, v.value.to_string())), problems)
            }
            _ => {}
        }
        if is_empty(&shape.kind) && !unvalidated.broken.contains(&shape.id) {
            let message = format!("has no members, and a shape of type {} needs one", shape.kind.name());
            problems.push(diagnostic(shape, message));
        }
        for member in shape.kind.members() {
            let expected = match &shape.kind {
                ShapeKind::Map { .. } if member.name() == "key" => Expected::Key,
                ShapeKind::Union(_) => Expected::Variant,
                _ => Expected::Data,
            };
            let mut references = References { unvalidated, from: &member.id, location: &member.location, problems };
            references.all("targets", [&member.target], expected);
        }
    }
}

/// Whether the type has no values.
fn is_empty(kind: &ShapeKind) -> bool {
    match kind {
        ShapeKind::Enum(values) => values.is_empty(),
        ShapeKind::IntEnum(values) => values.is_empty(),
        ShapeKind::Union(members) => members.is_empty(),
        _ => false,
    }
}

/// What a reference has to target.
#[derive(Clone, Copy)]
enum Expected {
    /// A data shape: one that has values.
    Data,
    /// A data shape or `smithy.api#Unit`, for a variant without a value.
    Variant,
    Key,
    Structure,
    Error,
    Operation,
    Resource,
}

impl Expected {
    /// Returns why the shape is not what is expected.
    fn mismatch(self, shape: &Shape) -> Option<String> {
        let is_expected = match (self, &shape.kind) {
            (Self::Data | Self::Variant, kind) => {
                !matches!(kind, ShapeKind::Service(_) | ShapeKind::Resource(_) | ShapeKind::Operation(_))
            }
            (Self::Key, kind) => matches!(kind, ShapeKind::String | ShapeKind::Enum(_)),
            (Self::Structure | Self::Error, kind) => matches!(kind, ShapeKind::Structure(_)),
            (Self::Operation, kind) => matches!(kind, ShapeKind::Operation(_)),
            (Self::Resource, kind) => matches!(kind, ShapeKind::Resource(_)),
        };
        let needed = match self {
            _ if is_expected && matches!(self, Self::Error) && shape.traits.error.is_none() => {
                return Some("which has no smithy.api#error trait".to_owned());
            }
            _ if is_expected && matches!(self, Self::Structure) && shape.traits.error.is_some() => {
                return Some("which is marked smithy.api#error, and can only be used as an error".to_owned());
            }
            Self::Data if is_unit(shape) => {
                return Some("which has no value; only a member of a union can be without one".to_owned());
            }
            _ if is_expected => return None,
            Self::Data | Self::Variant => "a shape that has values",
            Self::Key => "a string or an enum",
            Self::Structure | Self::Error => "a structure",
            Self::Operation => "an operation",
            Self::Resource => "a resource",
        };
        Some(format!("which is of type {}; {needed} is needed", shape.kind.name()))
    }
}

fn is_unit(shape: &Shape) -> bool {
    shape.id.as_str() == "smithy.api#Unit"
}

struct References<'m, 'p> {
    unvalidated: &'m UnvalidatedModel,
    from: &'m ShapeId,
    location: &'m Location,
    problems: &'p mut Diagnostics,
}

impl References<'_, '_> {
    fn all<'i>(&mut self, verb: &str, targets: impl IntoIterator<Item = &'i ShapeId>, expected: Expected) {
        for target in targets {
            if let Some((mismatch, hint)) = self.mismatch(target, expected) {
                self.problems.push(
                    Diagnostic::new(format!("{verb} {target}, {mismatch}")).at(self.location).on(self.from).hint(hint),
                );
            }
        }
    }

    fn mismatch(&mut self, target: &ShapeId, expected: Expected) -> Option<(String, Option<String>)> {
        let UnvalidatedModel { model, broken, mixins } = self.unvalidated;
        if broken.contains(target) {
            return None;
        }
        match model.shape(target) {
            Some(shape) => expected.mismatch(shape).map(|mismatch| (mismatch, None)),
            None if mixins.contains(target) => Some(("which is a mixin, and can only be mixed in".to_owned(), None)),
            None => {
                // Names of unsuitable shapes are replaced by empty ones, so that they count towards the limit.
                let all = model.shapes.values();
                let names = all.map(|shape| if expected.mismatch(shape).is_none() { shape.id.as_str() } else { "" });
                let hint = self.problems.did_you_mean(target.as_str(), names);
                Some(("which is not defined".to_owned(), hint))
            }
        }
    }
}

fn check_unique_values<'m>(
    shape: &Shape,
    values: impl Iterator<Item = (&'m String, String)>,
    problems: &mut Diagnostics,
) {
    let mut seen = BTreeSet::new();
    for (name, value) in values {
        if !seen.insert(value.clone()) {
            problems.push(diagnostic(shape, format!("has the value {value} twice, the second time as {name}")));
        }
    }
}
