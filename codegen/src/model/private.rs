//! Private shapes are used only in their own namespace: Smithy 2.0 § "private trait".

use super::ast::Ast;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::shape_id::ShapeId;
use super::specification;
use super::trait_table::PRIVATE;

/// Reports every reference to a private shape of another namespace. It has to run before mixins are flattened, because
/// their members are then copied into other namespaces.
pub(super) fn check(ast: &Ast<'_>, problems: &mut Diagnostics) {
    for shape in ast.shapes.values() {
        let is_foreign = |id: &&ShapeId| {
            id.namespace() != shape.id.namespace()
                && ast.shapes.get(*id).is_some_and(|target| target.traits.contains_key(PRIVATE))
        };
        let diagnostic = |id: &ShapeId| {
            let message = format!("refers to {id}, which is {PRIVATE} in {}", id.namespace());
            Diagnostic::new(message).see(specification::of_trait(PRIVATE))
        };
        for id in shape.references(|_| true).into_iter().filter(is_foreign) {
            problems.push(diagnostic(id).at(&shape.location).on(&shape.id));
        }
        for member in &shape.members {
            if let Some(id) = member.target.as_ref().filter(is_foreign) {
                problems.push(diagnostic(id).at(&member.location).on(&shape.id.with_member(&member.name)));
            }
        }
    }
}
