//! Rules of the specification, each with models that follow it and models that violate it.

use super::{load_valid, model, try_load};

/// Asserts that there is one diagnostic for each expected shape or member, and that its message contains the given
/// text.
#[track_caller]
fn assert_errors(shapes: &str, expected: &[(&str, &str)]) {
    let problems = try_load(&[&model(shapes)]).expect_err("the model is broken");
    for (shape, message) in expected {
        let is_reported = problems.iter().any(|problem| {
            problem.is_error()
                && problem.shape.as_ref().is_some_and(|id| id.as_str() == *shape)
                && problem.message.contains(message)
        });
        assert!(is_reported, "{shape}: {message}\n{problems}");
    }
    assert_eq!(problems.len(), expected.len(), "{problems}");
}

fn with(id: &str, kind: &str, traits: &str) -> String {
    format!("\"a#{id}\": {{\"type\": \"{kind}\", \"traits\": {{{traits}}}}}")
}

/// A structure with one member.
fn structure(id: &str, target: &str, traits: &str) -> String {
    format!(
        "\"a#{id}\": {{\"type\": \"structure\", \"members\": {{\"m\": {{\"target\": \"{target}\", \"traits\": {{{traits}}}}}}}}}"
    )
}

fn list(id: &str, target: &str, traits: &str) -> String {
    format!("\"a#{id}\": {{\"type\": \"list\", \"member\": {{\"target\": \"{target}\"}}, \"traits\": {{{traits}}}}}")
}

fn all(shapes: &[String]) -> String {
    shapes.join(",\n")
}

#[test]
fn defaults() {
    assert_errors(&with("N", "integer", r#""smithy.api#default": null"#), &[("a#N", "which only a member can have")]);
    assert_errors(
        &all(&[
            structure("A", "smithy.api#Blob", r#""smithy.api#default": "a""#),
            structure("B", "smithy.api#Blob", r#""smithy.api#default": "a-_b""#),
            structure("C", "smithy.api#Blob", r#""smithy.api#default": "a===""#),
        ]),
        &[("a#A$m", "in base64"), ("a#B$m", "in base64"), ("a#C$m", "in base64")],
    );
    for good in ["", "YQ==", "YWI=", "YWJj", "+/+/"] {
        load_valid(&[&model(&structure("A", "smithy.api#Blob", &format!("\"smithy.api#default\": \"{good}\"")))]);
    }
    let added = r#""smithy.api#addedDefault": {}"#;
    assert_errors(&structure("A", "smithy.api#Long", added), &[("a#A$m", "has to have smithy.api#default too")]);
    load_valid(&[&model(&structure("A", "smithy.api#Long", &format!("{added}, \"smithy.api#default\": null")))]);
}

#[test]
fn bounds() {
    let range = |kind: &str, bounds: &str| with("N", kind, &format!("\"smithy.api#range\": {{{bounds}}}"));
    assert_errors(&range("byte", r#""max": 128"#), &[("a#N", "the max 128, which no value of type byte has")]);
    assert_errors(&range("short", r#""min": -40000"#), &[("a#N", "the min -40000")]);
    assert_errors(&range("integer", r#""min": 0, "max": 2147483648"#), &[("a#N", "the max 2147483648")]);
    assert_errors(&range("long", r#""max": 1e19"#), &[("a#N", "the max")]);
    assert_errors(&range("long", ""), &[("a#N", "one of the two is needed")]);
    assert_errors(&with("N", "string", r#""smithy.api#length": {}"#), &[("a#N", "one of the two is needed")]);
    for (kind, bounds) in [
        ("byte", r#""min": -128, "max": 127"#),
        ("long", r#""min": -9223372036854775808, "max": 9223372036854775807"#),
        ("bigInteger", r#""max": 1e30"#),
        ("float", r#""min": 0.5"#),
    ] {
        load_valid(&[&model(&range(kind, bounds))]);
    }
}

#[test]
fn unique_items() {
    let unique = r#""smithy.api#uniqueItems": {}"#;
    assert_errors(
        &list("L", "smithy.api#String", &format!("{unique}, \"smithy.api#sparse\": {{}}")),
        &[("a#L", "which exclude each other")],
    );
    for vague in ["Float", "Double", "Document"] {
        let structure_text = structure("S", &format!("smithy.api#{vague}"), "");
        assert_errors(&all(&[list("L", "a#S", unique), structure_text]), &[("a#L", "its items hold floats")]);
    }
    load_valid(&[&model(&all(&[list("L", "a#S", unique), structure("S", "smithy.api#BigDecimal", "")]))]);
}

#[test]
fn inputs() {
    let operation =
        |id: &str, side: &str| format!("\"a#{id}\": {{\"type\": \"operation\", \"{side}\": {{\"target\": \"a#I\"}}}}");
    let input = with("I", "structure", r#""smithy.api#input": {}"#);
    assert_errors(
        &all(&[operation("O", "input"), operation("P", "input"), input.clone()]),
        &[("a#I", "which one operation can have, and is that of a#O, a#P")],
    );
    assert_errors(&all(&[operation("O", "output"), input.clone()]), &[("a#I", "as it is for a#O")]);
    assert_errors(&all(&[structure("S", "a#I", ""), input.clone()]), &[("a#I", "as it is for a#S$m")]);
    load_valid(&[&model(&all(&[operation("O", "input"), input.clone()]))]);
    load_valid(&[&model(&all(&[operation("O", "input"), operation("P", "input"), with("I", "structure", "")]))]);
    assert_errors(
        "\"a#I\": {\"type\": \"structure\", \"traits\": {\"smithy.api#input\": {}}, \"members\": \
         {\"m\": {\"target\": \"smithy.api#Integer\", \"traits\": {\"smithy.api#httpResponseCode\": {}}}}}",
        &[("a#I$m", "an input is no response")],
    );
}

#[test]
fn private_shapes() {
    let refers = |namespace: &str| {
        let private = "\"a#P\": {\"type\": \"string\", \"traits\": {\"smithy.api#private\": {}}}";
        format!(
            "{private},\n\"{namespace}#L\": {{\"type\": \"list\", \"member\": {{\"target\": \"a#P\"}}}},\n\
             \"{namespace}#R\": {{\"type\": \"resource\", \"identifiers\": {{\"id\": {{\"target\": \"a#P\"}}}}}}"
        )
    };
    assert_errors(
        &refers("a.b"),
        &[("a.b#L$member", "a#P, which is smithy.api#private in a"), ("a.b#R", "which is smithy.api#private in a")],
    );
    load_valid(&[&model(&refers("a"))]);
}

#[test]
fn queries_that_the_uri_gives() {
    let call = |uri: &str| {
        format!(
            "\"a#O\": {{\"type\": \"operation\", \"input\": {{\"target\": \"a#I\"}}, \
             \"traits\": {{\"smithy.api#http\": {{\"method\": \"GET\", \"uri\": \"{uri}\"}}}}}},\n{}",
            structure("I", "smithy.api#String", r#""smithy.api#httpQuery": "q""#)
        )
    };
    assert_errors(&call("/x?q"), &[("a#I$m", "which the URI of a#O gives already")]);
    assert_errors(&call("/x?p&q=1"), &[("a#I$m", "which the URI of a#O gives already")]);
    load_valid(&[&model(&call("/x?Q=1"))]);
}

#[test]
fn values_of_traits() {
    let cases = [
        ("string", r#""smithy.api#externalDocumentation": {"Home": "example"}"#, "\"example\" is not a URL"),
        ("string", r#""smithy.api#pattern": "[a-z""#, "without its `]`"),
        ("string", r#""smithy.api#enum": [{"value": ""}]"#, "an empty value"),
        ("service", r#""smithy.api#httpBearerAuth": "x""#, "has to be {}"),
        ("service", r#""smithy.api#httpApiKeyAuth": {"name": "x", "in": "body"}"#, "\"header\" or \"query\""),
        ("operation", r#""smithy.api#examples": {}"#, "has to be an array"),
    ];
    for (kind, traits, message) in cases {
        assert_errors(&with("B", kind, traits), &[("a#B", message)]);
    }
    assert_errors(
        "\"a#E\": {\"type\": \"enum\", \"members\": {\"A\": {\"target\": \"smithy.api#Unit\", \
         \"traits\": {\"smithy.api#enumValue\": \"\"}}, \"B\": {\"target\": \"smithy.api#Unit\"}}}",
        &[("a#E$A", "has an empty smithy.api#enumValue")],
    );
    load_valid(&[&model(&all(&[
        with("B", "string", r#""smithy.api#externalDocumentation": {"Home": "https://example.com"}"#),
        with("S", "service", r#""smithy.api#httpApiKeyAuth": {"name": "x", "in": "query"}"#),
    ]))]);
}

#[test]
fn places_of_traits() {
    let cases = [
        ("operation", r#""smithy.api#httpBasicAuth": {}"#),
        ("structure", r#""aws.auth#sigv4a": {"name": "x"}"#),
        ("service", r#""aws.protocols#httpChecksum": {}"#),
        ("string", r#""smithy.api#xmlName": "x""#),
        ("operation", r#""smithy.api#xmlNamespace": {"uri": "http://example.com"}"#),
    ];
    for (kind, traits) in cases {
        assert_errors(&with("B", kind, traits), &[("a#B", "cannot be applied to a shape of type")]);
    }
    let sparse = format!(
        "{},\n\"a#M\": {{\"type\": \"map\", \"key\": {{\"target\": \"smithy.api#String\"}}, \
         \"value\": {{\"target\": \"smithy.api#String\"}}, \"traits\": {{\"smithy.api#sparse\": {{}}}}}}",
        structure("B", "a#M", r#""smithy.api#httpPrefixHeaders": "x-""#)
    );
    assert_errors(&sparse, &[("a#B$m", "smithy.api#httpPrefixHeaders cannot be applied")]);
    load_valid(&[&model(&sparse.replace("smithy.api#sparse", "smithy.api#internal"))]);
}
