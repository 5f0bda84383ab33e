//! What a selection of operations needs of the files, as soon as they are one: whoever wants five operations does not care
//! what is wrong with the others.

use std::collections::BTreeSet;

use super::ast::{Ast, AstKind, AstShape};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::shape_id::ShapeId;
use super::shapes::Resource;

/// What is wanted of a model.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The service, by id or name; needed where the model has several.
    pub service: Option<&'a str>,
    /// The operations, by name; empty for all.
    pub operations: &'a [String],
}

/// The shapes of which problems do not matter.
#[derive(Default)]
pub(super) struct Unreached(BTreeSet<ShapeId>);

impl Unreached {
    /// All that the operations do not lead to, mixins included. None, if it cannot be told what is wanted: a later stage
    /// says why.
    pub(super) fn new(ast: &Ast<'_>, wanted: Wanted<'_>) -> Self {
        let is_wanted = |shape: &&AstShape<'_>| {
            let named = wanted.service.is_none_or(|name| name == shape.id.as_str() || name == shape.id.name());
            named && matches!(shape.kind, AstKind::Service(_))
        };
        let services: Vec<_> = ast.shapes.values().filter(is_wanted).collect();
        let [service] = services.as_slice() else { return Self::default() };
        if wanted.operations.is_empty() {
            return Self::default();
        }
        let reached = reached(ast, service, |id| wanted.operations.iter().any(|name| name == id.name()));
        let known = ast.shapes.keys().chain(&ast.broken);
        Self(known.filter(|id| !reached.contains(*id)).cloned().collect())
    }

    /// Parts problems that end it from those that do not matter.
    pub(super) fn part(&self, problems: Diagnostics) -> [Diagnostics; 2] {
        let matters =
            |problem: &Diagnostic| problem.shape.as_ref().is_none_or(|shape| !self.0.contains(&shape.without_member()));
        let mut parts = [Diagnostics::new(), Diagnostics::new()];
        for problem in problems {
            parts[usize::from(!matters(&problem))].push(problem);
        }
        parts
    }
}

/// What the service leads to by the operations that are wanted. Iterative: a model may nest as deep as it likes.
fn reached(ast: &Ast<'_>, service: &AstShape<'_>, is_wanted: impl Fn(&ShapeId) -> bool) -> BTreeSet<ShapeId> {
    let mut reached = BTreeSet::new();
    let mut open = vec![service.id.clone()];
    while let Some(id) = open.pop() {
        if !reached.insert(id.clone()) {
            continue;
        }
        let Some(shape) = ast.shapes.get(&id) else { continue };
        open.extend(shape.mixins.iter().cloned());
        open.extend(shape.members.iter().filter_map(|member| member.target.clone()));
        match &shape.kind {
            AstKind::Service(service) => {
                open.extend(service.errors.iter().chain(&service.resources).cloned());
                open.extend(service.operations.iter().filter(|id| is_wanted(id)).cloned());
            }
            AstKind::Resource(resource) => {
                let Resource { identifiers, resources, .. } = resource;
                open.extend(identifiers.values().chain(resources).cloned());
                open.extend(resource.all_operations().filter(|id| is_wanted(id)).cloned());
            }
            AstKind::Operation(operation) => {
                open.extend(operation.input.iter().chain(&operation.output).chain(&operation.errors).cloned());
            }
            AstKind::Simple(_)
            | AstKind::Enum
            | AstKind::IntEnum
            | AstKind::List
            | AstKind::Map
            | AstKind::Structure
            | AstKind::Union => {}
        }
    }
    reached
}
