//! Merges several files into one model: equal definitions become one shape, and `apply` entries add traits.
//!
//! Smithy 2.0 § "Merging model files" and § "Trait conflict resolution", with one addition for overlays, which correct
//! a model without editing it: an applied `smithy.api#documentation` replaces that of the shape, and an applied
//! `smithy.api#paginated` is merged with that of the shape property by property. Two `apply` entries that contradict
//! each other are an error.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use super::ast::{Apply, Ast, AstMember, AstShape, AstTrait, AstTraits, is_same_json};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::parse::Parsed;
use super::shape_id::ShapeId;
use super::source::Location;
use super::trait_table::{DOCUMENTATION, PAGINATED};

/// Merges files. The first is the prelude. Other definitions of its shapes are ignored without comparing them, because
/// files that contain a copy of the prelude differ from it in traits that are not read.
pub(super) fn merge<'a>(files: Vec<Parsed<'a>>, problems: &mut Diagnostics) -> Ast<'a> {
    let mut ast = Ast::default();
    let mut applies = Vec::new();
    for (i, file) in files.into_iter().enumerate() {
        ast.broken.extend(file.broken);
        applies.extend(file.applies);
        ast.closures.extend(file.closures);
        for shape in file.shapes {
            let copy_of_prelude = i > 0 && shape.id.namespace() == "smithy.api" && ast.shapes.contains_key(&shape.id);
            if !copy_of_prelude {
                define(shape, &mut ast, problems);
            }
        }
        for (metadata, location) in file.metadata {
            merge_metadata(&mut ast.metadata, metadata, &location, problems);
        }
    }
    // Grouped by shape, so that its members are indexed once and not for each entry.
    let mut by_shape: BTreeMap<ShapeId, Vec<Apply<'_>>> = BTreeMap::new();
    for entry in applies {
        ast.applied.push((entry.target.clone(), entry.body));
        by_shape.entry(entry.target.without_member()).or_default().push(entry);
    }
    for (owner, entries) in by_shape {
        apply(&owner, entries, &mut ast, problems);
    }
    ast
}

fn define<'a>(shape: AstShape<'a>, ast: &mut Ast<'a>, problems: &mut Diagnostics) {
    match ast.shapes.get(&shape.id) {
        None => {
            ast.shapes.insert(shape.id.clone(), shape);
        }
        Some(first) if is_same_json(first.body, shape.body) => {}
        Some(first) => {
            problems.push(
                Diagnostic::new(format!("is defined at {} already, and differently", first.location))
                    .at(&shape.location)
                    .on(&shape.id)
                    .hint("traits are added with \"type\": \"apply\"".to_owned()),
            );
        }
    }
}

fn apply<'a>(owner: &ShapeId, entries: Vec<Apply<'a>>, ast: &mut Ast<'a>, problems: &mut Diagnostics) {
    let Some(shape) = ast.shapes.get_mut(owner) else {
        for entry in entries.into_iter().filter(|_| !ast.broken.contains(owner)) {
            let hint = stale_entry_hint(problems.did_you_mean(owner.as_str(), ast.shapes.keys().map(ShapeId::as_str)));
            problems.push(
                Diagnostic::new(format!("traits are applied to {owner}, which is not defined"))
                    .at(&entry.location)
                    .on(&entry.target)
                    .hint(hint),
            );
        }
        return;
    };
    let mut known: BTreeMap<String, usize> =
        shape.members.iter().enumerate().map(|(i, member)| (member.name.clone(), i)).collect();
    for entry in entries {
        let onto = match entry.target.member() {
            None => &mut shape.traits,
            Some(name) => match known.get(name).and_then(|i| shape.members.get_mut(*i)) {
                Some(member) => &mut member.traits,
                None => {
                    // The member may come from a mixin. If it does not, `mixins` reports it.
                    known.insert(name.to_owned(), shape.members.len());
                    let (traits, location) = (entry.traits, entry.location);
                    shape.members.push(AstMember { name: name.to_owned(), target: None, traits, location });
                    continue;
                }
            },
        };
        add_traits(onto, entry.traits, &entry.target, problems);
    }
}

/// Returns the hint for an `apply` entry whose target does not exist: new versions of models remove and rename shapes.
pub(super) fn stale_entry_hint(similar: Option<String>) -> String {
    match similar {
        Some(similar) => format!("{similar} If the model has dropped it, remove this entry"),
        None => "the model may have renamed or dropped it: apply the entry to the new name, or remove it".to_owned(),
    }
}

fn add_traits<'a>(onto: &mut AstTraits<'a>, more: AstTraits<'a>, target: &ShapeId, problems: &mut Diagnostics) {
    for (id, new) in more {
        let Some(old) = onto.get_mut(&id) else {
            onto.insert(id, new);
            continue;
        };
        match resolve(&id, old, &new) {
            Some(value) => *old = AstTrait { value, ..new },
            None => problems.push(
                Diagnostic::new(format!("{id} is applied, but has another value at {}", old.location))
                    .at(&new.location)
                    .on(target)
                    .hint("remove one of the two".to_owned()),
            ),
        }
    }
}

/// Returns the value of a trait that is applied twice; `None` if the two values conflict.
fn resolve<'a>(id: &str, old: &AstTrait<'a>, new: &AstTrait<'a>) -> Option<Cow<'a, RawValue>> {
    if is_same_json(&old.value, &new.value) || (id == DOCUMENTATION && !old.applied) {
        return Some(new.value.clone());
    }
    let merged = match (value(&old.value)?, value(&new.value)?) {
        (Value::Array(mut all), Value::Array(more)) => {
            all.extend(more);
            Value::Array(all)
        }
        (Value::Object(mut all), Value::Object(more)) if id == PAGINATED => {
            let contradicts = |(key, value): (&String, &Value)| all.get(key).is_some_and(|old| old != value);
            if old.applied && more.iter().any(contradicts) {
                return None;
            }
            all.extend(more);
            Value::Object(all)
        }
        _ => return None,
    };
    to_raw_value(&merged).ok().map(Cow::Owned)
}

fn value(raw: &RawValue) -> Option<Value> {
    serde_json::from_str(raw.get()).ok()
}

fn merge_metadata(
    onto: &mut Map<String, Value>,
    more: Map<String, Value>,
    location: &Location,
    problems: &mut Diagnostics,
) {
    for (key, new) in more {
        match (onto.get_mut(&key), new) {
            (None, new) => {
                onto.insert(key, new);
            }
            (Some(old), new) if *old == new => {}
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new),
            _ => problems.push(
                Diagnostic::new(format!("the metadata {key:?} has another value in an earlier file"))
                    .at(location)
                    .hint("lists are joined, all other values have to be equal".to_owned()),
            ),
        }
    }
}
