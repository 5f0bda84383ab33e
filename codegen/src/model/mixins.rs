//! Flattens mixins: Smithy 2.0 § "Mixins".

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::ast::{Ast, AstKind, AstMember, AstShape};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::merge::stale_entry_hint;
use super::shape_id::ShapeId;
use super::trait_table::{self, MIXIN};

/// Copies the members and traits of mixins into the shapes that use them. The mixins remain in the `ast` and keep their
/// `@mixin` trait.
pub(super) fn flatten(ast: &mut Ast<'_>, problems: &mut Diagnostics) {
    for id in topological_order(ast, problems) {
        // Removed, so that it can be changed while its mixins are borrowed.
        let Some(mut shape) = ast.shapes.remove(&id) else {
            continue;
        };
        let before = problems.len();
        mix_in(&mut shape, ast, problems);
        // A shape that uses a broken mixin may lack members of it.
        if problems.len() > before || shape.mixins.iter().any(|mixin| ast.broken.contains(mixin)) {
            ast.broken.insert(id.clone());
        }
        ast.shapes.insert(id, shape);
    }
    for shape in ast.shapes.values_mut() {
        if ast.broken.contains(&shape.id) {
            shape.members.retain(|member| member.target.is_some());
            continue;
        }
        reject_unknown_members(shape, problems);
    }
}

/// Returns the shapes that use mixins, each after the mixins it uses. A cycle is reported once, and its shapes are
/// omitted.
fn topological_order(ast: &mut Ast<'_>, problems: &mut Diagnostics) -> Vec<ShapeId> {
    let uses: BTreeMap<ShapeId, Vec<ShapeId>> = ast
        .shapes
        .values()
        .filter(|shape| !shape.mixins.is_empty())
        .map(|shape| (shape.id.clone(), shape.mixins.clone()))
        .collect();
    let mut order = Vec::new();
    let mut done: BTreeSet<&ShapeId> = BTreeSet::new();
    for start in uses.keys() {
        // The path from `start` down, each shape with the number of its mixins already visited.
        let mut path: Vec<(&ShapeId, usize)> = vec![(start, 0)];
        let mut on_path: BTreeSet<&ShapeId> = BTreeSet::from([start]);
        while let Some((id, visited)) = path.last_mut() {
            let id = *id;
            let next = if done.contains(id) { None } else { uses.get(id).and_then(|mixins| mixins.get(*visited)) };
            *visited += 1;
            match next {
                Some(mixin) if on_path.contains(mixin) => {
                    let cycle = path.iter().map(|(id, _)| *id).skip_while(|id| *id != mixin).chain([mixin]);
                    let cycle: Vec<_> = cycle.map(ShapeId::as_str).collect();
                    let location = ast.shapes.get(mixin).map(|shape| shape.location.clone());
                    let mut problem = Diagnostic::new(format!("mixes in itself: {}", cycle.join(" -> "))).on(mixin);
                    problem.location = location;
                    problems.push(problem);
                    ast.broken.extend(path.iter().map(|(id, _)| (*id).clone()));
                }
                Some(mixin) => {
                    on_path.insert(mixin);
                    path.push((mixin, 0));
                }
                None => {
                    if done.insert(id) && uses.contains_key(id) {
                        order.push(id.clone());
                    }
                    on_path.remove(id);
                    path.pop();
                }
            }
        }
    }
    order.retain(|id| !ast.broken.contains(id));
    order
}

fn mix_in<'a>(shape: &mut AstShape<'a>, ast: &Ast<'a>, problems: &mut Diagnostics) {
    let own_members = std::mem::take(&mut shape.members);
    let own_traits = std::mem::take(&mut shape.traits);
    for id in shape.mixins.clone() {
        let Some(mixin) = ast.shapes.get(&id) else {
            if !ast.broken.contains(&id) {
                // The names of other shapes are replaced by empty ones, so that they count towards the limit of
                // comparisons.
                let is_mixin = |shape: &AstShape<'_>| shape.traits.contains_key(MIXIN);
                let names = ast.shapes.values().map(|shape| if is_mixin(shape) { shape.id.as_str() } else { "" });
                let hint = problems.did_you_mean(id.as_str(), names);
                let problem = Diagnostic::new(format!("mixes in {id}, which is not defined")).hint(hint);
                problems.push(problem.at(&shape.location).on(&shape.id));
            }
            continue;
        };
        if !mixin.traits.contains_key(MIXIN) {
            let problem = Diagnostic::new(format!("mixes in {id}, which has no {MIXIN} trait"));
            problems.push(problem.at(&shape.location).on(&shape.id));
            continue;
        }
        if let AstKind::Operation(operation) = &mixin.kind
            && (operation.input.is_some() || operation.output.is_some())
        {
            let problem = Diagnostic::new(format!("mixes in {id}, an operation that has an input or an output"));
            let problem = problem.hint("a mixin of operations can have errors and traits only".to_owned());
            problems.push(problem.at(&shape.location).on(&shape.id));
            continue;
        }
        if !inherit_kind(&mut shape.kind, &mixin.kind) {
            let problem = Diagnostic::new(format!("mixes in {id}, which is of another type"));
            let problem = problem.hint("a shape and its mixins have the same type".to_owned());
            problems.push(problem.at(&shape.location).on(&shape.id));
            continue;
        }
        add_members(shape, mixin.members.clone(), problems);
        let local = local_traits(mixin, problems);
        let inherited = mixin.traits.iter().filter(|(id, _)| !local.contains(&***id));
        shape.traits.extend(inherited.map(|(id, value)| (id.clone(), value.clone())));
    }
    add_members(shape, own_members, problems);
    shape.traits.extend(own_traits);
}

/// Adds members in order. A member that exists already gets the additional traits; its target cannot change.
fn add_members<'a>(shape: &mut AstShape<'a>, members: Vec<AstMember<'a>>, problems: &mut Diagnostics) {
    // An index by name, because a structure can have thousands of members.
    let mut known: BTreeMap<String, usize> =
        shape.members.iter().enumerate().map(|(i, m)| (m.name.clone(), i)).collect();
    for member in members {
        let Some(existing) = known.get(&member.name).and_then(|i| shape.members.get_mut(*i)) else {
            known.insert(member.name.clone(), shape.members.len());
            shape.members.push(member);
            continue;
        };
        if let (Some(target), Some(existing_target)) = (&member.target, &existing.target)
            && target != existing_target
        {
            let problem = Diagnostic::new(format!("targets {target}, but in a mixin it targets {existing_target}"));
            problems.push(problem.at(&member.location).on(&shape.id.with_member(&member.name)));
            continue;
        }
        existing.traits.extend(member.traits);
    }
}

/// Merges the properties of services, resources and operations. The shape's own value overrides that of the mixin if
/// there can be only one. Returns `false` if the two shapes are of different types.
fn inherit_kind(own: &mut AstKind, mixin: &AstKind) -> bool {
    match (own, mixin) {
        (AstKind::Service(own), AstKind::Service(mixin)) => {
            if own.version.is_empty() {
                own.version.clone_from(&mixin.version);
            }
            inherit_list(&mut own.operations, &mixin.operations);
            inherit_list(&mut own.resources, &mixin.resources);
            inherit_list(&mut own.errors, &mixin.errors);
            for (id, name) in &mixin.rename {
                own.rename.entry(id.clone()).or_insert_with(|| name.clone());
            }
        }
        (AstKind::Resource(own), AstKind::Resource(mixin)) => {
            for (name, id) in &mixin.identifiers {
                own.identifiers.entry(name.clone()).or_insert_with(|| id.clone());
            }
            inherit_one(&mut own.create, &mixin.create);
            inherit_one(&mut own.put, &mixin.put);
            inherit_one(&mut own.read, &mixin.read);
            inherit_one(&mut own.update, &mixin.update);
            inherit_one(&mut own.delete, &mixin.delete);
            inherit_one(&mut own.list, &mixin.list);
            inherit_list(&mut own.operations, &mixin.operations);
            inherit_list(&mut own.collection_operations, &mixin.collection_operations);
            inherit_list(&mut own.resources, &mixin.resources);
        }
        (AstKind::Operation(own), AstKind::Operation(mixin)) => {
            inherit_list(&mut own.errors, &mixin.errors);
        }
        (own, mixin) => return own.name() == mixin.name(),
    }
    true
}

fn inherit_one(own: &mut Option<ShapeId>, mixin: &Option<ShapeId>) {
    if own.is_none() {
        own.clone_from(mixin);
    }
}

fn inherit_list(own: &mut Vec<ShapeId>, mixin: &[ShapeId]) {
    own.extend(mixin.iter().cloned());
    let mut seen = BTreeSet::new();
    own.retain(|id| seen.insert(id.clone()));
}

/// Returns the traits that shapes do not inherit from the mixin: `localTraits` and `@mixin` itself.
pub(super) fn local_traits(mixin: &AstShape<'_>, problems: &mut Diagnostics) -> BTreeSet<String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Mixin {
        #[serde(default)]
        local_traits: Vec<String>,
    }
    let mut local = BTreeSet::from([MIXIN.to_owned()]);
    if let Some(value) = mixin.traits.get(MIXIN) {
        match serde_json::from_str::<Mixin>(value.value.get()) {
            Ok(mixin) => local.extend(mixin.local_traits),
            Err(_) => {
                let message =
                    trait_table::invalid_value(MIXIN, "{} or an object with the list `localTraits`", &value.value);
                problems.push(Diagnostic::new(message).at(&value.location).on(&mixin.id));
            }
        }
    }
    local
}

/// Reports traits that are applied to members that neither the shape nor its mixins define.
fn reject_unknown_members(shape: &mut AstShape<'_>, problems: &mut Diagnostics) {
    let names: Vec<String> = shape.members.iter().filter(|m| m.target.is_some()).map(|m| m.name.clone()).collect();
    let (known, unknown) = std::mem::take(&mut shape.members).into_iter().partition(|m| m.target.is_some());
    shape.members = known;
    let unknown: Vec<AstMember<'_>> = unknown;
    for member in unknown {
        let hint = stale_entry_hint(problems.did_you_mean(&member.name, names.iter().map(String::as_str)));
        let message = format!("traits are applied to the member {}, which {} does not have", member.name, shape.id);
        let problem = Diagnostic::new(message).at(&member.location).on(&shape.id.with_member(&member.name));
        problems.push(problem.hint(hint));
    }
}
