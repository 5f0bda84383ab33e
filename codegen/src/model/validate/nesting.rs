//! Values end somewhere: Smithy 2.0 § "Recursive shape definitions".

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostics, Model, ShapeId, ShapeKind, cycles, diagnostic};

/// Lists of lists of lists: deeper is a mistake, and every level is one more level of a Rust type.
const DEEPEST: usize = 64;

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    structures_end(model, problems);
    unions_end(model, problems);
    for shape in model.shapes.values() {
        // Only one way leads on from a list or map, so that following it 64 times says all.
        let mut depth = 0;
        let mut next = inner(model, &shape.id);
        while let Some(id) = next {
            depth += 1;
            if *id == shape.id {
                let problem = diagnostic(shape, "contains itself with no structure or union in between".to_owned());
                problems.push(problem.hint("no value of it could ever be written down".to_owned()));
                break;
            }
            // Just one of a long chain is told: the one that is exactly too deep.
            if depth > DEEPEST {
                break;
            }
            next = inner(model, id);
        }
        if depth == DEEPEST + 1 && next.is_some_and(|id| inner(model, id).is_none()) {
            problems.push(diagnostic(shape, format!("nests lists and maps deeper than {DEEPEST} levels")));
        }
    }
}

/// No value of a structure has an end if its required members lead back to it.
fn structures_end(model: &Model, problems: &mut Diagnostics) {
    let graph = model.shapes.iter().filter_map(|(id, shape)| match &shape.kind {
        ShapeKind::Structure(members) => {
            Some((id, members.iter().filter(|member| member.traits.required).map(|member| &member.target).collect()))
        }
        _ => None,
    });
    for shape in cycles(&graph.collect()).into_keys().filter_map(|id| model.shape(id)) {
        let problem = diagnostic(shape, "contains itself by way of required members alone".to_owned());
        problems
            .push(problem.hint("no value of it could ever be written down; one of them has to be optional".to_owned()));
    }
}

/// Nor has one of a union if every variant leads back to it.
fn unions_end(model: &Model, problems: &mut Diagnostics) {
    // What has to be known to end before a shape does: one of these. A shape that is not here ends by itself.
    let mut waits: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
    for (id, shape) in &model.shapes {
        match &shape.kind {
            ShapeKind::Union(members) if !members.is_empty() => {
                waits.insert(id, members.iter().map(|member| &member.target).collect());
            }
            ShapeKind::Structure(members)
                if !members.is_empty() && members.iter().all(|member| member.traits.required) =>
            {
                waits.insert(id, members.iter().map(|member| &member.target).collect());
            }
            _ => {}
        }
    }
    let mut users: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
    let mut open: Vec<&ShapeId> = Vec::new();
    for (id, targets) in &waits {
        for target in targets {
            if waits.contains_key(target) { users.entry(target).or_default().push(id) } else { open.push(id) }
        }
    }
    let mut ends: BTreeSet<&ShapeId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        if ends.insert(id) {
            open.extend(users.get(id).into_iter().flatten());
        }
    }
    for shape in waits.keys().filter(|id| !ends.contains(*id)).filter_map(|id| model.shape(id)) {
        if matches!(shape.kind, ShapeKind::Union(_)) {
            let problem = diagnostic(shape, "contains itself in each of its variants".to_owned());
            problems.push(problem.hint("no value of it could ever be written down".to_owned()));
        }
    }
}

/// What a list or map contains.
fn inner<'m>(model: &'m Model, id: &ShapeId) -> Option<&'m ShapeId> {
    match &model.shape(id)?.kind {
        ShapeKind::List(member) | ShapeKind::Map { value: member, .. } => Some(&member.target),
        _ => None,
    }
}
