//! Errors in one operation do not prevent the loading of another.

use super::super::{Diagnostics, Model, ModelSelection, Source, load, load_for};

const MODEL: &str = r##"{ "smithy": "2.0", "shapes": {
"a#Shop": { "type": "service", "version": "1", "operations": [{ "target": "a#Buy" }], "resources": [{ "target": "a#Shelf" }],
    "traits": { "aws.protocols#restJson1": {} } },
"a#Shelf": { "type": "resource", "operations": [{ "target": "a#Sell" }, { "target": "a#Lend" }] },
"a#Buy": { "type": "operation", "input": { "target": "a#BuyInput" },
    "traits": { "smithy.api#http": { "method": "POST", "uri": "/buy" } } },
"a#BuyInput": { "type": "structure", "mixins": [{ "target": "a#Priced" }],
    "members": { "sku": { "target": "a#Sku" } } },
"a#Priced": { "type": "structure", "members": { "price": { "target": "a#Price" } }, "traits": { "smithy.api#mixin": {} } },
"a#Sku": { "type": "string" },
"a#Price": { "type": "integer" },
"a#Sell": { "type": "operation", "input": { "target": "a#SellInput" }, "errors": [{ "target": "a#Gone" }],
    "traits": { "smithy.api#http": { "method": "POST", "uri": "/sell//now" } } },
"a#SellInput": { "type": "structure", "members": {
    "to": { "target": "a#Nobody" },
    "price": { "target": "a#Price", "traits": { "smithy.api#default": "cheap" } },
    "where": { "target": "a#Places" } } },
"a#Places": { "type": "list", "member": { "target": "a#Places" } },
"a#Lend": { "type": "operation", "input": { "target": 5 } },
"a#Unused": { "type": "structure", "members": { "size": { "target": "a#Price", "traits": { "smithy.api#range": [] } } } }
} }"##;

fn load_some(text: &str, operations: &[&str]) -> Result<(Model, Diagnostics), Diagnostics> {
    let operations: Vec<String> = operations.iter().map(|name| (*name).to_owned()).collect();
    let source = Source { path: "m.json".to_owned(), text: text.to_owned() };
    load_for(&[source], ModelSelection { operations: &operations, ..ModelSelection::default() })
}

fn shapes(problems: &Diagnostics) -> Vec<&str> {
    problems.iter().map(|problem| problem.shape.as_ref().map_or("", |shape| shape.as_str())).collect()
}

#[test]
fn problems_of_other_operations_are_set_aside() {
    let all = ["a#Sell", "a#Sell", "a#SellInput$to", "a#SellInput$price", "a#Places", "a#Lend", "a#Unused$size"];
    let source = Source { path: "m.json".to_owned(), text: MODEL.to_owned() };
    let mut everything = shapes(&load(&[source]).unwrap_err()).into_iter().map(ToOwned::to_owned).collect::<Vec<_>>();
    everything.sort();
    let mut expected: Vec<_> = all.to_vec();
    expected.sort_unstable();
    assert_eq!(everything, expected);

    let (model, set_aside) = load_some(MODEL, &["Buy"]).unwrap_or_else(|problems| panic!("{problems}"));
    let mut reported = shapes(&set_aside);
    reported.sort_unstable();
    assert_eq!(reported, expected);
    let service = model.service(None).unwrap();
    let closure = model.closure(&service.id, &["Buy".to_owned()]).unwrap();
    assert!(closure.shapes.iter().any(|id| id.as_str() == "a#Price"), "{closure:?}");

    let problems = load_some(MODEL, &["Buy", "Sell"]).unwrap_err();
    assert_eq!(shapes(&problems), ["a#Sell", "a#Sell", "a#SellInput$to", "a#SellInput$price", "a#Places"]);
}

#[test]
fn problems_of_selected_operations_are_not_set_aside() {
    for (from, to, shape) in [
        (r#""a#Price": { "type": "integer""#, r#""a#Price": { "type": "number""#, "a#Price"),
        (
            r#""a#Sku": { "type": "string""#,
            r#""a#Sku": { "type": "string", "traits": { "smithy.api#range": 1 }"#,
            "a#Sku",
        ),
        (
            r#""price": { "target": "a#Price" } }, "traits""#,
            r#""price": { "target": "a#Pr" } }, "traits""#,
            "a#BuyInput$price",
        ),
        (r#"{ "smithy.api#mixin": {} }"#, r#"{ "smithy.api#mixin": {}, "smithy.api#input": 1 }"#, "a#BuyInput"),
        (r#""a#Places": {"#, r#""a#Undefined": { "type": "apply", "traits": {} }, "a#Places": {"#, "a#Undefined"),
        (r#""version": "1""#, r#""version": 1"#, "a#Shop"),
    ] {
        assert!(MODEL.contains(from), "{from}");
        let problems = load_some(&MODEL.replacen(from, to, 1), &["Buy"]).unwrap_err();
        assert!(!shapes(&problems).is_empty() && shapes(&problems).iter().all(|one| *one == shape), "{problems}");
    }
}

/// Nothing is set aside if the selected service is unknown.
#[test]
fn an_unknown_service_sets_nothing_aside() {
    let source = Source { path: "m.json".to_owned(), text: MODEL.to_owned() };
    let selection =
        ModelSelection { service: Some("Shp"), operations: &["Buy".to_owned()], ..ModelSelection::default() };
    assert_eq!(load_for(&[source], selection).unwrap_err().len(), 7);
}
