//! Separates diagnostics about shapes that the selected operations do not reach: errors in other operations must not
//! prevent the generation of the selected ones.

use std::collections::BTreeSet;

use super::ast::{Ast, AstKind, AstShape};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::shape_id::ShapeId;
use super::trait_table::{DISCOVERED, DISCOVERY};
use serde_json::Value;

/// The selected service and operations of a model, or the selected shape closure.
#[derive(Clone, Copy, Debug, Default)]
pub struct ModelSelection<'a> {
    /// The service, by id or name; required if the model has more than one.
    pub service: Option<&'a str>,
    /// The operations, by name; empty for all.
    pub operations: &'a [String],
    /// The shape closure, by id or name. `None` for a service, or for the only closure of a model without services.
    pub closure: Option<&'a str>,
}

/// The shapes whose diagnostics are set aside.
#[derive(Default)]
pub(super) struct Unreachable(BTreeSet<ShapeId>);

impl Unreachable {
    /// Collects the shapes, mixins included, that the selected operations do not reach. The set is empty if the
    /// selection does not determine a service; a later stage reports that.
    pub(super) fn new(ast: &Ast<'_>, selection: ModelSelection<'_>) -> Self {
        let is_selected = |shape: &&AstShape<'_>| {
            let named = selection.service.is_none_or(|name| shape.id.is_called(name));
            named && matches!(shape.kind, AstKind::Service(_))
        };
        let services: Vec<_> = ast.shapes.values().filter(is_selected).collect();
        let [service] = services.as_slice() else { return Self::default() };
        if selection.operations.is_empty() {
            return Self::default();
        }
        let is_selected = |id: &ShapeId| selection.operations.iter().any(|name| name == id.name());
        let discovery = discovery(ast, service, is_selected);
        let reachable = reachable(ast, service, |id| is_selected(id) || discovery.as_ref() == Some(id));
        Self::outside(ast, &reachable)
    }

    /// Collects the shapes outside of these.
    pub(super) fn outside(ast: &Ast<'_>, reachable: &BTreeSet<ShapeId>) -> Self {
        let known = ast.shapes.keys().chain(&ast.broken);
        Self(known.filter(|id| !reachable.contains(*id)).cloned().collect())
    }

    /// Splits diagnostics into those about reachable shapes and those that are set aside.
    pub(super) fn partition(&self, problems: Diagnostics) -> [Diagnostics; 2] {
        let is_relevant =
            |problem: &Diagnostic| problem.shape.as_ref().is_none_or(|shape| !self.0.contains(&shape.without_member()));
        let mut parts = [Diagnostics::new(), Diagnostics::new()];
        for problem in problems {
            parts[usize::from(!is_relevant(&problem))].push(problem);
        }
        parts
    }
}

/// Returns the operation that discovers endpoints, if a selected operation requires it: it is selected with that one.
fn discovery(ast: &Ast<'_>, service: &AstShape<'_>, is_selected: impl Fn(&ShapeId) -> bool) -> Option<ShapeId> {
    let value = |shape: &AstShape<'_>, id: &str, member: &str| {
        let value: Value = serde_json::from_str(shape.traits.get(id)?.value.get()).ok()?;
        value.get(member).cloned()
    };
    let operation = value(service, DISCOVERY, "operation")?;
    let requires = |shape: &AstShape<'_>| value(shape, DISCOVERED, "required") == Some(Value::Bool(true));
    let is_required = ast.shapes.iter().any(|(id, shape)| is_selected(id) && requires(shape));
    ShapeId::parse(operation.as_str()?).ok().filter(|_| is_required)
}

/// Returns the shapes reachable from the service by its selected operations. Iterative, because nesting is not limited
/// here.
fn reachable(ast: &Ast<'_>, service: &AstShape<'_>, is_selected: impl Fn(&ShapeId) -> bool) -> BTreeSet<ShapeId> {
    let mut reachable = BTreeSet::new();
    let mut queue = vec![service.id.clone()];
    while let Some(id) = queue.pop() {
        if !reachable.insert(id.clone()) {
            continue;
        }
        let Some(shape) = ast.shapes.get(&id) else { continue };
        queue.extend(shape.references(&is_selected).into_iter().cloned());
        queue.extend(shape.members.iter().filter_map(|member| member.target.clone()));
    }
    reachable
}
