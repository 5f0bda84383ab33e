//! Reports members whose names differ only in case: Smithy 2.0 § "Shape ID conflicts". `validate/closures` checks shape
//! ids.

use std::collections::BTreeMap;

use super::ast::{Ast, AstMember};
use super::diagnostics::{Diagnostic, Diagnostics};

/// The hint of all diagnostics about names that differ only in case.
pub(super) const HINT: &str =
    "many languages and protocols do not tell cases apart, so Smithy forbids it; rename all but one";

/// Reports every member of a shape, also of an enum, whose name differs from that of another member only in case.
pub(super) fn check(ast: &Ast<'_>, problems: &mut Diagnostics) {
    for shape in ast.shapes.values() {
        let mut by_lowercase_name: BTreeMap<String, Vec<&AstMember<'_>>> = BTreeMap::new();
        for member in &shape.members {
            by_lowercase_name.entry(member.name.to_ascii_lowercase()).or_default().push(member);
        }
        for group in by_lowercase_name.into_values().filter(|group| group.len() > 1) {
            for member in &group {
                let others = group.iter().filter(|other| other.name != member.name).map(|other| other.name.as_str());
                let others: Vec<_> = others.collect();
                let problem = Diagnostic::new(format!("differs only in case from {}", others.join(", ")));
                let problem = problem.at(&member.location).on(&shape.id.with_member(&member.name));
                problems.push(problem.hint(HINT.to_owned()));
            }
        }
    }
}
