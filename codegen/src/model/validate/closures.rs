//! Checks shape names within a service: Smithy 2.0 § "Service closure" and § "Renaming shapes".

use std::collections::{BTreeMap, BTreeSet};

use super::super::cases::HINT;
use super::super::shapes::Service;
use super::super::specification::SHAPE_IDS;
use super::{Diagnostic, Diagnostics, Model, Shape, ShapeId, ShapeKind, diagnostic};

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    ids(model, problems);
    let services: Vec<&ShapeId> = model.services().map(|(id, _)| id).collect();
    for id in services {
        let Some(shape @ Shape { kind: ShapeKind::Service(service), .. }) = model.shape(id) else { continue };
        let all = all(model, id, service);
        names(model, shape, &all, &service.rename, problems);
        for (from, to) in &service.rename {
            let renamed = model.shape(from).filter(|_| all.contains(from));
            let reason = match renamed {
                None => "and it is not in the service".to_owned(),
                Some(_) if from.name() == to => "which is its name already".to_owned(),
                Some(Shape { kind: kind @ (ShapeKind::Resource(_) | ShapeKind::Operation(_)), .. }) => {
                    format!("and a shape of type {} cannot be renamed", kind.name())
                }
                Some(_) => continue,
            };
            problems.push(diagnostic(shape, format!("renames {from} to {to:?}, {reason}")));
        }
    }
}

/// Returns the ids of all shapes of a service, itself and its resources included.
fn all(model: &Model, id: &ShapeId, service: &Service) -> BTreeSet<ShapeId> {
    let mut all = BTreeSet::from([id.clone()]);
    let Ok(closure) = model.closure(id, &[]) else {
        return all;
    };
    all.extend(closure.operations);
    all.extend(closure.shapes);
    for (id, resource) in model.resources(service) {
        all.insert(id.clone());
        all.extend(resource.identifiers.values().cloned());
    }
    all
}

/// Smithy 2.0 § "Shape ID conflicts". Ids of interchangeable shapes may differ only in case.
fn ids(model: &Model, problems: &mut Diagnostics) {
    let mut by_lowercase_name: BTreeMap<String, Vec<&Shape>> = BTreeMap::new();
    for shape in model.shapes.values() {
        by_lowercase_name.entry(shape.id.as_str().to_ascii_lowercase()).or_default().push(shape);
    }
    for group in by_lowercase_name.into_values().filter(|group| group.len() > 1) {
        for shape in &group {
            let others = group.iter().filter(|other| other.id != shape.id && !interchangeable(model, shape, other));
            let others: Vec<_> = others.map(|other| other.id.as_str()).collect();
            if !others.is_empty() {
                let problem = diagnostic(shape, format!("differs only in case from {}", others.join(", ")));
                problems.push(problem.hint(HINT.to_owned()).see(SHAPE_IDS.to_owned()));
            }
        }
    }
}

/// Two shapes of a service may have the same name only if they are interchangeable.
fn names(
    model: &Model,
    service: &Shape,
    all: &BTreeSet<ShapeId>,
    rename: &BTreeMap<ShapeId, String>,
    problems: &mut Diagnostics,
) {
    let name = |id: &ShapeId| rename.get(id).map_or(id.name(), String::as_str).to_owned();
    let mut by_lowercase_name: BTreeMap<String, Vec<&Shape>> = BTreeMap::new();
    for shape in all.iter().filter_map(|id| model.shape(id)) {
        by_lowercase_name.entry(name(&shape.id).to_ascii_lowercase()).or_default().push(shape);
    }
    for group in by_lowercase_name.into_values().filter(|group| group.len() > 1) {
        for shape in &group {
            let others = group.iter().filter(|other| other.id != shape.id && !interchangeable(model, shape, other));
            // Ids that differ only in case are reported by `ids`.
            let others = others.filter(|other| !other.id.as_str().eq_ignore_ascii_case(shape.id.as_str()));
            let others: Vec<_> = others.map(|other| other.id.as_str()).collect();
            if !others.is_empty() {
                let message =
                    format!("is called {} in the service {}, as is {}", name(&shape.id), service.id, others.join(", "));
                let problem: Diagnostic = diagnostic(shape, message);
                problems.push(problem.hint("\"rename\" of the service gives one of them another name".to_owned()));
            }
        }
    }
}

/// Whether two shapes are the same simple type, or lists of the same simple type. Official models contain a `Boolean`,
/// and a
/// `boolean` with a default.
fn interchangeable(model: &Model, one: &Shape, other: &Shape) -> bool {
    let is_same_simple_type = |one: &Shape, other: &Shape| is_simple(&one.kind) && one.kind.name() == other.kind.name();
    match (&one.kind, &other.kind) {
        (ShapeKind::List(one), ShapeKind::List(other)) => {
            match (model.shape(&one.target), model.shape(&other.target)) {
                // Lists of lists are not compared. Cycles of lists are reported by `nesting`.
                (Some(one), Some(other)) => one.id == other.id || is_same_simple_type(one, other),
                _ => true,
            }
        }
        _ => is_same_simple_type(one, other),
    }
}

fn is_simple(kind: &ShapeKind) -> bool {
    !matches!(
        kind,
        ShapeKind::List(_)
            | ShapeKind::Map { .. }
            | ShapeKind::Structure(_)
            | ShapeKind::Union(_)
            | ShapeKind::Service(_)
            | ShapeKind::Resource(_)
            | ShapeKind::Operation(_)
    )
}
