//! Plans test cases from the protocol tests of a model. Smithy: "HTTP protocol compliance tests".
use super::{Case, CaseKind, EndpointCase, Operation, names, target::Target};
use crate::model::{Shape, ShapeId};
use serde_json::Value;
use std::collections::BTreeSet;

const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";
const ENDPOINTS: &str = "smithy.rules#endpointTests";

/// Returns the test cases for clients in the generated protocol: those of operations, then those of errors.
pub(super) fn plan(target: &Target<'_>, operations: &[Operation]) -> Vec<Case> {
    let mut cases = Vec::new();
    for ((shape, _), operation) in target.operations.iter().zip(operations) {
        cases.extend(of_shape(target, shape, REQUESTS, CaseKind::Request, operation));
        cases.extend(of_shape(target, shape, RESPONSES, CaseKind::Response, operation));
    }
    for error in target.shapes.iter().filter_map(|id| target.model.shape(id)) {
        // All operations parse an error in the same way, so that one of those that declare it is enough.
        if let Some(operation) = operation_with_error(target, operations, &error.id) {
            cases.extend(of_shape(target, error, RESPONSES, CaseKind::Error, operation));
        }
    }
    let idents =
        names::unique_names(cases.iter().map(|case| case.ident.clone()), &BTreeSet::from(["cases".to_owned()]));
    cases.iter_mut().zip(idents).for_each(|(case, ident)| case.ident = ident);
    cases
}

/// Returns the tests of the endpoint rule set. Inputs of operations that are not generated are omitted.
pub(super) fn endpoints(target: &Target<'_>, operations: &[Operation]) -> Vec<EndpointCase> {
    let tests = target.service.traits.other.get(ENDPOINTS).and_then(|tests| tests.get("testCases"));
    let tests = tests.and_then(Value::as_array).into_iter().flatten().enumerate();
    let case = |(index, json): (usize, &Value)| {
        let inputs = json.get("operationInputs").and_then(Value::as_array).into_iter().flatten().enumerate();
        let operations = inputs.filter_map(|(row, input)| {
            let name = input.get("operationName").and_then(Value::as_str)?;
            let operation = operations.iter().find(|operation| operation.shape.name() == name)?;
            Some((row, operation.input.ident.clone()))
        });
        let id = format!("endpoint-{}", index + 1);
        let ident = names::case_name(&id, "case");
        Some(EndpointCase {
            ident,
            id,
            operations: operations.collect(),
            json: serde_json::to_string_pretty(json).ok()?,
        })
    };
    tests.filter_map(case).collect()
}

fn operation_with_error<'a>(
    target: &Target<'_>,
    operations: &'a [Operation],
    error: &ShapeId,
) -> Option<&'a Operation> {
    target.model.shape(error)?.traits.error?;
    let index = target.operations.iter().position(|(_, operation)| target.errors(operation).any(|id| id == error));
    operations.get(index?)
}

fn of_shape(
    target: &Target<'_>,
    shape: &Shape,
    name: &str,
    kind: CaseKind,
    operation: &Operation,
) -> impl Iterator<Item = Case> {
    let found = ShapeId::parse(name).ok().and_then(|id| shape.traits.other.get(&id)).and_then(Value::as_array);
    // A crate speaks the first protocol without a client.
    let protocol = target.protocols.first().map(|protocol| protocol.trait_id());
    let is_for_clients = move |case: &&Value| {
        case.get("protocol").and_then(Value::as_str) == protocol
            && case.get("appliesTo").and_then(Value::as_str) != Some("server")
    };
    found.into_iter().flatten().filter(is_for_clients).filter_map(move |json| {
        let id = json.get("id").and_then(Value::as_str)?;
        Some(Case {
            ident: names::case_name(id, kind.name()),
            id: id.to_owned(),
            kind,
            shape: shape.id.clone(),
            operation: operation.input.ident.clone(),
            json: serde_json::to_string_pretty(json).ok()?,
        })
    })
}

impl CaseKind {
    fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Error => "error",
        }
    }
}
