//! The names of shapes in a closure: `rename`, and conflicts between names.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ast::{Ast, AstKind};
use super::super::json::Node;
use super::super::shape_id::is_identifier;
use super::{Diagnostic, Diagnostics, RENAME, ShapeId, is_type};

/// Parses the names of renamed shapes and checks them against the shapes of the closure.
pub(super) fn parse(
    node: Option<Node<'_>>,
    shapes: &BTreeSet<ShapeId>,
    ast: &Ast<'_>,
    problems: &mut Diagnostics,
) -> BTreeMap<ShapeId, String> {
    let mut renames = BTreeMap::new();
    let Some(node) = node else { return renames };
    let fields = match node.fields(problems) {
        Ok(fields) => fields,
        Err(problem) => {
            problems.push(problem.hint(format!("{RENAME:?} maps shape ids to names")));
            return renames;
        }
    };
    for (key, value) in fields {
        let renamed = ShapeId::parse(&key)
            .map_err(|error| format!("renames {key:?}, which is not a shape id: {error}"))
            .and_then(|id| match value.string() {
                Ok(name) => check(&id, &name, shapes, ast).map(|()| (id, name.into_owned())),
                Err(problem) => Err(format!("renames {id}, but not to a name: {}", problem.message)),
            });
        match renamed {
            Ok((id, name)) => _ = renames.insert(id, name),
            Err(message) => {
                let hint = match shapes.iter().find(|id| id.as_str() == &*key) {
                    Some(_) => None,
                    None => problems.did_you_mean(&key, shapes.iter().map(ShapeId::as_str)),
                };
                problems.push(Diagnostic::new(message).at(&value.location()).hint(hint));
            }
        }
    }
    conflicts(&renames, shapes, node, problems);
    renames
}

/// Checks a new name. The error continues a sentence that starts with the id of the closure.
fn check(id: &ShapeId, name: &str, shapes: &BTreeSet<ShapeId>, ast: &Ast<'_>) -> Result<(), String> {
    let kind = ast.shapes.get(id).map(|shape| &shape.kind);
    let reason = match kind {
        _ if id.member().is_some() => "which is a member: only shapes are renamed",
        _ if !shapes.contains(id) => "which is not in the closure",
        Some(AstKind::Service(_) | AstKind::Resource(_) | AstKind::Operation(_)) => {
            "but a service, a resource or an operation cannot be renamed"
        }
        _ if name == id.name() => "which is its name already",
        _ if !is_identifier(name) => {
            "which is not an identifier: letters, digits and `_`, of which the first is not a digit"
        }
        _ => return Ok(()),
    };
    Err(format!("renames {id} to {name:?}, {reason}"))
}

/// A new name must differ from those of all other shapes, whatever their case.
fn conflicts(
    renames: &BTreeMap<ShapeId, String>,
    shapes: &BTreeSet<ShapeId>,
    node: Node<'_>,
    problems: &mut Diagnostics,
) {
    let kept = shapes.iter().filter(|id| id.member().is_none() && !renames.contains_key(*id));
    let mut users: BTreeMap<String, &ShapeId> = kept.map(|id| (id.name().to_ascii_lowercase(), id)).collect();
    for (id, name) in renames {
        if let Some(other) = users.insert(name.to_ascii_lowercase(), id) {
            let other_name = renames.get(other).map_or(other.name(), String::as_str);
            let message = format!("renames {id} to {name:?}, but {other} is called {other_name} in the closure");
            let hint = "names have to differ in more than case; choose another".to_owned();
            problems.push(Diagnostic::new(message).at(&node.location()).hint(hint));
        }
    }
}

/// Warns if types have the same name without being renamed: all but one of them get a number.
pub(super) fn warn_about_conflicts(
    shapes: &BTreeSet<ShapeId>,
    renames: &BTreeMap<ShapeId, String>,
    node: Node<'_>,
    ast: &Ast<'_>,
    problems: &mut Diagnostics,
) {
    let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for id in shapes.iter().filter(|id| !renames.contains_key(*id) && is_type(id, ast)) {
        by_name.entry(id.name().to_ascii_lowercase()).or_default().push(id.as_str());
    }
    for ids in by_name.into_values().filter(|ids| ids.len() > 1) {
        let message =
            format!("has several types of one name: {}; all but the first get a number behind it", ids.join(", "));
        problems.push(Diagnostic::warning(message).at(&node.location()).hint(format!("{RENAME:?} tells them apart")));
    }
}
