//! `@paginated`: Smithy 2.0 § "paginated trait".

use std::collections::BTreeSet;

use super::super::shapes::Member;
use super::super::traits::Paginated;
use super::{Diagnostics, Model, Shape, ShapeId, ShapeKind, Unproven, about, did_you_mean};

/// Completes the trait of operations with what their service says. An operation that two services bind follows the first.
pub(super) fn inherit(model: &mut Model) {
    let services: Vec<(ShapeId, Paginated)> = model
        .shapes
        .values()
        .filter(|shape| matches!(shape.kind, ShapeKind::Service(_)))
        .filter_map(|shape| Some((shape.id.clone(), shape.traits.paginated.clone()?)))
        .collect();
    for (service, from) in services {
        for id in model.bound_operations(&service) {
            if let Some(own) = model.shapes.get_mut(&id).and_then(|shape| shape.traits.paginated.as_mut()) {
                own.input_token = own.input_token.take().or_else(|| from.input_token.clone());
                own.output_token = own.output_token.take().or_else(|| from.output_token.clone());
                own.items = own.items.take().or_else(|| from.items.clone());
                own.page_size = own.page_size.take().or_else(|| from.page_size.clone());
            }
        }
    }
}

/// Proves that the members exist, and that the tokens are given, if not by the operation then by its service.
pub(super) fn check(unproven: &Unproven, problems: &mut Diagnostics) {
    let model = &unproven.model;
    let bound: BTreeSet<ShapeId> = model.services().flat_map(|(id, _)| model.bound_operations(id)).collect();
    for (shape, operation) in unproven.operations() {
        let Some(paginated) = &shape.traits.paginated else {
            continue;
        };
        let input = unproven.input(operation);
        let output = unproven.structure(operation.output.as_ref());
        for (name, path, members, side) in [
            ("inputToken", &paginated.input_token, input, "input"),
            ("pageSize", &paginated.page_size, input, "input"),
            ("outputToken", &paginated.output_token, output, "output"),
            ("items", &paginated.items, output, "output"),
        ] {
            match path {
                Some(path) => follow(unproven, shape, (name, path, side), members, problems),
                None if name.ends_with("Token") && bound.contains(&shape.id) => {
                    let message = format!("smithy.api#paginated names no {name}, and neither does the service");
                    problems.push(about(shape, message));
                }
                None => {}
            }
        }
    }
}

fn follow<'m>(
    unproven: &'m Unproven,
    shape: &Shape,
    (name, path, side): (&str, &str, &str),
    start: &'m [Member],
    problems: &mut Diagnostics,
) {
    let mut members = start;
    for part in path.split('.') {
        let Some(member) = members.iter().find(|member| member.name() == part) else {
            let message = format!("smithy.api#paginated has the {name} {path:?}, but the {side} has no such member");
            problems.push(about(shape, message).hint(did_you_mean(part, members.iter().map(Member::name))));
            return;
        };
        members = unproven.structure(Some(&member.target));
    }
}
