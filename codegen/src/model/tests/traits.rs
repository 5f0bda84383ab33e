//! The table of traits is complete and true.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::trait_rows::{Support, TRAITS, is_official, traits_page};
use super::super::trait_selectors::known_traits;
use super::super::{load, reads_trait, trait_row};
use super::corpus::{corpus, read};
use crate::{Source, Target, generate};

#[test]
fn the_table_is_sorted() {
    assert!(TRAITS.is_sorted_by(|a, b| a.id < b.id));
}

#[test]
fn the_page_is_the_table() {
    let text = include_str!("../../../../docs/traits.md");
    assert!(text == traits_page(), "run `cargo run -p ferrosmith-codegen --example traits > docs/traits.md`");
}

/// What the table says is read is read, and nothing else.
#[test]
fn the_table_says_what_is_read() {
    for row in TRAITS {
        let expected = match row.support {
            Support::Read | Support::Documentation => true,
            Support::Ignored => false,
            // The loader reads the ids of protocols, to name those of a service that has no other.
            Support::Refused => reads_trait(row.id),
        };
        assert_eq!(reads_trait(row.id), expected, "{} is {:?}", row.id, row.support);
    }
    for id in super::super::trait_table::all_read().chain(known_traits()) {
        assert!(trait_row(id).is_some(), "{id} has no row in trait_rows.rs");
    }
}

/// A protocol whose row says that it is read can be generated alone, and no other.
#[test]
fn the_table_says_which_protocols_are_generated() {
    let protocols = ["awsJson1_0", "awsJson1_1", "awsQuery", "ec2Query", "restJson1", "restXml"];
    let protocols = protocols.map(|name| format!("aws.protocols#{name}")).into_iter();
    for id in protocols.chain(["rpcv2Cbor", "rpcv2Json"].map(|name| format!("smithy.protocols#{name}"))) {
        let traits = format!(r#"{{ "{id}": {{}}, "smithy.api#xmlNamespace": {{ "uri": "https://a.b/" }} }}"#);
        let service = format!(r#""a#Store": {{ "type": "service", "version": "1", "traits": {traits} }}"#);
        let text = format!(r#"{{ "smithy": "2.0", "shapes": {{ {service} }} }}"#);
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let generated = generate(&[Target { module: "store".to_owned(), sources, ..Target::default() }]);
        let row = trait_row(&id).unwrap();
        assert_eq!(generated.is_ok(), row.support == Support::Read, "{id} is {:?}", row.support);
    }
}

#[test]
fn unknown_traits_are_warned_about_once() {
    let text = r##"{ "smithy": "2.0", "shapes": {
        "a#A": { "type": "string", "traits": { "smithy.api#futuristic": {}, "smithy.api#since": "1", "b.c#own": 1 } },
        "a#B": { "type": "structure", "members": {
            "x": { "target": "a#A", "traits": { "smithy.api#futuristic": {}, "smithy.api#requird": {} } },
            "y": { "target": "a#A", "traits": { "smithy.api#requird": {}, "aws.quantum#qubit": {} } } } }
    } }"##;
    let model = load(&[Source { path: "m.json".to_owned(), text: text.to_owned() }]).unwrap();
    let warnings: Vec<_> =
        model.warnings.iter().map(|warning| format!("{} {:?}", warning.message, warning.hint)).collect();
    assert_eq!(
        warnings,
        [
            "has the trait smithy.api#futuristic, which is not known; it is ignored None",
            "has the trait smithy.api#requird, which is not known; it is ignored Some(\"did you mean smithy.api#required?\")",
            "has the trait aws.quantum#qubit, which is not known; it is ignored None",
        ]
    );
}

/// Collects the ids of all traits in a file, whatever it is.
fn collect(value: &Value, ids: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::Object(traits)) = object.get("traits") {
                ids.extend(traits.keys().cloned());
            }
            object.values().for_each(|value| collect(value, ids));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
#[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
fn every_trait_of_the_corpus_has_a_row() {
    let mut ids = BTreeSet::new();
    for folder in ["aws-models", "aws-models-2026", "protocol-tests", "loader/valid"] {
        for entry in std::fs::read_dir(corpus().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "json")
                && let Ok(value) = serde_json::from_str(&read(&path).text)
            {
                collect(&value, &mut ids);
            }
        }
    }
    let missing: Vec<_> = ids.iter().filter(|id| is_official(id) && trait_row(id).is_none()).collect();
    assert!(ids.len() > 100 && missing.is_empty(), "no row in trait_rows.rs: {missing:?}");
}
