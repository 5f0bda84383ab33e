//! The test cases of Smithy itself for validators that match selectors: which shapes they report.

use std::collections::BTreeSet;
use std::time::Instant;

use serde_json::Value;

use super::super::{Graph, MAX_STEPS, Selector};
use super::{parse, with_ast};
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

/// Large models: `cargo test --release` prints the times.
#[test]
#[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
fn selectors_match_shapes_of_large_models() {
    let model = corpus_file("aws-models-2026/ec2.json");
    with_ast(&[&model], |ast| {
        let start = Instant::now();
        let graph = Graph::new(ast);
        println!("{} shapes and members in {:?}", graph.in_model, start.elapsed());
        for text in [
            "service ~> operation",
            "structure :not(< *)",
            ":test(~> [trait|sensitive])",
            "service $out(~> operation -[output]-> ~> *) ~> operation -[input]-> ~> * :not(:in(${out}))",
            "operation $o(*) ~> structure [@: @{id|name} ^= @{var|o|id|name}]",
            "structure $s(> member > *) ~> :in(${s}) string",
            "structure :not(:in(:recursive(> member > *)))",
            "member [trait|(keys)|namespace = aws.protocols]",
        ] {
            let start = Instant::now();
            match parse(text).evaluate(&graph, MAX_STEPS) {
                Ok((shapes, steps)) => {
                    println!("{text}\n  {} shapes in {steps} steps and {:?}", shapes.len(), start.elapsed());
                    assert!(!shapes.is_empty(), "{text}");
                }
                Err(error) => panic!("{text}\n  {error} after {:?}", start.elapsed()),
            }
        }
    });
}
