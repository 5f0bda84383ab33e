//! What waiters say of their operation and of each other. That each is sound in itself, its reader proves.

use std::collections::BTreeMap;

use super::super::waiters::{Matcher, Waiter};
use super::paths::{self, PathType};
use super::{Diagnostics, Model, Operation, Shape, ShapeId, UnvalidatedModel, diagnostic};

pub(super) fn check(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    for (shape, operation) in unvalidated.operations() {
        for (name, waiter) in &shape.traits.waiters {
            expressions(&unvalidated.model, shape, operation, (name, waiter), problems);
        }
    }
    for (service, _) in unvalidated.model.services() {
        distinct(&unvalidated.model, service, problems);
    }
}

/// Smithy 2.0 § "JMESPath static analysis": an expression that names what is not there never finds anything.
fn expressions(
    model: &Model,
    shape: &Shape,
    operation: &Operation,
    (name, waiter): (&str, &Waiter),
    problems: &mut Diagnostics,
) {
    let whole = |id: &'_ Option<ShapeId>| id.clone().map_or(PathType::Unknown, PathType::Shape);
    for acceptor in &waiter.acceptors {
        let matched = match &acceptor.matcher {
            Matcher::Output(_) if operation.output.is_none() => {
                let message = format!("the waiter {name} looks into the output, but the operation has none");
                problems.push(diagnostic(shape, message).hint("the matcher \"success\" needs no output".to_owned()));
                None
            }
            Matcher::Output(path) => Some((&path.path, whole(&operation.output))),
            Matcher::InputOutput(path) => {
                Some((&path.path, PathType::Call { input: operation.input.clone(), output: operation.output.clone() }))
            }
            Matcher::Success(_) | Matcher::ErrorType(_) => None,
        };
        let message = acceptor.message.as_ref().map(|path| (path, whole(&operation.output)));
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

/// Smithy 2.0 § "Waiter names": no two of a service, also in different cases.
fn distinct(model: &Model, service: &ShapeId, problems: &mut Diagnostics) {
    let mut seen: BTreeMap<String, (&ShapeId, &str)> = BTreeMap::new();
    for id in model.bound_operations(service) {
        let Some(shape) = model.shape(&id) else { continue };
        for name in shape.traits.waiters.keys() {
            match seen.get(&name.to_ascii_lowercase()) {
                Some((other, taken)) => {
                    let message = format!("has the waiter {name}, but {other} has {taken}");
                    let hint = "waiters of a service differ in more than capitals: generated code names them without their operation";
                    problems.push(diagnostic(shape, message).hint(hint.to_owned()));
                }
                None => _ = seen.insert(name.to_ascii_lowercase(), (&shape.id, name)),
            }
        }
    }
}
