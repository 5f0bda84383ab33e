//! Ids differ in more than case: Smithy 2.0 § "Shape ID conflicts".

use std::collections::BTreeMap;

use super::ast::Ast;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::shape_id::ShapeId;
use super::source::Location;

/// Tells every shape and every member whose id another one has in another case.
pub(super) fn check(ast: &Ast<'_>, problems: &mut Diagnostics) {
    distinct(ast.shapes.values().map(|shape| (&shape.id, shape.id.as_str(), &shape.location)), problems, ShapeId::clone);
    for shape in ast.shapes.values() {
        let members = shape.members.iter().map(|member| (&member.name, member.name.as_str(), &member.location));
        distinct(members, problems, |name| shape.id.with_member(name));
    }
}

fn distinct<'m, T>(
    names: impl Iterator<Item = (&'m T, &'m str, &'m Location)>,
    problems: &mut Diagnostics,
    id: impl Fn(&T) -> ShapeId,
) where
    T: 'm,
{
    let mut alike: BTreeMap<String, Vec<(&T, &str, &Location)>> = BTreeMap::new();
    for (item, name, location) in names {
        alike.entry(name.to_ascii_lowercase()).or_default().push((item, name, location));
    }
    for same in alike.into_values().filter(|same| same.len() > 1) {
        for (item, name, location) in &same {
            let others: Vec<_> = same.iter().filter(|(_, other, _)| other != name).map(|(_, other, _)| *other).collect();
            let problem = Diagnostic::new(format!("differs only in case from {}", others.join(", ")));
            let hint = "many languages and protocols do not tell cases apart, so Smithy forbids it; rename all but one";
            problems.push(problem.at(location).on(&id(item)).hint(hint.to_owned()));
        }
    }
}
