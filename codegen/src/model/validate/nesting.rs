//! Lists and maps end somewhere: Smithy 2.0 § "Recursive shape definitions".

use super::{Diagnostics, Model, ShapeId, ShapeKind, about};

/// Lists of lists of lists: deeper is a mistake, and every level is one more level of a Rust type.
const DEEPEST: usize = 64;

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    for shape in model.shapes.values() {
        // Only one way leads on from a list or map, so that following it 64 times says all.
        let mut depth = 0;
        let mut next = inner(model, &shape.id);
        while let Some(id) = next {
            depth += 1;
            if *id == shape.id {
                let problem = about(shape, "contains itself with no structure or union in between".to_owned());
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
            problems.push(about(shape, format!("nests lists and maps deeper than {DEEPEST} levels")));
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
