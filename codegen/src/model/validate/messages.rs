//! Checks HTTP bindings across members and operations: payloads, equivalent URIs, and requirements of protocols.

use std::collections::{BTreeMap, BTreeSet};

use super::super::shapes::Member;
use super::super::specification::of_trait;
use super::super::traits::{Protocol, Traits};
use super::super::uri::{Segment, UriPattern};
use super::{Diagnostics, Model, Shape, ShapeId, ShapeKind, UnvalidatedModel, diagnostic};

pub(super) fn check(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    let model = &unvalidated.model;
    payloads(unvalidated, problems);
    for (service, _) in model.services() {
        // Bound shapes of other types are reported by `targets`.
        let is_operation = |shape: &&Shape| matches!(shape.kind, ShapeKind::Operation(_));
        let bound = model.bound_operations(service);
        let operations: Vec<&Shape> = bound.iter().filter_map(|id| model.shape(id)).filter(is_operation).collect();
        check_unique_uris(&operations, problems);
        if let Some(service) = model.shape(service) {
            let valid: Vec<&Shape> =
                operations.into_iter().filter(|operation| !unvalidated.broken.contains(&operation.id)).collect();
            protocols(model, service, &valid, problems);
        }
    }
}

/// Checks that in a structure with `@httpPayload`, all other members are bound outside of the body.
fn payloads(unvalidated: &UnvalidatedModel, problems: &mut Diagnostics) {
    let model = &unvalidated.model;
    let mut requests: BTreeSet<&ShapeId> = BTreeSet::new();
    let mut responses: BTreeSet<&ShapeId> = BTreeSet::new();
    for (_, operation) in unvalidated.operations().filter(|(shape, _)| shape.traits.http.is_some()) {
        requests.extend(&operation.input);
        responses.extend(&operation.output);
    }
    responses.extend(model.shapes.iter().filter(|(_, shape)| shape.traits.error.is_some()).map(|(id, _)| id));
    let in_request = |traits: &Traits| {
        in_payload_or_headers(traits) || traits.http_label || traits.http_query.is_some() || traits.http_query_params
    };
    let in_response = |traits: &Traits| in_payload_or_headers(traits) || traits.http_response_code;
    for id in requests {
        payload(model, id, &in_request, problems);
    }
    for id in responses {
        payload(model, id, &in_response, problems);
    }
}

fn in_payload_or_headers(traits: &Traits) -> bool {
    traits.http_payload || traits.http_header.is_some() || traits.http_prefix_headers.is_some()
}

fn payload(model: &Model, id: &ShapeId, is_bound: &dyn Fn(&Traits) -> bool, problems: &mut Diagnostics) {
    let Some(shape @ Shape { kind: ShapeKind::Structure(members), .. }) = model.shape(id) else {
        return;
    };
    let Some(payload) = members.iter().find(|member| member.traits.http_payload) else {
        return;
    };
    let unbound: Vec<_> = members.iter().filter(|member| !is_bound(&member.traits)).map(Member::name).collect();
    if !unbound.is_empty() {
        let message = format!(
            "has the smithy.api#httpPayload {}, which is the whole body, so that these members have no place: {}",
            payload.name(),
            unbound.join(", ")
        );
        problems.push(diagnostic(shape, message).see(of_trait("smithy.api#httpPayload")));
    }
}

/// Checks that no two operations have the same method, host prefix and equivalent URIs: a service could not route
/// requests.
fn check_unique_uris(operations: &[&Shape], problems: &mut Diagnostics) {
    let mut by_route: BTreeMap<String, Vec<&Shape>> = BTreeMap::new();
    for shape in operations {
        if let Some(http) = &shape.traits.http
            && let Ok(uri) = UriPattern::parse(&http.uri)
        {
            let host = shape.traits.endpoint.as_ref().map(|endpoint| without_label_names(&endpoint.host_prefix));
            let key = format!("{} {host:?} {}", http.method, normalized(&uri));
            by_route.entry(key).or_default().push(shape);
        }
    }
    for group in by_route.into_values().filter(|group| group.len() > 1) {
        for shape in &group {
            let others = group.iter().filter(|other| other.id != shape.id).map(|other| other.id.to_string());
            let others: Vec<_> = others.collect();
            let message = format!("has a URI that is equivalent to that of {}", others.join(", "));
            problems.push(diagnostic(shape, message).see(of_trait("smithy.api#http")));
        }
    }
}

/// Returns a form that equivalent patterns have in common: labels without names, and sorted query literals.
fn normalized(uri: &UriPattern) -> String {
    let segment = |segment: &Segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Label(_) => "{}".to_owned(),
        Segment::Greedy(_) => "{+}".to_owned(),
    };
    let path: Vec<_> = uri.segments.iter().map(segment).collect();
    let mut query: Vec<_> =
        uri.query.iter().map(|(name, value)| (name, value.as_deref().unwrap_or_default())).collect();
    query.sort_unstable();
    format!("/{}?{query:?}", path.join("/"))
}

fn without_label_names(prefix: &str) -> String {
    let mut parts = prefix.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "{}" + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// Checks what the protocols of a service require of its operations.
fn protocols(model: &Model, service: &Shape, operations: &[&Shape], problems: &mut Diagnostics) {
    let first_of =
        |candidates: &[Protocol]| service.traits.protocols.iter().find(|protocol| candidates.contains(protocol));
    if let Some(protocol) = first_of(&[Protocol::RestJson1, Protocol::RestXml]) {
        for operation in operations.iter().filter(|operation| operation.traits.http.is_none()) {
            let message = format!("has no smithy.api#http, which {} needs for {}", protocol.trait_id(), service.id);
            problems.push(diagnostic(operation, message).see(of_trait("smithy.api#http")));
        }
        stream_payloads(model, service, operations, problems);
    }
    if let Some(protocol) = first_of(&[Protocol::RestXml, Protocol::AwsQuery, Protocol::Ec2Query, Protocol::RpcV2Cbor])
    {
        let closure = model.closure(&service.id, &[]);
        let documents = closure.into_iter().flat_map(|closure| closure.shapes).filter_map(|id| model.shape(&id));
        if let Some(user) = documents.filter(|shape| !matches!(shape.kind, ShapeKind::Document)).find_map(|shape| {
            shape.kind.members().find(|member| {
                model.shape(&member.target).is_some_and(|target| matches!(target.kind, ShapeKind::Document))
            })
        }) {
            let message = format!("speaks {}, which has no documents, but {} is one", protocol.trait_id(), user.id);
            problems.push(diagnostic(service, message));
        }
    }
}

/// With HTTP bindings, a stream has to be the payload.
fn stream_payloads(model: &Model, service: &Shape, operations: &[&Shape], problems: &mut Diagnostics) {
    let mut reported = BTreeSet::new();
    for shape in operations {
        let ShapeKind::Operation(operation) = &shape.kind else { continue };
        for structure in operation.input.iter().chain(&operation.output).filter_map(|id| model.shape(id)) {
            for member in structure.kind.members().filter(|member| !member.traits.http_payload) {
                let is_stream = model.shape(&member.target).is_some_and(|target| target.traits.streaming);
                if is_stream && reported.insert(&member.id) {
                    let message =
                        format!("targets a stream, and therefore has to be smithy.api#httpPayload in {}", service.id);
                    let problem = diagnostic(structure, message).at(&member.location).on(&member.id);
                    problems.push(problem.see(of_trait("smithy.api#httpPayload")));
                }
            }
        }
    }
}
