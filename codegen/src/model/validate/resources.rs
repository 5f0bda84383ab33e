//! Checks that resources and operations are bound once, and lifecycle operations: Smithy 2.0 § "Resource".

use std::collections::BTreeMap;

use super::super::shapes::Resource;
use super::super::specification::SERVICES;
use super::{Diagnostics, Model, Shape, ShapeId, ShapeKind, cycles, diagnostic};

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    for shape in model.shapes.values() {
        if let ShapeKind::Resource(resource) = &shape.kind {
            lifecycle(model, shape, resource, problems);
        }
    }
    let graph = model.shapes.values().filter_map(|shape| match &shape.kind {
        ShapeKind::Resource(resource) => Some((&shape.id, resource.resources.iter().collect())),
        _ => None,
    });
    for shape in cycles(&graph.collect()).into_keys().filter_map(|id| model.shape(id)) {
        let problem = diagnostic(shape, "contains itself, by way of its resources".to_owned());
        problems.push(problem.see(SERVICES.to_owned()));
    }
    for (id, service) in model.services() {
        let resources = model.resources(service);
        let mut bound: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
        for target in service.operations.iter().chain(&service.resources) {
            bound.entry(target).or_default().push(id);
        }
        for (owner, resource) in resources {
            // One operation may have several lifecycle roles in its resource, such as "put" and "create".
            let mut own: Vec<&ShapeId> = resource.all_operations().chain(&resource.resources).collect();
            own.sort_unstable();
            own.dedup();
            for target in own {
                bound.entry(target).or_default().push(owner);
            }
        }
        for (target, owners) in bound.into_iter().filter(|(_, owners)| owners.len() > 1) {
            if let Some(shape) = model.shape(target) {
                let owners: Vec<_> = owners.into_iter().map(ShapeId::as_str).collect();
                let message = format!("is bound more than once within {id}: by {}", owners.join(", "));
                problems.push(diagnostic(shape, message).see(SERVICES.to_owned()));
            }
        }
    }
}

/// Checks that `read` and `list` are `@readonly` and the others are not, and that `put` and `delete` are `@idempotent`.
fn lifecycle(model: &Model, shape: &Shape, resource: &Resource, problems: &mut Diagnostics) {
    let Resource { create, put, read, update, delete, list, .. } = resource;
    let rows = [
        ("create", create, false, None),
        ("put", put, false, Some(true)),
        ("read", read, true, None),
        ("update", update, false, None),
        ("delete", delete, false, Some(true)),
        ("list", list, true, None),
    ];
    for (name, operation, readonly, idempotent) in rows {
        let operation = operation.as_ref().and_then(|id| model.shape(id));
        let Some(operation @ Shape { kind: ShapeKind::Operation(_), .. }) = operation else { continue };
        let checks = [
            ("smithy.api#readonly", operation.traits.readonly, Some(readonly)),
            ("smithy.api#idempotent", operation.traits.idempotent, idempotent),
        ];
        for (id, actual, expected) in checks {
            if let Some(expected) = expected.filter(|expected| actual != *expected) {
                let verb = if expected { "has to be" } else { "may not be" };
                let message = format!("binds {} to \"{name}\", and therefore it {verb} {id}", operation.id);
                problems.push(diagnostic(shape, message).see(SERVICES.to_owned()));
            }
        }
    }
}
