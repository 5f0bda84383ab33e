//! Features of the model that generated operations do not support. They are documented, so that users need not discover
//! them by a call.
use super::{auth, target::Target};
use crate::model::{Operation, Shape, ShapeId, ShapeKind};
use serde_json::Value;

/// A feature that an operation does not support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The operation.
    pub operation: String,
    /// What is not supported, as a sentence.
    pub text: String,
}

impl Limit {
    /// Returns the limits of an operation.
    pub(crate) fn of(operation: &super::Operation) -> impl Iterator<Item = Self> {
        let limit = |text: &String| Self { operation: operation.shape.name().to_owned(), text: text.clone() };
        operation.limits.iter().map(limit)
    }
}

/// Returns the limits that all operations have in common.
pub(super) fn of_all(operations: &[super::Operation]) -> Vec<String> {
    let Some((first, others)) = operations.split_first() else { return Vec::new() };
    let is_common = |limit: &&String| others.iter().all(|operation| operation.limits.contains(limit));
    first.limits.iter().filter(is_common).cloned().collect()
}

/// Returns the limits of an operation, one sentence each.
pub(super) fn of_operation(target: &Target<'_>, shape: &Shape, operation: &Operation) -> Vec<String> {
    let mut limits = Vec::new();
    limits.extend(auth::limit(target, shape));
    limits.extend(discovery(target, shape));
    limits.extend(streams(target, operation));
    limits
}

/// Smithy: "Client endpoint discovery".
fn discovery(target: &Target<'_>, shape: &Shape) -> Option<String> {
    let is_required = other_trait(shape, "aws.api#clientDiscoveredEndpoint")?.get("required")?.as_bool()?;
    let operation =
        other_trait(target.service, "aws.api#clientEndpointDiscovery").and_then(|discovery| discovery.get("operation"));
    let operation = operation.and_then(Value::as_str).and_then(|id| ShapeId::parse(id).ok());
    let by = operation.map(|id| format!(" by `{}`", id.name())).unwrap_or_default();
    is_required.then(|| format!("Clients do not discover the endpoint{by}, which has to be done before."))
}

/// Smithy: "Streaming".
fn streams(target: &Target<'_>, operation: &Operation) -> Option<String> {
    let is_stream = |id: &ShapeId| {
        let shape = target.model.shape(id);
        shape.is_some_and(|shape| shape.traits.streaming && matches!(shape.kind, ShapeKind::Blob))
    };
    let members = [&operation.input, &operation.output].into_iter().flat_map(|id| target.members(id.as_ref()));
    let streams: Vec<String> =
        members.filter(|member| is_stream(&member.target)).map(|member| format!("`{}`", member.name())).collect();
    let are = if streams.len() == 1 { "is" } else { "are" };
    (!streams.is_empty()).then(|| format!("{} {are} held in memory as a whole, not streamed.", streams.join(" and ")))
}

fn other_trait<'a>(shape: &'a Shape, id: &str) -> Option<&'a Value> {
    shape.traits.other.get(&ShapeId::parse(id).ok()?)
}

#[cfg(test)]
mod tests {
    use crate::{Source, Target, generate};

    fn limits(service: &str, operation: &str) -> (Vec<String>, [String; 2]) {
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Store": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Put" }}],
                "traits": {{ "aws.protocols#restJson1": {{}}, {service} }} }},
            "a#Put": {{ "type": "operation", "input": {{ "target": "a#PutInput" }}, "output": {{ "target": "a#PutOutput" }},
                "traits": {{ {operation} "smithy.api#http": {{ "method": "POST", "uri": "/" }} }} }},
            "a#PutInput": {{ "type": "structure", "members": {{ "name": {{ "target": "smithy.api#String" }} }} }},
            "a#PutOutput": {{ "type": "structure", "members": {{ "body": {{ "target": "a#Stream", "traits": {{
                "smithy.api#httpPayload": {{}}, "smithy.api#default": "" }} }} }} }},
            "a#Stream": {{ "type": "blob", "traits": {{ "smithy.api#streaming": {{}} }} }}
            }} }}"##
        );
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let generated = generate(&[Target { module: "store".to_owned(), sources, ..Target::default() }]);
        let generated = generated.unwrap_or_else(|problems| panic!("{problems}"));
        let limits = generated.services[0].limits.iter().map(|limit| format!("{}: {}", limit.operation, limit.text));
        (limits.collect(), ["store/operation/put.rs", "store/mod.rs"].map(|path| generated.files[path].clone()))
    }

    #[test]
    fn limits_are_in_the_summary_and_in_the_documentation() {
        const SIGV4: &str = r#""aws.auth#sigv4": { "name": "store" }"#;
        const BEARER: &str = r#""smithy.api#httpBearerAuth": {}"#;
        const DIGEST: &str = r#""smithy.api#httpDigestAuth": {}"#;
        const ASYMMETRIC: &str = r#""aws.auth#sigv4a": { "name": "store" }"#;
        let both = format!("{SIGV4}, {BEARER}");
        let either = format!("{ASYMMETRIC}, {BEARER}");
        let asymmetric =
            "Put: Requests are signed with `aws.auth#sigv4a`, for which clients need the feature `sigv4a`.";
        let digest = format!("{SIGV4}, {DIGEST}");
        let body = "Put: `body` is held in memory as a whole, not streamed.";
        let unsigned = "Put: Requests are not authenticated: clients do not have `smithy.api#httpDigestAuth`.";
        let discovered = format!(r#"{SIGV4}, "aws.api#clientEndpointDiscovery": {{ "operation": "a#Put" }}"#);
        let table: &[(&str, &str, &[&str])] = &[
            (SIGV4, "", &[body]),
            (&both, "", &[body]),
            (BEARER, "", &[body]),
            (DIGEST, "", &[unsigned, body]),
            (ASYMMETRIC, "", &[asymmetric, body]),
            (&either, "", &[body]),
            (&both, r#""smithy.api#auth": ["smithy.api#httpBearerAuth"],"#, &[body]),
            (&digest, r#""smithy.api#auth": ["smithy.api#httpDigestAuth"],"#, &[unsigned, body]),
            (&both, r#""smithy.api#auth": [],"#, &[body]),
            (DIGEST, r#""smithy.api#optionalAuth": {},"#, &[body]),
            (
                &discovered,
                r#""aws.api#clientDiscoveredEndpoint": { "required": true },"#,
                &["Put: Clients do not discover the endpoint by `Put`, which has to be done before.", body],
            ),
            (&discovered, r#""aws.api#clientDiscoveredEndpoint": { "required": false },"#, &[body]),
        ];
        for (service, operation, expected) in table {
            let (limits, files) = limits(service, operation);
            assert_eq!(limits, *expected, "{service} {operation}");
            for file in files {
                let documented: Vec<_> = file
                    .lines()
                    .filter_map(|line| line.strip_prefix("/// ").or_else(|| line.strip_prefix("//! ")))
                    .collect();
                for limit in *expected {
                    let text = limit.strip_prefix("Put: ").unwrap_or_default();
                    assert!(documented.join(" ").contains(text), "{text}\n{file}");
                }
            }
        }
    }
}
