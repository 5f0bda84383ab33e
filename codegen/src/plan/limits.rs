//! What is generated and yet does less than the model says: nobody is to find that out by calling it.
use super::target::Target;
use crate::model::{Operation, Shape, ShapeId, ShapeKind};
use serde_json::Value;

/// Schemes of authentication, as far as models apply them without listing them in `@auth`. Smithy: "Authentication traits".
const SCHEMES: &[&str] = &[
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// The one that the clients have.
const SIGV4: &str = "aws.auth#sigv4";

/// Something that an operation lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The operation.
    pub operation: String,
    /// What it lacks, as a sentence.
    pub text: String,
}

impl Limit {
    /// All that an operation lacks.
    pub(crate) fn of(operation: &super::Operation) -> impl Iterator<Item = Self> {
        let limit = |text: &String| Self { operation: operation.shape.name().to_owned(), text: text.clone() };
        operation.limits.iter().map(limit)
    }
}

/// What every operation lacks.
pub(super) fn of_all(operations: &[super::Operation]) -> Vec<String> {
    let Some((first, others)) = operations.split_first() else { return Vec::new() };
    let is_common = |limit: &&String| others.iter().all(|operation| operation.limits.contains(limit));
    first.limits.iter().filter(is_common).cloned().collect()
}

/// What the operation lacks, a sentence each.
pub(super) fn of_operation(target: &Target<'_>, shape: &Shape, operation: &Operation) -> Vec<String> {
    let mut limits = Vec::new();
    limits.extend(authentication(target, shape));
    limits.extend(discovery(target, shape));
    limits.extend(checksum(shape));
    limits.extend(streams(target, operation));
    limits
}

/// An empty `@auth` takes all schemes away; one on the operation replaces the service's.
fn authentication(target: &Target<'_>, shape: &Shape) -> Option<String> {
    let service = &target.service.traits;
    let listed = other(shape, "smithy.api#auth").or_else(|| other(target.service, "smithy.api#auth"));
    let schemes: Vec<&str> = match listed.and_then(Value::as_array) {
        Some(listed) => listed.iter().filter_map(Value::as_str).collect(),
        None => {
            let applied = SCHEMES.iter().copied().filter(|id| other(target.service, id).is_some());
            service.sigv4.iter().map(|_| SIGV4).chain(applied).collect()
        }
    };
    let is_lacking = !schemes.is_empty() && !schemes.contains(&SIGV4) && !shape.traits.optional_auth;
    let schemes: Vec<String> = schemes.iter().map(|scheme| format!("`{scheme}`")).collect();
    is_lacking.then(|| format!("Requests are not authenticated: clients do not have {}.", schemes.join(" or ")))
}

/// Smithy: "Client endpoint discovery".
fn discovery(target: &Target<'_>, shape: &Shape) -> Option<String> {
    let is_required = other(shape, "aws.api#clientDiscoveredEndpoint")?.get("required")?.as_bool()?;
    let by = other(target.service, "aws.api#clientEndpointDiscovery").and_then(|discovery| discovery.get("operation"));
    let by = by.and_then(Value::as_str).and_then(|id| ShapeId::parse(id).ok());
    let by = by.map(|id| format!(" by `{}`", id.name())).unwrap_or_default();
    is_required.then(|| format!("Clients do not discover the endpoint{by}, which has to be done before."))
}

/// Smithy: "HTTP checksum trait". Clients have MD5 alone.
fn checksum(shape: &Shape) -> Option<String> {
    let is_required = other(shape, "aws.protocols#httpChecksum")?.get("requestChecksumRequired")?.as_bool()?;
    let is_lacking = is_required && !shape.traits.http_checksum_required;
    is_lacking.then(|| "Requests lack the checksum that the service asks for.".to_owned())
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

fn other<'a>(shape: &'a Shape, id: &str) -> Option<&'a Value> {
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
        let told = generated.services[0].limits.iter().map(|limit| format!("{}: {}", limit.operation, limit.text));
        (told.collect(), ["store/operation/put.rs", "store/mod.rs"].map(|path| generated.files[path].clone()))
    }

    #[test]
    fn what_is_lacking_is_told_in_the_summary_and_in_the_documentation() {
        const SIGV4: &str = r#""aws.auth#sigv4": { "name": "store" }"#;
        const BEARER: &str = r#""smithy.api#httpBearerAuth": {}"#;
        let both = format!("{SIGV4}, {BEARER}");
        let body = "Put: `body` is held in memory as a whole, not streamed.";
        let unsigned = "Put: Requests are not authenticated: clients do not have `smithy.api#httpBearerAuth`.";
        let discovered = format!(r#"{SIGV4}, "aws.api#clientEndpointDiscovery": {{ "operation": "a#Put" }}"#);
        let table: &[(&str, &str, &[&str])] = &[
            (SIGV4, "", &[body]),
            (&both, "", &[body]),
            (BEARER, "", &[unsigned, body]),
            (&both, r#""smithy.api#auth": ["smithy.api#httpBearerAuth"],"#, &[unsigned, body]),
            (&both, r#""smithy.api#auth": [],"#, &[body]),
            (BEARER, r#""smithy.api#optionalAuth": {},"#, &[body]),
            (
                &discovered,
                r#""aws.api#clientDiscoveredEndpoint": { "required": true },"#,
                &["Put: Clients do not discover the endpoint by `Put`, which has to be done before.", body],
            ),
            (&discovered, r#""aws.api#clientDiscoveredEndpoint": { "required": false },"#, &[body]),
            (
                SIGV4,
                r#""aws.protocols#httpChecksum": { "requestChecksumRequired": true },"#,
                &["Put: Requests lack the checksum that the service asks for.", body],
            ),
        ];
        for (service, operation, expected) in table {
            let (told, files) = limits(service, operation);
            assert_eq!(told, *expected, "{service} {operation}");
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
