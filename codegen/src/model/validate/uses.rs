//! Checks how shapes are used: Smithy 2.0 § "input trait", § "uniqueItems trait".

use std::collections::{BTreeMap, BTreeSet};

use super::super::specification::of_trait;
use super::{Diagnostics, Model, Shape, ShapeId, ShapeKind, diagnostic};

const INPUT: &str = "smithy.api#input";

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    inputs(model, problems);
    unique_items(model, problems);
    for shape in model.shapes.values().filter(|shape| shape.traits.input) {
        for member in shape.kind.members().filter(|member| member.traits.http_response_code) {
            let message = "has smithy.api#httpResponseCode, but an input is no response".to_owned();
            let problem = diagnostic(shape, message).at(&member.location).on(&member.id);
            problems.push(problem.see(of_trait("smithy.api#httpResponseCode")));
        }
    }
}

/// Checks that a structure with `@input` is the input of one operation and is not used otherwise, because the trait
/// makes its members optional. Smithy requires the same of `@output`, but the official model of EC2 violates it, and
/// nothing depends on it here.
fn inputs(model: &Model, problems: &mut Diagnostics) {
    // The operations that use a shape as input, and all other users.
    let mut uses: BTreeMap<&ShapeId, [Vec<&ShapeId>; 2]> = BTreeMap::new();
    for shape in model.shapes.values() {
        if let ShapeKind::Operation(operation) = &shape.kind {
            operation.input.iter().for_each(|id| uses.entry(id).or_default()[0].push(&shape.id));
            operation.output.iter().for_each(|id| uses.entry(id).or_default()[1].push(&shape.id));
        }
        for member in shape.kind.members() {
            uses.entry(&member.target).or_default()[1].push(&member.id);
        }
    }
    for shape in model.shapes.values().filter(|shape| shape.traits.input) {
        let Some([operations, others]) = uses.get(&shape.id) else { continue };
        let names = |users: &[&ShapeId]| users.iter().map(|user| user.as_str()).collect::<Vec<_>>().join(", ");
        let mut report = |message: String| problems.push(diagnostic(shape, message).see(of_trait(INPUT)));
        if operations.len() > 1 {
            report(format!("is marked {INPUT}, which one operation can have, and is that of {}", names(operations)));
        }
        if !others.is_empty() {
            report(format!("is marked {INPUT}, and therefore cannot be anything else, as it is for {}", names(others)));
        }
    }
}

/// Checks that items of `@uniqueItems` lists do not contain floats or documents, whose equality is not well defined.
fn unique_items(model: &Model, problems: &mut Diagnostics) {
    let lacks_equality =
        |shape: &&Shape| matches!(shape.kind, ShapeKind::Float | ShapeKind::Double | ShapeKind::Document);
    let mut containers: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
    for shape in model.shapes.values() {
        shape.kind.members().for_each(|member| containers.entry(&member.target).or_default().push(&shape.id));
    }
    let mut queue: Vec<&ShapeId> = model.shapes.values().filter(lacks_equality).map(|shape| &shape.id).collect();
    let mut without_equality: BTreeSet<&ShapeId> = BTreeSet::new();
    while let Some(id) = queue.pop() {
        if without_equality.insert(id) {
            queue.extend(containers.get(id).into_iter().flatten());
        }
    }
    for shape in model.shapes.values().filter(|shape| shape.traits.unique_items && without_equality.contains(&shape.id))
    {
        let message = "has smithy.api#uniqueItems, but its items hold floats, doubles or documents".to_owned();
        problems.push(diagnostic(shape, message).see(of_trait("smithy.api#uniqueItems")));
    }
}
