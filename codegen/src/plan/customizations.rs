//! Our own traits, which overlays apply: what Smithy's traits cannot say about the requests of a service.
use super::target::Target;
use crate::model::{self, LABEL_DEFAULTS, Member, REQUEST_HEADERS, Shape, ShapeId, TREE_HASH};
use serde_json::{Map, Value};

/// Returns the headers of all requests, by name in lower case.
pub(super) fn headers(target: &Target<'_>) -> Vec<(String, String)> {
    let texts = texts(target.service, REQUEST_HEADERS);
    let version = |value: &str| value.replace("{version}", &target.bound.version);
    texts.map(|(name, value)| (name.to_ascii_lowercase(), version(value))).collect()
}

/// Returns the headers of the tree hash of the body, and of its hash.
pub(super) fn tree_hash(shape: &Shape) -> Option<[String; 2]> {
    let value = object(shape, TREE_HASH)?;
    let header = |key: &str| Some(value.get(key)?.as_str()?.to_ascii_lowercase());
    Some([header("header")?, header("contentHeader")?])
}

/// Returns what the labels of an operation are where their members are not set.
pub(super) fn label_defaults(target: &Target<'_>, operation: &model::Operation) -> Vec<(String, String)> {
    let members = target.members(operation.input.as_ref()).iter();
    members.filter_map(|member| Some((member.name().to_owned(), label_default(target, member)?.to_owned()))).collect()
}

/// Returns what the label of a member is if that is not set. Such a member is not required.
pub(super) fn label_default<'a>(target: &Target<'a>, member: &Member) -> Option<&'a str> {
    let mut defaults = texts(target.service, LABEL_DEFAULTS);
    let is_label = member.traits.http_label && target.is_rest();
    defaults.find(|(label, _)| is_label && *label == member.name()).map(|(_, text)| text)
}

/// Returns the texts of a trait that is an object of texts.
fn texts<'a>(shape: &'a Shape, id: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let pairs = object(shape, id).into_iter().flatten();
    pairs.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
}

fn object<'a>(shape: &'a Shape, id: &str) -> Option<&'a Map<String, Value>> {
    shape.traits.other.get(&ShapeId::parse(id).ok()?)?.as_object()
}

#[cfg(test)]
mod tests {
    use crate::{Generated, Source, Target, generate};

    fn generated(service: &str, operation: &str) -> Result<Generated, String> {
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Store": {{ "type": "service", "version": "2020-01-01", "operations": [{{ "target": "a#Put" }}],
                "traits": {{ "aws.protocols#restJson1": {{}}, {service} }} }},
            "a#Put": {{ "type": "operation", "input": {{ "target": "a#PutInput" }},
                "traits": {{ {operation} "smithy.api#http": {{ "method": "POST", "uri": "/{{owner}}/{{name}}" }} }} }},
            "a#PutInput": {{ "type": "structure", "members": {{
                "owner": {{ "target": "smithy.api#String", "traits": {{ "smithy.api#httpLabel": {{}}, "smithy.api#required": {{}} }} }},
                "name": {{ "target": "smithy.api#String", "traits": {{ "smithy.api#httpLabel": {{}}, "smithy.api#required": {{}} }} }},
                "body": {{ "target": "smithy.api#Blob", "traits": {{ "smithy.api#httpPayload": {{}} }} }} }} }}
            }} }}"##
        );
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        generate(&[Target { module: "store".to_owned(), sources, ..Target::default() }])
            .map_err(|error| error.to_string())
    }

    #[test]
    fn overlays_say_what_requests_need() {
        let service = r#""ferrosmith#requestHeaders": { "Accept": "a/b", "x-v": "v{version}" },
            "ferrosmith#labelDefaults": { "owner": "-", "other": "none" }"#;
        let hash = r#""ferrosmith#treeHash": { "header": "X-Tree", "contentHeader": "x-sum" },"#;
        let generated_ = generated(service, hash).unwrap();
        let text = &generated_.files["store/operation/put.rs"];
        let code: String = text.split_whitespace().collect();
        for expected in [
            r#".headers(&[("accept","a/b"),("x-v","v2020-01-01")])"#,
            r#".label_defaults(&[("owner","-")])"#,
            r#".tree_hash("x-tree","x-sum")"#,
            r#"#[smithy("owner",label)]"#,
            r#"#[smithy("name",required,label)]"#,
        ] {
            assert!(code.contains(expected), "{expected}\n{text}");
        }
        assert!(text.contains("/// Where it is not set, it is `-`."), "{text}");
        assert_eq!(generated_.services[0].features, ["tree-hash"]);
        let plain = generated(r#""aws.api#service": { "sdkId": "s" }"#, "").unwrap();
        assert!(!plain.files["store/operation/put.rs"].contains("headers") && plain.services[0].features.is_empty());
    }

    #[test]
    fn their_values_are_checked() {
        for (service, operation, expected) in [
            (r#""ferrosmith#requestHeaders": { "a b": "c" }"#, "", "an object with the names and values of headers"),
            (r#""ferrosmith#requestHeaders": { "a": "c\n" }"#, "", "an object with the names and values of headers"),
            (
                r#""ferrosmith#labelDefaults": { "a": "" }"#,
                "",
                "an object with the names of labels and texts that are not empty",
            ),
            (
                r#""aws.api#service": { "sdkId": "s" }"#,
                r#""ferrosmith#treeHash": { "header": "a" },"#,
                "an object with the names of headers `header` and `contentHeader`",
            ),
        ] {
            let error = generated(service, operation).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
