//! Members differ in more than case: Smithy 2.0 § "Shape ID conflicts". What shapes may have alike, `validate/closures` says.

use std::collections::BTreeMap;

use super::ast::{Ast, AstMember};
use super::diagnostics::{Diagnostic, Diagnostics};

/// Why names have to differ in more.
pub(super) const HINT: &str =
    "many languages and protocols do not tell cases apart, so Smithy forbids it; rename all but one";

/// Tells every member whose name another one has in another case, those of enums too.
pub(super) fn check(ast: &Ast<'_>, problems: &mut Diagnostics) {
    for shape in ast.shapes.values() {
        let mut alike: BTreeMap<String, Vec<&AstMember<'_>>> = BTreeMap::new();
        for member in &shape.members {
            alike.entry(member.name.to_ascii_lowercase()).or_default().push(member);
        }
        for same in alike.into_values().filter(|same| same.len() > 1) {
            for member in &same {
                let others = same.iter().filter(|other| other.name != member.name).map(|other| other.name.as_str());
                let others: Vec<_> = others.collect();
                let problem = Diagnostic::new(format!("differs only in case from {}", others.join(", ")));
                let problem = problem.at(&member.location).on(&shape.id.with_member(&member.name));
                problems.push(problem.hint(HINT.to_owned()));
            }
        }
    }
}
