//! Streams stand at the top of a message: Smithy 2.0 § "Streaming".

use std::collections::BTreeMap;

use super::super::shapes::Member;
use super::super::specification::of_trait;
use super::{Diagnostics, Model, Shape, ShapeId, ShapeKind, diagnostic};

/// A place that names a structure.
#[derive(Clone, Copy)]
enum Use<'m> {
    Input(&'m Shape),
    Output(&'m Shape),
    Error(&'m Shape),
    Member(&'m Shape, &'m Member),
}

impl Use<'_> {
    fn problem(self, message: String) -> super::Diagnostic {
        match self {
            Self::Input(shape) | Self::Output(shape) | Self::Error(shape) => diagnostic(shape, message),
            Self::Member(shape, member) => diagnostic(shape, message).at(&member.location).on(&member.id),
        }
    }
}

pub(super) fn check(model: &Model, problems: &mut Diagnostics) {
    let streams: BTreeMap<&ShapeId, &Shape> = model.shapes.iter().filter(|(_, shape)| shape.traits.streaming).collect();
    let holders: BTreeMap<&ShapeId, &Shape> = model
        .shapes
        .iter()
        .filter_map(|(id, shape)| Some((id, *shape.kind.members().find_map(|member| streams.get(&member.target))?)))
        .collect();
    for (id, uses) in uses(model, &holders) {
        if let (Some(shape), Some(stream)) = (model.shape(id), holders.get(id)) {
            holds_a_stream(shape, stream, &uses, problems);
        }
    }
    for stream in streams.values() {
        events_are_structures(model, stream, problems);
    }
    for shape in model.shapes.values() {
        for member in shape.kind.members() {
            let is_blob = |shape: &&&Shape| matches!(shape.kind, ShapeKind::Blob);
            let is_always_there = member.traits.required || member.traits.default.is_some();
            if streams.get(&member.target).filter(is_blob).is_some() && !is_always_there {
                let message = format!(
                    "targets {}, which is smithy.api#streaming, and therefore has to be required",
                    member.target
                );
                let problem = diagnostic(shape, message).at(&member.location).on(&member.id);
                problems.push(problem.hint("or have the smithy.api#default \"\"".to_owned()).see(of_trait(STREAMING)));
            }
        }
    }
}

const STREAMING: &str = "smithy.api#streaming";

fn uses<'m>(model: &'m Model, holders: &BTreeMap<&ShapeId, &Shape>) -> BTreeMap<&'m ShapeId, Vec<Use<'m>>> {
    let mut uses: BTreeMap<&ShapeId, Vec<Use<'_>>> = BTreeMap::new();
    let mut add = |id: &'m ShapeId, found: Use<'m>| {
        if holders.contains_key(id) {
            uses.entry(id).or_default().push(found);
        }
    };
    for shape in model.shapes.values() {
        match &shape.kind {
            ShapeKind::Operation(operation) => {
                operation.input.iter().for_each(|id| add(id, Use::Input(shape)));
                operation.output.iter().for_each(|id| add(id, Use::Output(shape)));
                operation.errors.iter().for_each(|id| add(id, Use::Error(shape)));
            }
            ShapeKind::Service(service) => service.errors.iter().for_each(|id| add(id, Use::Error(shape))),
            kind => kind.members().for_each(|member| add(&member.target, Use::Member(shape, member))),
        }
    }
    uses
}

/// Smithy 2.0 § "streaming trait": streams are read and written beside the rest of a message.
fn holds_a_stream(shape: &Shape, stream: &Shape, uses: &[Use<'_>], problems: &mut Diagnostics) {
    for found in uses {
        let problem = match found {
            Use::Input(_) => continue,
            Use::Output(operation) if stream.traits.requires_length => {
                let message = format!(
                    "holds a stream of which smithy.api#requiresLength wants the length beforehand, but is the output of {}",
                    operation.id
                );
                diagnostic(shape, message).hint("only the length of a stream that is sent can be known".to_owned())
            }
            Use::Output(_) => continue,
            Use::Error(_) => found.problem(format!("has the error {}, which holds a stream", shape.id)),
            Use::Member(..) => found
                .problem(format!("targets {}, which holds a stream", shape.id))
                .hint("only an input or an output can hold one".to_owned()),
        };
        problems.push(problem.see(of_trait(STREAMING)));
    }
}

fn events_are_structures(model: &Model, stream: &Shape, problems: &mut Diagnostics) {
    let ShapeKind::Union(members) = &stream.kind else {
        return;
    };
    let is_other = |member: &&Member| {
        model.shape(&member.target).is_some_and(|target| !matches!(target.kind, ShapeKind::Structure(_)))
    };
    let others: Vec<_> = members.iter().filter(is_other).map(Member::name).collect();
    if !others.is_empty() {
        let message = format!("is an event stream, and these of its members are no structures: {}", others.join(", "));
        problems.push(diagnostic(stream, message).see(of_trait(STREAMING)));
    }
}
