//! Labels that the endpoint rules write into the endpoint, such as the bucket of S3: `/{Bucket}/{Key+}` is then
//! `bucket.host/key` or `host/bucket/key`, as the rules decide.
use super::{ContextSource, Operation};
use serde_json::Value;

/// Whether the first segment of the operation's path is a label whose member is a parameter of the rules, and some URL of
/// the rules contains this parameter.
pub(super) fn is_in_endpoint(rules: &Value, operation: &Operation) -> bool {
    let Some((_, uri, _)) = &operation.http else { return false };
    let first = uri.split(['/', '?']).nth(1).unwrap_or_default();
    let Some(label) = first.strip_prefix('{').and_then(|label| label.strip_suffix('}')) else { return false };
    let is_member = |source: &ContextSource| matches!(source, ContextSource::Member(member) if member == label);
    let parameter = operation.context.iter().find(|context| is_member(&context.source));
    parameter.is_some_and(|context| {
        let mut names = vec![context.parameter.as_str()];
        derived(rules, &mut names);
        is_in_url(rules, &names)
    })
}

/// Adds the variables that are a function of a name alone, such as `uriEncode(Bucket)`.
fn derived<'a>(rules: &'a Value, names: &mut Vec<&'a str>) {
    match rules {
        Value::Object(object) => {
            let arguments = object.get("argv").and_then(Value::as_array);
            if let (Some(name), Some([argument])) =
                (object.get("assign").and_then(Value::as_str), arguments.map(Vec::as_slice))
                && argument.get("ref").and_then(Value::as_str).is_some_and(|name| names.contains(&name))
            {
                names.push(name);
            }
            object.values().for_each(|value| derived(value, names));
        }
        Value::Array(array) => array.iter().for_each(|value| derived(value, names)),
        _ => {}
    }
}

fn is_in_url(rules: &Value, names: &[&str]) -> bool {
    match rules {
        Value::Object(object) => object.iter().any(|(key, value)| match value {
            Value::String(url) if key == "url" => names.iter().any(|name| url.contains(&format!("{{{name}}}"))),
            value => is_in_url(value, names),
        }),
        Value::Array(array) => array.iter().any(|value| is_in_url(value, names)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Source, Target, generate};

    fn generated(uri: &str, url: &str) -> bool {
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Store": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Get" }}], "traits": {{
                "aws.protocols#restXml": {{}}, "smithy.rules#endpointRuleSet": {{ "version": "1.0",
                    "parameters": {{ "Bucket": {{ "type": "string", "documentation": "b" }} }},
                    "rules": [{{ "type": "endpoint", "endpoint": {{ "url": "{url}" }}, "conditions": [
                        {{ "fn": "isSet", "argv": [{{ "ref": "Bucket" }}] }},
                        {{ "fn": "uriEncode", "argv": [{{ "ref": "Bucket" }}], "assign": "encoded" }}] }}] }} }} }},
            "a#Get": {{ "type": "operation", "input": {{ "target": "a#GetInput" }},
                "traits": {{ "smithy.api#readonly": {{}}, "smithy.api#http": {{ "method": "GET", "uri": "{uri}" }} }} }},
            "a#GetInput": {{ "type": "structure", "members": {{ "Bucket": {{ "target": "smithy.api#String", "traits": {{
                "smithy.api#required": {{}}, "smithy.api#httpLabel": {{}},
                "smithy.rules#contextParam": {{ "name": "Bucket" }} }} }} }} }}
            }} }}"##
        );
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let generated = generate(&[Target { module: "store".to_owned(), sources, ..Target::default() }]);
        let generated = generated.unwrap_or_else(|problems| panic!("{problems}"));
        generated.files["store/operation/get.rs"].contains(".label_in_endpoint()")
    }

    #[test]
    fn the_rules_decide_whether_a_label_is_in_the_endpoint() {
        assert!(generated("/{Bucket}", "https://{Bucket}.example.com"));
        assert!(generated("/{Bucket}?list", "https://example.com/{encoded}"));
        assert!(!generated("/{Bucket}", "https://example.com"));
        assert!(!generated("/bucket/{Bucket}", "https://{Bucket}.example.com"));
    }
}
