//! What goes into an HTTP message: each member one place, each operation its own URI.

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
        // What is bound as an operation and is none is told elsewhere.
        let is_operation = |shape: &&Shape| matches!(shape.kind, ShapeKind::Operation(_));
        let bound = model.bound_operations(service);
        let operations: Vec<&Shape> = bound.iter().filter_map(|id| model.shape(id)).filter(is_operation).collect();
        distinct_uris(&operations, problems);
        if let Some(service) = model.shape(service) {
            let sound: Vec<&Shape> =
                operations.into_iter().filter(|operation| !unvalidated.broken.contains(&operation.id)).collect();
            protocols(model, service, &sound, problems);
        }
    }
}

/// Beside the payload, every member has a place outside of the body.
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
        in_head(traits) || traits.http_label || traits.http_query.is_some() || traits.http_query_params
    };
    let in_response = |traits: &Traits| in_head(traits) || traits.http_response_code;
    for id in requests {
        payload(model, id, &in_request, problems);
    }
    for id in responses {
        payload(model, id, &in_response, problems);
    }
}

fn in_head(traits: &Traits) -> bool {
    traits.http_payload || traits.http_header.is_some() || traits.http_prefix_headers.is_some()
}

fn payload(model: &Model, id: &ShapeId, is_bound: &dyn Fn(&Traits) -> bool, problems: &mut Diagnostics) {
    let Some(shape @ Shape { kind: ShapeKind::Structure(members), .. }) = model.shape(id) else {
        return;
    };
    let Some(payload) = members.iter().find(|member| member.traits.http_payload) else {
        return;
    };
    let free: Vec<_> = members.iter().filter(|member| !is_bound(&member.traits)).map(Member::name).collect();
    if !free.is_empty() {
        let message = format!(
            "has the smithy.api#httpPayload {}, which is the whole body, so that these members have no place: {}",
            payload.name(),
            free.join(", ")
        );
        problems.push(diagnostic(shape, message).see(of_trait("smithy.api#httpPayload")));
    }
}

/// Two operations with the same method and equivalent URIs could not be told apart, unless their hosts differ.
fn distinct_uris(operations: &[&Shape], problems: &mut Diagnostics) {
    let mut seen: BTreeMap<String, Vec<&Shape>> = BTreeMap::new();
    for shape in operations {
        if let Some(http) = &shape.traits.http
            && let Ok(uri) = UriPattern::parse(&http.uri)
        {
            let host = shape.traits.endpoint.as_ref().map(|endpoint| unnamed(&endpoint.host_prefix));
            let key = format!("{} {host:?} {}", http.method, equivalence(&uri));
            seen.entry(key).or_default().push(shape);
        }
    }
    for same in seen.into_values().filter(|same| same.len() > 1) {
        for shape in &same {
            let others = same.iter().filter(|other| other.id != shape.id).map(|other| other.id.to_string());
            let others: Vec<_> = others.collect();
            let message = format!("has a URI that is equivalent to that of {}", others.join(", "));
            problems.push(diagnostic(shape, message).see(of_trait("smithy.api#http")));
        }
    }
}

/// What is alike in equivalent patterns: labels without their names, and the literals of the query in any order.
fn equivalence(uri: &UriPattern) -> String {
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

fn unnamed(prefix: &str) -> String {
    let mut parts = prefix.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "{}" + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// What the protocols of a service ask of its operations.
fn protocols(model: &Model, service: &Shape, operations: &[&Shape], problems: &mut Diagnostics) {
    let speaks = |wanted: &[Protocol]| service.traits.protocols.iter().find(|protocol| wanted.contains(protocol));
    if let Some(protocol) = speaks(&[Protocol::RestJson1, Protocol::RestXml]) {
        for operation in operations.iter().filter(|operation| operation.traits.http.is_none()) {
            let message = format!("has no smithy.api#http, which {} needs for {}", protocol.trait_id(), service.id);
            problems.push(diagnostic(operation, message).see(of_trait("smithy.api#http")));
        }
        stream_payloads(model, service, operations, problems);
    }
    if let Some(protocol) = speaks(&[Protocol::RestXml, Protocol::AwsQuery, Protocol::Ec2Query]) {
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

/// With HTTP bindings, a stream is the payload.
fn stream_payloads(model: &Model, service: &Shape, operations: &[&Shape], problems: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for shape in operations {
        let ShapeKind::Operation(operation) = &shape.kind else { continue };
        for structure in operation.input.iter().chain(&operation.output).filter_map(|id| model.shape(id)) {
            for member in structure.kind.members().filter(|member| !member.traits.http_payload) {
                let is_stream = model.shape(&member.target).is_some_and(|target| target.traits.streaming);
                if is_stream && seen.insert(&member.id) {
                    let message =
                        format!("targets a stream, and therefore has to be smithy.api#httpPayload in {}", service.id);
                    let problem = diagnostic(structure, message).at(&member.location).on(&member.id);
                    problems.push(problem.see(of_trait("smithy.api#httpPayload")));
                }
            }
        }
    }
}
