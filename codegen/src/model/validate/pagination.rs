//! Checks `@paginated`: Smithy 2.0 § "paginated trait".

use std::collections::BTreeSet;

use super::super::diagnostics::Diagnostic;
use super::super::shapes::Member;
use super::super::traits::Paginated;
use super::{Diagnostics, Model, Shape, ShapeId, ShapeKind, UnvalidatedModel, diagnostic};

/// Completes the trait of operations with the properties of their service. If two services bind an operation, the first
/// one is used.
pub(super) fn inherit(model: &mut Model) {
    let services: Vec<(ShapeId, Paginated)> = model
        .shapes
        .values()
        .filter(|shape| matches!(shape.kind, ShapeKind::Service(_)))
        .filter_map(|shape| Some((shape.id.clone(), shape.traits.paginated.clone()?)))
        .collect();
    for (service, from) in services {
        for id in model.bound_operations(&service) {
            if let Some(own) = model.shapes.get_mut(&id).and_then(|shape| shape.traits.paginated.as_mut()) {
                own.input_token = own.input_token.take().or_else(|| from.input_token.clone());
                own.output_token = own.output_token.take().or_else(|| from.output_token.clone());
                own.items = own.items.take().or_else(|| from.items.clone());
                own.page_size = own.page_size.take().or_else(|| from.page_size.clone());
            }
        }
    }
}

/// Checks that the members exist and are of suitable types, and that the operation or its service names both tokens.
pub(super) fn check(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    let model = &unvalidated.model;
    let bound: BTreeSet<ShapeId> = model.services().flat_map(|(id, _)| model.bound_operations(id)).collect();
    for (shape, operation) in unvalidated.operations() {
        let Some(paginated) = &shape.traits.paginated else {
            continue;
        };
        let input = unvalidated.input(operation);
        let output = unvalidated.structure(operation.output.as_ref());
        let mut kind = |name, path: &Option<String>, members, side| match path {
            Some(path) if name == "inputToken" && path.contains('.') => {
                let message = format!("smithy.api#paginated has the {name} {path:?}, which is a path");
                let hint = "an input token is a member of the input itself; only what outputs hold may lie deeper";
                problems.push(diagnostic(shape, message).hint(hint.to_owned()));
                None
            }
            Some(path) => {
                let member = follow(unvalidated, shape, (name, path, side), members, problems)?;
                let message = || format!("smithy.api#paginated has the {name} {path:?}, which is required");
                match name {
                    "inputToken" if member.traits.required => {
                        let hint = "the first page has no token to start with".to_owned();
                        problems.push(diagnostic(shape, message()).hint(hint));
                    }
                    // An error in the specification, but a service of AWS has it. An empty token ends the listing too.
                    "outputToken" if member.traits.required => {
                        let hint = "the last page has no token to go on with".to_owned();
                        problems.push(Diagnostic::warning(message()).at(&shape.location).on(&shape.id).hint(hint));
                    }
                    _ => {}
                }
                model.shape(&member.target).map(|target| &target.kind)
            }
            None if name.ends_with("Token") && bound.contains(&shape.id) => {
                let message = format!("smithy.api#paginated names no {name}, and neither does the service");
                problems.push(diagnostic(shape, message));
                None
            }
            None => None,
        };
        let from = kind("inputToken", &paginated.input_token, input, "input");
        let size = kind("pageSize", &paginated.page_size, input, "input");
        let to = kind("outputToken", &paginated.output_token, output, "output");
        let items = kind("items", &paginated.items, output, "output");
        if let (Some(from), Some(to)) = (from, to)
            && !is_same_type(from, to)
        {
            let [from, to] = [from, to].map(ShapeKind::name);
            let message =
                format!("smithy.api#paginated has an inputToken of type {from}, and an outputToken of type {to}");
            let hint = "the token of an output is what the next input takes, so both are of one type";
            problems.push(diagnostic(shape, message).hint(hint.to_owned()));
        }
        let invalid_tokens = [("inputToken", from), ("outputToken", to)];
        let invalid =
            invalid_tokens.map(|(name, kind)| (name, kind.filter(|kind| !is_token(kind)), "a string or a map"));
        for (name, kind, expected) in
            invalid.into_iter().chain([("pageSize", size.filter(|kind| !is_size(kind)), "a number")])
        {
            if let Some(kind) = kind {
                let message = format!("smithy.api#paginated has the {name} of type {}", kind.name());
                problems.push(diagnostic(shape, message).hint(format!("{expected} is needed")));
            }
        }
        if let Some(items) = items
            && !matches!(items, ShapeKind::List(_) | ShapeKind::Map { .. })
        {
            let message = format!("smithy.api#paginated has items of type {}", items.name());
            problems.push(diagnostic(shape, message).hint("the items of a page are a list or a map".to_owned()));
        }
    }
}

/// Whether it can be a token. Numbers and structures are unusual, but some services use them.
fn is_token(kind: &ShapeKind) -> bool {
    !matches!(
        kind,
        ShapeKind::Blob
            | ShapeKind::Boolean
            | ShapeKind::Document
            | ShapeKind::List(_)
            | ShapeKind::Timestamp
            | ShapeKind::Union(_)
    )
}

/// Whether it can be a page size. Some services use strings of digits.
fn is_size(kind: &ShapeKind) -> bool {
    matches!(
        kind,
        ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::IntEnum(_)
            | ShapeKind::Long
            | ShapeKind::BigInteger
            | ShapeKind::Float
            | ShapeKind::Double
            | ShapeKind::BigDecimal
            | ShapeKind::String
    )
}

/// Whether both types have the same values. Enums are strings, and intEnums are integers.
fn is_same_type(one: &ShapeKind, other: &ShapeKind) -> bool {
    let base = |kind: &ShapeKind| match kind {
        ShapeKind::Enum(_) => ShapeKind::String.name(),
        ShapeKind::IntEnum(_) => ShapeKind::Integer.name(),
        kind => kind.name(),
    };
    base(one) == base(other)
}

fn follow<'m>(
    unvalidated: &'m UnvalidatedModel,
    shape: &Shape,
    (name, path, side): (&str, &str, &str),
    start: &'m [Member],
    problems: &mut Diagnostics,
) -> Option<&'m Member> {
    let mut members = start;
    let mut found = None;
    for part in path.split('.') {
        let Some(member) = members.iter().find(|member| member.name() == part) else {
            let message = format!("smithy.api#paginated has the {name} {path:?}, but the {side} has no such member");
            let hint = problems.did_you_mean(part, members.iter().map(Member::name));
            problems.push(diagnostic(shape, message).hint(hint));
            return None;
        };
        members = unvalidated.structure(Some(&member.target));
        found = Some(member);
    }
    found
}
