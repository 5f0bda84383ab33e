//! Checks `aws.protocols#httpChecksum`: Smithy 2.0 § "httpChecksum trait".

use super::super::shapes::{EnumValue, Member};
use super::{Diagnostics, Shape, ShapeKind, UnvalidatedModel, diagnostic};

/// Checks that the trait says something, and that its members are enums of the input.
pub(super) fn check(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    for (shape, operation) in unvalidated.operations() {
        let Some(checksum) = &shape.traits.http_checksum else { continue };
        let input = unvalidated.input(operation);
        let (algorithm, mode) = (&checksum.request_algorithm_member, &checksum.request_validation_mode_member);
        if let Some(name) = algorithm {
            check_member(unvalidated, shape, ("requestAlgorithmMember", name, None), input, problems);
        }
        if let Some(name) = mode {
            check_member(unvalidated, shape, ("requestValidationModeMember", name, Some("ENABLED")), input, problems);
        }
        if mode.is_some() == checksum.response_algorithms.is_empty() {
            let message =
                "aws.protocols#httpChecksum has only one of requestValidationModeMember and responseAlgorithms";
            let hint = "a response is checked if the member asks for it, and with one of the algorithms";
            problems.push(diagnostic(shape, message.to_owned()).hint(hint.to_owned()));
        } else if algorithm.is_none() && mode.is_none() && !checksum.request_checksum_required {
            let message = "aws.protocols#httpChecksum says nothing about requests and responses";
            let hint = "it has requestAlgorithmMember, \"requestChecksumRequired\": true, or requestValidationModeMember \
                with responseAlgorithms";
            problems.push(diagnostic(shape, message.to_owned()).hint(hint.to_owned()));
        }
    }
}

/// Checks that the input has this member, and that it is an enum, of which `value` is one.
fn check_member(
    unvalidated: &UnvalidatedModel,
    shape: &Shape,
    (property, name, value): (&str, &str, Option<&str>),
    input: &[Member],
    problems: &mut Diagnostics,
) {
    let Some(member) = input.iter().find(|member| member.name() == name) else {
        let message =
            format!("aws.protocols#httpChecksum has the {property} {name:?}, but the input has no such member");
        let hint = problems.did_you_mean(name, input.iter().map(Member::name));
        problems.push(diagnostic(shape, message).hint(hint));
        return;
    };
    // A missing target is reported elsewhere.
    let Some(target) = unvalidated.model.shape(&member.target) else { return };
    let ShapeKind::Enum(values) = &target.kind else {
        let kind = target.kind.name();
        let message = format!("aws.protocols#httpChecksum has the {property} {name:?}, which is of type {kind}");
        let hint = "an enum is needed, whose values are what it can ask for";
        problems.push(diagnostic(shape, message).hint(hint.to_owned()));
        return;
    };
    if let Some(value) = value.filter(|value| !values.iter().any(|each: &EnumValue| each.value == *value)) {
        let message =
            format!("aws.protocols#httpChecksum has the {property} {name:?}, whose enum has no value {value:?}");
        problems.push(diagnostic(shape, message));
    }
}
