//! The checksums of requests and responses (`aws.protocols#httpChecksum`). Smithy: "HTTP checksum trait".
use super::{Plan, target::Target};
use crate::model::{self, Shape, ShapeKind};

/// The algorithm of the AWS SDKs where a call chooses none.
const DEFAULT_ALGORITHM: &str = "CRC32";

/// The checksum of requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestChecksum {
    /// The name of the input member that chooses the algorithm, in the model.
    pub member: String,
    /// The algorithm where the member is not set.
    pub default: String,
    /// Whether requests must have a checksum.
    pub is_required: bool,
}

/// The checksums of responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseChecksum {
    /// The name of the input member that asks for them, in the model.
    pub member: String,
    /// The names of their algorithms.
    pub algorithms: Vec<String>,
}

/// Whether requests must have a checksum, of any algorithm.
fn is_required(shape: &Shape) -> bool {
    let traits = &shape.traits;
    traits.http_checksum_required || traits.http_checksum.as_ref().is_some_and(|sum| sum.request_checksum_required)
}

/// Whether requests must have the header `Content-MD5`: a required checksum whose algorithm no member chooses.
pub(super) fn needs_md5(shape: &Shape) -> bool {
    let has_algorithms = shape.traits.http_checksum.as_ref().is_some_and(|sum| sum.request_algorithm_member.is_some());
    is_required(shape) && !has_algorithms
}

pub(super) fn of_requests(target: &Target<'_>, shape: &Shape, operation: &model::Operation) -> Option<RequestChecksum> {
    let member = shape.traits.http_checksum.as_ref()?.request_algorithm_member.clone()?;
    let default = default_algorithm(target, operation, &member);
    Some(RequestChecksum { member, default, is_required: is_required(shape) })
}

pub(super) fn of_responses(shape: &Shape) -> Option<ResponseChecksum> {
    let checksum = shape.traits.http_checksum.as_ref()?;
    let member = checksum.request_validation_mode_member.clone()?;
    Some(ResponseChecksum { member, algorithms: checksum.response_algorithms.clone() })
}

/// Returns CRC32, as in the AWS SDKs, or the first algorithm of a service that does not have it.
fn default_algorithm(target: &Target<'_>, operation: &model::Operation, member: &str) -> String {
    let member = target.members(operation.input.as_ref()).iter().find(|each| each.name() == member);
    let algorithms = member.and_then(|member| match &target.model.shape(&member.target)?.kind {
        ShapeKind::Enum(values) => Some(values),
        _ => None,
    });
    let mut algorithms = algorithms.into_iter().flatten().map(|algorithm| algorithm.value.as_str());
    let first = algorithms.next().filter(|first| *first != DEFAULT_ALGORITHM);
    let default = first.filter(|_| algorithms.all(|algorithm| algorithm != DEFAULT_ALGORITHM));
    default.unwrap_or(DEFAULT_ALGORITHM).to_owned()
}

impl Plan {
    /// Whether an operation has checksums that the runtime computes with its feature `checksum`.
    pub(super) fn has_checksums(&self) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|operation| operation.request_checksum.is_some() || operation.response_checksum.is_some())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Source, Target, generate};

    /// Generates an operation with these traits, whose input has the member `sum` with these algorithms, and returns its
    /// schema and the features of its crate.
    fn generated(traits: &str, algorithms: &[&str]) -> (String, Vec<&'static str>) {
        let values: Vec<String> = algorithms
            .iter()
            .map(|value| {
                let name = value.replace('-', "_");
                format!(
                    r#""{name}": {{ "target": "smithy.api#Unit", "traits": {{ "smithy.api#enumValue": "{value}" }} }}"#
                )
            })
            .collect();
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Store": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Put" }}],
                "traits": {{ "aws.protocols#restJson1": {{}} }} }},
            "a#Put": {{ "type": "operation", "input": {{ "target": "a#PutInput" }},
                "traits": {{ {traits} "smithy.api#http": {{ "method": "POST", "uri": "/" }} }} }},
            "a#PutInput": {{ "type": "structure", "members": {{
                "sum": {{ "target": "a#Algorithm", "traits": {{ "smithy.api#httpHeader": "X-Sum" }} }},
                "mode": {{ "target": "a#Mode", "traits": {{ "smithy.api#httpHeader": "X-Mode" }} }} }} }},
            "a#Algorithm": {{ "type": "enum", "members": {{ {} }} }},
            "a#Mode": {{ "type": "enum", "members": {{ "ENABLED": {{ "target": "smithy.api#Unit",
                "traits": {{ "smithy.api#enumValue": "ENABLED" }} }} }} }}
            }} }}"##,
            values.join(", ")
        );
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let generated = generate(&[Target { module: "store".to_owned(), sources, ..Target::default() }]);
        let generated = generated.unwrap_or_else(|problems| panic!("{problems}"));
        let file: String = generated.files["store/operation/put.rs"].split_whitespace().collect();
        let (_, schema) = file.split_once("&OperationSchema::new(\"Put\").http(\"POST\",\"/\",200)").unwrap();
        let (schema, _) = schema.split_once(';').unwrap();
        (schema.to_owned(), generated.services[0].features.clone())
    }

    #[test]
    fn the_schema_has_the_checksums_of_the_trait() {
        const MD5: &str = r#""smithy.api#httpChecksumRequired": {},"#;
        let all = ["SHA1", "CRC32"];
        let checksum = |value: &str| format!(r#""aws.protocols#httpChecksum": {{ {value} }},"#);
        let chosen = checksum(r#""requestAlgorithmMember": "sum""#);
        let table: &[(&str, &[&str], &str)] = &[
            ("", &all, ""),
            (MD5, &all, ".md5()"),
            (&checksum(r#""requestChecksumRequired": true"#), &all, ".md5()"),
            (&chosen, &all, r#".request_checksum(checksum::RequestChecksum::new("sum","CRC32"))"#),
            (&chosen, &["SHA256", "SHA1"], r#".request_checksum(checksum::RequestChecksum::new("sum","SHA256"))"#),
            // One checksum is enough.
            (
                &format!("{MD5}{chosen}"),
                &all,
                r#".request_checksum(checksum::RequestChecksum::new("sum","CRC32").required())"#,
            ),
            (
                &checksum(r#""requestAlgorithmMember": "sum", "requestChecksumRequired": true"#),
                &all,
                r#".request_checksum(checksum::RequestChecksum::new("sum","CRC32").required())"#,
            ),
            (
                &checksum(r#""requestValidationModeMember": "mode", "responseAlgorithms": ["SHA1", "NEXT-1"]"#),
                &all,
                r#".response_checksum(checksum::ResponseChecksum::new("mode",&["SHA1","NEXT-1"]))"#,
            ),
        ];
        for (traits, algorithms, expected) in table {
            let (schema, features) = generated(traits, algorithms);
            assert_eq!(schema, *expected, "{traits}");
            let needs_feature = schema.contains("_checksum(");
            assert_eq!(features, if needs_feature { vec!["checksum"] } else { vec![] }, "{traits}");
        }
    }
}
