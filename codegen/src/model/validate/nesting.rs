//! Checks that recursive shapes have finite values: Smithy 2.0 § "Recursive shape definitions".

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostics, Model, ShapeId, ShapeKind, cycles, diagnostic};

/// The maximum depth of lists and maps nested in each other. Deeper nesting is a mistake, and each level is a level of
/// a Rust type.
const MAX_DEPTH: usize = 64;

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    check_structures(model, problems);
    check_unions(model, problems);
    for shape in model.shapes.values() {
        // A list or map contains one other shape, so that following it 64 times is enough.
        let mut depth = 0;
        let mut next = inner(model, &shape.id);
        while let Some(id) = next {
            depth += 1;
            if *id == shape.id {
                let problem = diagnostic(shape, "contains itself with no structure or union in between".to_owned());
                problems.push(problem.hint("no value of it could ever be written down".to_owned()));
                break;
            }
            // Of a long chain, only the shape that is one level too deep is reported.
            if depth > MAX_DEPTH {
                break;
            }
            next = inner(model, id);
        }
        if depth == MAX_DEPTH + 1 && next.is_some_and(|id| inner(model, id).is_none()) {
            problems.push(diagnostic(shape, format!("nests lists and maps deeper than {MAX_DEPTH} levels")));
        }
    }
}

/// A structure has no finite value if its required members lead back to it.
fn check_structures(model: &Model, problems: &mut Diagnostics) {
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

/// A union has no finite value if each of its variants leads back to it.
fn check_unions(model: &Model, problems: &mut Diagnostics) {
    // For each shape, targets of which at least one has to have a finite value. Other shapes always have one.
    let mut needs_one_of: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
    for (id, shape) in &model.shapes {
        match &shape.kind {
            ShapeKind::Union(members) if !members.is_empty() => {
                needs_one_of.insert(id, members.iter().map(|member| &member.target).collect());
            }
            ShapeKind::Structure(members)
                if !members.is_empty() && members.iter().all(|member| member.traits.required) =>
            {
                needs_one_of.insert(id, members.iter().map(|member| &member.target).collect());
            }
            _ => {}
        }
    }
    let mut users_of: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
    let mut queue: Vec<&ShapeId> = Vec::new();
    for (id, targets) in &needs_one_of {
        for target in targets {
            if needs_one_of.contains_key(target) {
                users_of.entry(target).or_default().push(id)
            } else {
                queue.push(id)
            }
        }
    }
    let mut finite: BTreeSet<&ShapeId> = BTreeSet::new();
    while let Some(id) = queue.pop() {
        if finite.insert(id) {
            queue.extend(users_of.get(id).into_iter().flatten());
        }
    }
    for shape in needs_one_of.keys().filter(|id| !finite.contains(*id)).filter_map(|id| model.shape(id)) {
        if matches!(shape.kind, ShapeKind::Union(_)) {
            let problem = diagnostic(shape, "contains itself in each of its variants".to_owned());
            problems.push(problem.hint("no value of it could ever be written down".to_owned()));
        }
    }
}

/// Returns the element or value type of a list or map.
fn inner<'m>(model: &'m Model, id: &ShapeId) -> Option<&'m ShapeId> {
    match &model.shape(id)?.kind {
        ShapeKind::List(member) | ShapeKind::Map { value: member, .. } => Some(&member.target),
        _ => None,
    }
}
