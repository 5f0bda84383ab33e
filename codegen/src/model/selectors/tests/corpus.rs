//! The test cases of Smithy itself for validators that match selectors: which shapes they report.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::Selector;
use super::with_ast;
use crate::model::tests::corpus_file;

#[test]
#[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
fn selectors_of_smithys_cases_match_the_same_shapes() {
    let folder = "loader/errorfiles/validators_linters_emit-each";
    let model = corpus_file(&format!("{folder}-selector-validator.json"));
    let events = corpus_file(&format!("{folder}-selector-validator.errors"));
    let json: Value = serde_json::from_str(&model).unwrap();
    let mut checked = 0;
    with_ast(&[&model], |ast| {
        for validator in json["metadata"]["validators"].as_array().unwrap() {
            let text = validator["configuration"]["selector"].as_str().unwrap();
            let ids = Selector::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).select(ast).unwrap();
            let found: BTreeSet<_> =
                ids.iter().map(|id| id.as_str()).filter(|id| !id.starts_with("smithy.api#")).collect();
            let matched = format!(": Selector capture matched selector: {text} |");
            let events = events.lines().filter_map(|line| line.strip_prefix("[DANGER] ")?.split_once(&matched));
            assert_eq!(found, events.map(|(id, _)| id).collect(), "{text}");
            checked += 1;
        }
    });
    assert!(checked > 30, "{checked}");
}

#[test]
#[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
fn texts_that_smithy_rejects_are_rejected() {
    let model = corpus_file("loader/errorfiles/validators_linters_emit-each-invalid-selector.json");
    let json: Value = serde_json::from_str(&model).unwrap();
    let validators = json["metadata"]["validators"].as_array().unwrap();
    for validator in validators {
        let text = validator["configuration"]["selector"].as_str().unwrap();
        assert!(Selector::parse(text).is_err(), "{text:?}");
    }
    assert!(validators.len() > 20, "{}", validators.len());
}
