//! Features of the model that generated operations do not support. They are documented, so that users need not discover
//! them by a call.
use super::{auth, discovery, target::Target};
use crate::model::{Operation, Shape, ShapeId, ShapeKind};

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
    limits.extend(discovery::limit(target, shape));
    limits.extend(compression(shape));
    limits.extend(streams(target, operation));
    limits
}

/// Smithy: "requestCompression trait". Its encodings are those of today and of later versions of the specification.
fn compression(shape: &Shape) -> Option<String> {
    let encodings = shape.traits.request_compression.as_ref()?;
    let names: Vec<String> = encodings.iter().map(|name| format!("`{name}`")).collect();
    let text =
        || format!("Bodies are not compressed: the service takes {}, and clients have `gzip`.", names.join(" and "));
    (!takes_gzip(shape)).then(text)
}

/// Whether the bodies of an operation can be compressed with gzip.
pub(super) fn takes_gzip(shape: &Shape) -> bool {
    let encodings = shape.traits.request_compression.iter().flatten();
    encodings.into_iter().any(|encoding| encoding.eq_ignore_ascii_case("gzip"))
}

/// Smithy: "Streaming".
fn streams(target: &Target<'_>, operation: &Operation) -> Option<String> {
    let is_stream = |id: &ShapeId| {
        let shape = target.model.shape(id);
        shape.is_some_and(|shape| shape.traits.streaming && matches!(shape.kind, ShapeKind::Blob))
    };
    let streams = |id: &Option<ShapeId>| -> Vec<&str> {
        let streams = target.members(id.as_ref()).iter().filter(|member| is_stream(&member.target));
        streams.map(|member| member.name()).collect()
    };
    let [input, output] = [&operation.input, &operation.output].map(streams);
    let of_both = |name: &&str| match output.contains(name) {
        true => format!("`{name}` of the input and of the output"),
        false => format!("`{name}`"),
    };
    let texts = input.iter().map(of_both);
    let texts: Vec<String> =
        texts.chain(output.iter().filter(|name| !input.contains(name)).map(|name| format!("`{name}`"))).collect();
    let are = if input.len() + output.len() == 1 { "is" } else { "are" };
    (!texts.is_empty()).then(|| format!("{} {are} held in memory as a whole, not streamed.", texts.join(" and ")))
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
        let undiscovered = "Put: Clients do not discover its endpoint, which has to be done before: it is the operation that \
                            discovers endpoints.";
        let uncompressed = "Put: Bodies are not compressed: the service takes `zstd`, and clients have `gzip`.";
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
            (&discovered, r#""aws.api#clientDiscoveredEndpoint": { "required": true },"#, &[undiscovered, body]),
            (&discovered, r#""aws.api#clientDiscoveredEndpoint": { "required": false },"#, &[body]),
            (SIGV4, r#""smithy.api#requestCompression": { "encodings": ["zstd"] },"#, &[uncompressed, body]),
            (SIGV4, r#""smithy.api#requestCompression": { "encodings": ["zstd", "gzip"] },"#, &[body]),
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

    /// A member of the same name in both is named once.
    #[test]
    fn streams_of_input_and_output_are_told_apart() {
        let stream = |name: &str| {
            let traits = r#""smithy.api#httpPayload": {}, "smithy.api#default": """#;
            format!(r#""{name}": {{ "target": "a#Stream", "traits": {{ {traits} }} }}"#)
        };
        for (input, output, expected) in [
            ("body", "body", "`body` of the input and of the output are held"),
            ("data", "body", "`data` and `body` are held"),
        ] {
            let text = format!(
                r##"{{ "smithy": "2.0", "shapes": {{
                "a#Store": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Put" }}],
                    "traits": {{ "aws.protocols#restJson1": {{}} }} }},
                "a#Put": {{ "type": "operation", "input": {{ "target": "a#In" }}, "output": {{ "target": "a#Out" }},
                    "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/" }} }} }},
                "a#In": {{ "type": "structure", "members": {{ {} }} }},
                "a#Out": {{ "type": "structure", "members": {{ {} }} }},
                "a#Stream": {{ "type": "blob", "traits": {{ "smithy.api#streaming": {{}} }} }}
                }} }}"##,
                stream(input),
                stream(output)
            );
            let sources = vec![Source { path: "m.json".to_owned(), text }];
            let generated = generate(&[Target { module: "store".to_owned(), sources, ..Target::default() }]).unwrap();
            let limits = &generated.services[0].limits;
            assert_eq!(limits[0].text, format!("{expected} in memory as a whole, not streamed."));
        }
    }
}
