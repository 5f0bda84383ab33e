//! A row per rule: an edit of a small model, and all changes reported for it.
mod table;

use super::{Change, Class, Report, Rule, diff};
use crate::model::{Model, Source, load};
use crate::plan::Selection;
use std::collections::BTreeSet;
use table::{MODEL, TABLE};

fn model(text: &str) -> Model {
    let source = Source { path: "m.json".to_owned(), text: text.to_owned() };
    load(&[source]).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

fn report(old: &str, new: &str) -> Report {
    let selection = Selection { module: "shop".to_owned(), ..Selection::default() };
    diff(&model(old), &model(new), &selection).unwrap_or_else(|problems| panic!("{problems}"))
}

fn describe(change: &Change) -> String {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
    let Change { rule, items, before, after, .. } = change;
    format!("{rule} {}: {} → {}", items.join(", "), side(before), side(after))
}

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(MODEL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in the model");
        text.replace(from, to)
    })
}

#[test]
fn each_edit_is_reported_by_its_rule() {
    for (edits, expected) in TABLE {
        let changes: Vec<String> = report(MODEL, &edited(edits)).changes.iter().map(describe).collect();
        assert_eq!(changes, *expected, "{edits:#?}");
    }
}

/// Both forms of endpoint rules say the same, so a model that gains the second one sends what it sent.
#[test]
fn another_form_of_the_same_rules_is_no_change() {
    const RULES: &str = r#""smithy.rules#endpointRuleSet": {
        "parameters": {}, "rules": [{ "type": "error", "conditions": [], "error": "closed" }] }"#;
    const DIAGRAM: &str = r#""smithy.rules#endpointBdd": { "version": "1.1", "parameters": {}, "conditions": [],
        "results": [{ "type": "error", "conditions": [], "error": "closed" }],
        "root": 100000001, "nodeCount": 1, "nodes": "/////wAAAAH/////" }"#;
    let with = |forms: &[&str]| {
        let text = forms.iter().fold(r#"restJson1": {}"#.to_owned(), |text, form| format!("{text}, {form}"));
        edited(&[(r#"restJson1": {}"#, &text)])
    };
    let changes = |old: &[&str], new: &[&str]| -> Vec<String> {
        report(&with(old), &with(new)).changes.iter().map(describe).collect()
    };
    assert!(changes(&[RULES], &[RULES, DIAGRAM]).is_empty());
    assert!(changes(&[RULES, DIAGRAM], &[DIAGRAM]).is_empty());
    assert_eq!(changes(&[], &[DIAGRAM]), ["sending-changed shop::Shop: nothing → smithy.rules#endpointBdd"]);
    let open = RULES
        .replace("error\": \"closed\"", "endpoint\": { \"url\": \"https://example.com\" }")
        .replace("\"type\": \"error\"", "\"type\": \"endpoint\"");
    assert_eq!(
        changes(&[RULES, DIAGRAM], &[&open]),
        [
            "sending-changed shop::Shop: smithy.rules#endpointBdd → nothing",
            "sending-changed shop::Shop: smithy.rules#endpointRuleSet → smithy.rules#endpointRuleSet, with another value",
        ]
    );
}

#[test]
fn reversed_edits_swap_additions_and_removals() {
    for (edits, _) in TABLE {
        let [forward, backward] = [report(MODEL, &edited(edits)), report(&edited(edits), MODEL)];
        let counts = |report: &Report| {
            let count = |expected: [bool; 2]| {
                report.changes.iter().filter(|one| [one.before.is_some(), one.after.is_some()] == expected).count()
            };
            [count([true, false]), count([false, true]), count([true, true])]
        };
        let [removed, added, changed] = counts(&forward);
        assert_eq!(counts(&backward), [added, removed, changed], "{edits:#?}");
    }
}

#[test]
fn every_rule_has_a_row() {
    let covered: BTreeSet<&str> =
        TABLE.iter().flat_map(|(_, changes)| *changes).filter_map(|line| line.split(' ').next()).collect();
    // Covered by reversed rows.
    let reversed = BTreeSet::from(["conversion-added", "pagination-added"]);
    let missing: Vec<&str> = Rule::ALL
        .iter()
        .map(|rule| rule.name())
        .filter(|name| !covered.contains(name) && !reversed.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let back = report(&edited(TABLE[8].0), MODEL);
    assert_eq!(back.changes.iter().map(|change| change.rule).collect::<Vec<_>>(), [Rule::PaginationAdded]);
}

#[test]
fn the_documentation_lists_every_rule_with_its_class() {
    let text = include_str!("../../../docs/diff-rules.md");
    let table = text.split("\n## ").next().unwrap_or_default();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> =
        Rule::ALL.iter().map(|rule| format!("| `{rule}` | {} | {} |", rule.class(), rule.why())).collect();
    for (row, start) in rows.iter().zip(&expected) {
        assert!(row.starts_with(start), "\n{row}\ndoes not start with\n{start}");
    }
    assert_eq!(rows.len(), expected.len());
}

#[test]
fn prose_is_counted_and_not_listed() {
    let new = edited(&[(
        r#""a#Name": { "type": "string" }"#,
        r#""a#Name": { "type": "string", "traits": { "smithy.api#documentation": "A name." } }"#,
    )]);
    assert_eq!(report(MODEL, &new).documentation, 0, "nothing holds a name");
    let new = edited(&[(
        r#""floor": { "target": "smithy.api#Integer", "traits": {"#,
        r#""floor": { "target": "smithy.api#Integer", "traits": { "smithy.api#documentation": "Of a house.","#,
    )]);
    let report = report(MODEL, &new);
    assert_eq!((report.documentation, report.changes.len()), (1, 0));
}

#[test]
fn classes_are_counted_and_shapes_are_named() {
    let report = report(MODEL, &edited(&[(r#""BLUE": {"#, r#""NAVY": {"#), (r#""max": 9"#, r#""max": 10"#)]));
    assert_eq!(Class::ALL.map(|class| report.count(class)), [1, 0, 1]);
    assert_eq!(report.changes[0].shape.to_string(), "a#Colour$NAVY");
    assert_eq!(report.changes[1].shape.to_string(), "a#Sku");
}

#[test]
fn a_missing_service_is_an_error() {
    let selection = Selection { module: "shop".to_owned(), service: Some("Shp".to_owned()), ..Selection::default() };
    let problems = diff(&model(MODEL), &model(MODEL), &selection).unwrap_err().to_string();
    assert_eq!(problems, "there is no service Shp; did you mean Shop?");
}
