//! Checks waiters against their operation and against each other. Each trait value is checked when it is parsed.

use std::collections::BTreeMap;

use super::super::waiters::{Matcher, Waiter};
use super::paths::{self, PathType};
use super::{Diagnostic, Diagnostics, Model, Operation, Shape, ShapeId, UnvalidatedModel, diagnostic};

pub(super) fn check(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    for (shape, operation) in unvalidated.operations() {
        for (name, waiter) in &shape.traits.waiters {
            expressions(&unvalidated.model, shape, operation, (name, waiter), problems);
        }
        for (name, what) in &shape.traits.unknown_waiters {
            let message = format!("the waiter {name} has {what}");
            let hint = "it is left out; a later version of the generator may know it".to_owned();
            problems.push(Diagnostic::warning(message).at(&shape.location).on(&shape.id).hint(hint));
        }
    }
    for (service, _) in unvalidated.model.services() {
        check_unique_names(&unvalidated.model, service, problems);
    }
}

/// Smithy 2.0 § "JMESPath static analysis": checks that the members named by expressions exist.
fn expressions(
    model: &Model,
    shape: &Shape,
    operation: &Operation,
    (name, waiter): (&str, &Waiter),
    problems: &mut Diagnostics,
) {
    let type_of = |id: &'_ Option<ShapeId>| id.clone().map_or(PathType::Unknown, PathType::Shape);
    for acceptor in &waiter.acceptors {
        let matched = match &acceptor.matcher {
            Matcher::Output(_) if operation.output.is_none() => {
                let message = format!("the waiter {name} looks into the output, but the operation has none");
                problems.push(diagnostic(shape, message).hint("the matcher \"success\" needs no output".to_owned()));
                None
            }
            Matcher::Output(path) => Some((&path.path, type_of(&operation.output))),
            Matcher::InputOutput(path) => {
                Some((&path.path, PathType::Call { input: operation.input.clone(), output: operation.output.clone() }))
            }
            Matcher::Success(_) | Matcher::ErrorType(_) => None,
        };
        let message = acceptor.message.as_ref().map(|path| (path, type_of(&operation.output)));
        for (path, start) in matched.into_iter().chain(message) {
            if let Err(unknown) = paths::follow(model, path, start) {
                let message = format!(
                    "the waiter {name} looks for {path:?}, but {} has no member {:?}",
                    unknown.container, unknown.name
                );
                let hint = problems.did_you_mean(&unknown.name, unknown.members.iter().map(String::as_str));
                problems.push(diagnostic(shape, message).hint(hint));
            }
        }
    }
}

/// Smithy 2.0 § "Waiter names": checks that the names of waiters are unique within a service, ignoring case.
fn check_unique_names(model: &Model, service: &ShapeId, problems: &mut Diagnostics) {
    let mut by_lowercase_name: BTreeMap<String, (&ShapeId, &str)> = BTreeMap::new();
    for id in model.bound_operations(service) {
        let Some(shape) = model.shape(&id) else { continue };
        for name in shape.traits.waiters.keys() {
            match by_lowercase_name.get(&name.to_ascii_lowercase()) {
                Some((other, taken)) => {
                    let message = format!("has the waiter {name}, but {other} has {taken}");
                    let hint = "waiters of a service differ in more than capitals: generated code names them without their operation";
                    problems.push(diagnostic(shape, message).hint(hint.to_owned()));
                }
                None => _ = by_lowercase_name.insert(name.to_ascii_lowercase(), (&shape.id, name)),
            }
        }
    }
}
