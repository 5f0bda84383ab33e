//! Checks that streams are members of inputs and outputs only: Smithy 2.0 § "Streaming".

use std::collections::BTreeMap;

use super::super::shapes::Member;
use super::super::specification::of_trait;
use super::{Diagnostics, Model, Shape, ShapeId, ShapeKind, diagnostic};

/// A reference to a structure.
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
    let containers: BTreeMap<&ShapeId, &Shape> = model
        .shapes
        .iter()
        .filter_map(|(id, shape)| Some((id, *shape.kind.members().find_map(|member| streams.get(&member.target))?)))
        .collect();
    for (id, uses) in uses(model, &containers) {
        if let (Some(shape), Some(stream)) = (model.shape(id), containers.get(id)) {
            check_uses(shape, stream, &uses, problems);
        }
    }
    for stream in streams.values() {
        check_events(model, stream, problems);
    }
    for shape in model.shapes.values() {
        for member in shape.kind.members() {
            let is_blob = |shape: &&&Shape| matches!(shape.kind, ShapeKind::Blob);
            let is_always_present = member.traits.required || member.traits.default.is_some();
            if streams.get(&member.target).filter(is_blob).is_some() && !is_always_present {
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

fn uses<'m>(model: &'m Model, containers: &BTreeMap<&ShapeId, &Shape>) -> BTreeMap<&'m ShapeId, Vec<Use<'m>>> {
    let mut uses: BTreeMap<&ShapeId, Vec<Use<'_>>> = BTreeMap::new();
    let mut add = |id: &'m ShapeId, reference: Use<'m>| {
        if containers.contains_key(id) {
            uses.entry(id).or_default().push(reference);
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

/// Smithy 2.0 § "streaming trait": only inputs and outputs may contain streams, because those are sent separately from
/// the rest of a message.
fn check_uses(shape: &Shape, stream: &Shape, uses: &[Use<'_>], problems: &mut Diagnostics) {
    for reference in uses {
        let problem = match reference {
            Use::Input(_) => continue,
            Use::Output(operation) if stream.traits.requires_length => {
                let message =
                    format!("contains a stream with smithy.api#requiresLength, but is the output of {}", operation.id);
                diagnostic(shape, message).hint("only the length of a stream that is sent can be known".to_owned())
            }
            Use::Output(_) => continue,
            Use::Error(_) => reference.problem(format!("has the error {}, which holds a stream", shape.id)),
            Use::Member(..) => reference
                .problem(format!("targets {}, which holds a stream", shape.id))
                .hint("only an input or an output can hold one".to_owned()),
        };
        problems.push(problem.see(of_trait(STREAMING)));
    }
}

fn check_events(model: &Model, stream: &Shape, problems: &mut Diagnostics) {
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
