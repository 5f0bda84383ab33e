//! Tests of the evaluation of rules; those of the functions are in `functions/tests.rs`.
use super::*;
use crate::endpoint::{Constant, rules::*};

fn evaluate(rules: &RuleSet, values: &[(&str, &str)]) -> Result<ResolvedEndpoint, EndpointError> {
    rules.evaluate(|parameter| {
        Ok(values.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| ParameterValue::from(*value)))
    })
}

fn url(rules: &RuleSet, values: &[(&str, &str)]) -> String {
    match evaluate(rules, values) {
        Ok(found) => found.endpoint.as_uri().to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn assignments_are_scoped_to_their_rule() {
    const RULES: &RuleSet = &RuleSet::new(
        &[Parameter::new("A"), Parameter::new("B")],
        &[
            endpoint(&[assign("X", &var("A")), is_set(&[var("B")])], "https://{X}/"),
            error(&[is_set(&[var("X")])], "X is still there"),
            tree(&[assign("X", &text("tree"))], &[endpoint(&[assign("Y", &var("X"))], "https://{Y}/")]),
        ],
    );
    assert_eq!(url(RULES, &[("A", "a"), ("B", "b")]), "https://a/");
    assert_eq!(url(RULES, &[("A", "a")]), "https://tree/");
}

#[test]
fn a_matching_tree_is_final() {
    const RULES: &RuleSet =
        &RuleSet::new(&[], &[tree(&[TRUE], &[error(&[FALSE], "no")]), endpoint(&[], "https://never/")]);
    assert_eq!(evaluate(RULES, &[]).unwrap_err(), EndpointError::Exhausted);
}

#[test]
fn templates() {
    let scope = Scope(vec![
        ("A", Cow::Owned("x".into())),
        ("O", Cow::Owned(serde_json::json!({ "b": ["y"], "yes": true, "none": null }))),
    ]);
    for (template, expected) in [
        ("", Some("")),
        ("{A}", Some("x")),
        ("a{A}b{A}", Some("axbx")),
        ("{{A}}", Some("{A}")),
        ("{{{A}}}", Some("{x}")),
        ("é{A}é", Some("éxé")),
        ("{O#b[0]}/{O#yes}", Some("y/true")),
        ("{O#none}", None),
        ("{O}", None),
        ("{B}", None),
        ("{A", None),
        ("A}", None),
    ] {
        assert_eq!(scope.template(template).as_deref(), expected, "{template}");
    }
}

#[test]
fn defaults_and_required_parameters() {
    const RULES: &RuleSet = &RuleSet::new(
        &[
            Parameter::new("Region").built_in("AWS::Region").required(),
            Parameter::new("Stage").required().default(Constant::Text("{beta}")),
        ],
        &[error(&[], "{Region} {Stage}")],
    );
    assert_eq!(url(RULES, &[("Region", "r")]), "r {beta}");
    assert_eq!(url(RULES, &[("Region", "r"), ("Stage", "s")]), "r s");
    assert_eq!(url(RULES, &[]), "no Region: set `Config::region`, the variable AWS_REGION, or the region of a profile");
}

#[test]
fn invalid_urls_and_headers_are_errors() {
    const NO_URL: &RuleSet = &RuleSet::new(&[], &[endpoint(&[], "example.com")]);
    assert!(url(NO_URL, &[]).starts_with("`example.com` is not an endpoint"));
    const NO_HEADER: &RuleSet =
        &RuleSet::new(&[Parameter::new("A")], &[endpoint_with(&[], text("https://a"), &[], &[("x-a", &[var("A")])])]);
    assert!(matches!(evaluate(NO_HEADER, &[("A", "a\nb")]), Err(EndpointError::Header(name)) if name == "x-a"));
    assert!(matches!(evaluate(NO_HEADER, &[]), Err(EndpointError::Header(_))));
}
