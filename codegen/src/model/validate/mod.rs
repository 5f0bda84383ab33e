//! Validates a model, so that later stages can rely on it.

mod checksums;
mod closures;
mod constraints;
mod defaults;
mod examples;
mod http;
mod messages;
mod nesting;
mod pagination;
mod paths;
mod resources;
mod streams;
mod structures;
mod targets;
mod uses;
mod waiters;

use super::build::UnvalidatedModel;
use super::cycles::cycles;
use super::diagnostics::{Diagnostic, Diagnostics, did_you_mean};
use super::shape_id::ShapeId;
use super::shapes::{Model, Operation, Shape, ShapeKind};
use super::specification;

/// Runs all validators. `@paginated` traits of operations are first completed from those of their service.
pub(super) fn validate(mut unvalidated: UnvalidatedModel, problems: &mut Diagnostics) -> Model {
    pagination::inherit(&mut unvalidated.model);
    targets::check(&unvalidated, problems);
    problems.see(specification::SHAPE_IDS);
    nesting::check(&unvalidated.model, problems);
    problems.see(specification::RECURSION);
    defaults::check(&unvalidated.model, problems);
    problems.see(specification::DEFAULTS);
    http::check(&unvalidated, problems);
    problems.see(specification::HTTP);
    pagination::check(&unvalidated, problems);
    problems.see(specification::PAGINATION);
    checksums::check(&unvalidated, problems);
    problems.see(specification::CHECKSUMS);
    waiters::check(&unvalidated, problems);
    problems.see(specification::WAITERS);
    let model = &unvalidated.model;
    constraints::check(model, problems);
    structures::check(model, problems);
    streams::check(model, problems);
    uses::check(model, problems);
    messages::check(&unvalidated, problems);
    examples::check(&unvalidated, problems);
    resources::check(model, problems);
    closures::check(model, problems);
    problems.see(specification::SERVICES);
    unvalidated.model
}

impl UnvalidatedModel {
    /// Iterates over the operations whose input and output are defined and not broken. A member that is missing in a
    /// broken structure may be defined in the part that could not be parsed.
    fn operations(&self) -> impl Iterator<Item = (&Shape, &Operation)> {
        self.model.shapes.values().filter_map(|shape| match &shape.kind {
            ShapeKind::Operation(operation) if self.is_valid(&operation.input) && self.is_valid(&operation.output) => {
                Some((shape, operation))
            }
            _ => None,
        })
    }

    fn is_valid(&self, id: &Option<ShapeId>) -> bool {
        id.as_ref().is_none_or(|id| !self.broken.contains(id) && self.model.shapes.contains_key(id))
    }

    fn input<'m>(&'m self, operation: &Operation) -> &'m [super::Member] {
        self.structure(operation.input.as_ref())
    }

    fn structure(&self, id: Option<&ShapeId>) -> &[super::Member] {
        match id.and_then(|id| self.model.shape(id)) {
            Some(Shape { kind: ShapeKind::Structure(members), .. }) => members,
            _ => &[],
        }
    }
}

/// Returns a diagnostic about a shape, at its location.
fn diagnostic(shape: &Shape, message: String) -> Diagnostic {
    Diagnostic::new(message).at(&shape.location).on(&shape.id)
}
