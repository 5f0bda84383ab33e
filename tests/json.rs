//! JSON in and out, on the shapes of the fixtures.
use ferrosmith::http::Response;
use ferrosmith::{Document, Endpoint, Error, Operation, Timestamp};
use ferrosmith_aws::backup::{
    operation::CreateRestoreTestingPlan,
    types::{RestoreTestingPlanForCreate, RestoreTestingRecoveryPointSelection},
};
use ferrosmith_tests::{
    defaults,
    documents::operation::{ReplaceNote, StoreNotes},
    lists_and_maps::operation::{ArrangeShelves, ArrangeShelvesOutput},
    nullability,
    recursion::operation::GetTree,
    unions::{operation::SearchCatalogue, types::AnyValue},
};
use serde_json::{Value, json};

fn sent(operation: &impl Operation) -> Value {
    let endpoint: Endpoint = "http://localhost:8000".parse().unwrap();
    serde_json::from_slice(operation.to_request(&endpoint).unwrap().body()).unwrap()
}

fn received<O: Operation>(body: &Value) -> O::Output {
    match O::from_response(Response::builder().body(body.to_string().into_bytes()).unwrap()) {
        Ok(output) => output,
        Err(error) => panic!("{error}"),
    }
}

fn refused<O: Operation>(body: &Value) -> String {
    match O::from_response(Response::builder().body(body.to_string().into_bytes()).unwrap()) {
        Ok(_) => panic!("{body} was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn sparse_collections_keep_nulls_and_dense_ones_drop_them() {
    let output: ArrangeShelvesOutput = received::<ArrangeShelves>(&json!({
        "grid": [["a", null], null],
        "index": { "x": ["b"], "y": null },
        "deep": { "k": [null, { "m": null, "n": "v" }] },
        "sparseBooks": { "gone": null, "here": {} },
    }));
    assert_eq!(output.grid, Some(vec![vec!["a".to_owned()]]));
    assert_eq!(output.index.unwrap().keys().collect::<Vec<_>>(), ["x"]);
    let deep = &output.deep.unwrap()["k"];
    assert_eq!(deep[0], None);
    assert_eq!(deep[1].as_ref().unwrap()["m"], None);
    assert_eq!(deep[1].as_ref().unwrap()["n"].as_deref(), Some("v"));
    let books = output.sparse_books.unwrap();
    assert!(books["gone"].is_none() && books["here"].is_some());
    let input = ArrangeShelves { gaps: Some(vec![None, Some("x".to_owned())]), ..ArrangeShelves::default() };
    assert_eq!(sent(&input.notes([("k", None::<String>)])), json!({ "gaps": [null, "x"], "notes": { "k": null } }));
}

/// Each member of a union goes out and comes back as itself.
#[test]
fn unions_round_trip_by_every_member() {
    let values = [
        json!({ "blobValue": "aGk=" }),
        json!({ "booleanValue": false }),
        json!({ "stringValue": "" }),
        json!({ "byteValue": -128 }),
        json!({ "shortValue": 32767 }),
        json!({ "integerValue": -2147483648 }),
        json!({ "longValue": 9223372036854775807_i64 }),
        json!({ "floatValue": 1.5 }),
        json!({ "doubleValue": "-Infinity" }),
        serde_json::from_str(r#"{"bigIntegerValue": 18446744073709551615}"#).unwrap(),
        json!({ "bigDecimalValue": 0.25 }),
        json!({ "timestampValue": 1515531081.123 }),
        json!({ "documentValue": { "a": [1, null, "x"] } }),
        json!({ "enumValue": "not yet known" }),
        json!({ "intEnumValue": 77 }),
        json!({ "listValue": [] }),
        json!({ "mapValue": {} }),
        json!({ "unitValue": {} }),
        json!({ "recursiveList": [{ "stringValue": "x" }, { "unitValue": {} }] }),
    ];
    for value in values {
        let output = received::<SearchCatalogue>(&json!({ "values": [value] }));
        let read = output.values.unwrap().pop().unwrap();
        assert_eq!(sent(&SearchCatalogue::default().value(read)), json!({ "value": value }));
    }
}

#[test]
fn a_union_has_exactly_one_member() {
    let known = json!({ "values": [{ "__type": "x", "stringValue": "a", "longValue": null }] });
    assert_eq!(received::<SearchCatalogue>(&known).values, Some(vec![AnyValue::StringValue("a".to_owned())]));
    let unknown = received::<SearchCatalogue>(&json!({ "values": [{ "newer": { "a": 1 } }] })).values.unwrap();
    assert!(matches!(&unknown[0], AnyValue::Unknown(name) if name.as_str() == "newer"), "{unknown:?}");
    for wrong in [json!({}), json!({ "stringValue": "a", "longValue": 1 }), json!([])] {
        refused::<SearchCatalogue>(&json!({ "values": [wrong] }));
    }
    let endpoint: Endpoint = "http://localhost".parse().unwrap();
    let call = SearchCatalogue::default().value(unknown[0].clone());
    assert!(call.to_request(&endpoint).unwrap_err().to_string().contains("AnyValue"));
}

#[test]
fn recursive_shapes_are_read_and_hostile_depth_is_refused() {
    let chapters = (0..20).fold(json!({ "title": "last" }), |next, _| json!({ "title": "", "next": next }));
    let output = received::<GetTree>(&json!({ "chapter": chapters }));
    let titles = std::iter::successors(output.chapter.as_deref(), |chapter| chapter.next.as_deref());
    assert_eq!(titles.count(), 21);
    let hostile = format!(r#"{{"chapter":{}{}"#, r#"{"next":"#.repeat(100_000), "}".repeat(100_001));
    let response = Response::builder().body(hostile.into_bytes()).unwrap();
    assert!(matches!(GetTree::from_response(response), Err(Error::Response(_))));
}

#[test]
fn defaults_stand_where_the_model_puts_them() {
    let details = defaults::types::Details::default();
    assert_eq!((details.text.as_str(), details.pages, details.long), ("untitled", 100, -1));
    assert_eq!((details.yes, details.flag, details.float), (true, false, 1.5));
    assert_eq!(details.genre, defaults::types::Genre::Novel);
    assert_eq!(details.stars, defaults::types::Stars::Two);
    assert_eq!(details.bytes.as_ref(), b"hello");
    assert_eq!(details.date_time, Timestamp::from_seconds(1_709_208_000));
    assert_eq!(details.document_list, json!([]));
    assert_eq!(details.big_integer.as_str(), "12");
    assert_eq!(details.client_optional, None);
    assert_eq!(defaults::operation::AddBook::new(), defaults::operation::AddBook::default());
    assert_eq!(sent(&defaults::operation::AddBook::new()), json!({}));
    let explicit = defaults::operation::AddBook::new().empty_text("").flag(false).count(0).list(Vec::<String>::new());
    assert_eq!(sent(&explicit), json!({ "emptyText": "", "flag": false, "count": 0, "list": [] }));
}

/// What Smithy 1.0 could not say otherwise, and what a later version of a model added, is no value of the caller's.
#[test]
fn defaults_that_are_not_the_members_own_are_left_to_the_service() {
    let call = nullability::operation::BorrowBook::default();
    let terms = nullability::types::Terms::new(0);
    let expected = json!({ "daysNeeded": 0, "ownZero": 0, "weeks": 4 });
    assert_eq!(sent(&call.clone().terms(terms.clone())), json!({ "terms": expected }));
    let zeros = terms.days(0).renewable(false).copies(0).shelf("");
    let expected =
        json!({ "days": 0, "daysNeeded": 0, "renewable": false, "copies": 0, "ownZero": 0, "weeks": 4, "shelf": "" });
    assert_eq!(sent(&call.terms(zeros)), json!({ "terms": expected }));
    let book = json!({ "title": "", "author": { "name": "" } });
    assert_eq!(received::<nullability::operation::ReturnBook>(&json!({ "book": book })).days_late, 0);

    let plan =
        RestoreTestingPlanForCreate::new(RestoreTestingRecoveryPointSelection::new(), "plan", "cron(0 1 * * ? *)");
    let sent = sent(&CreateRestoreTestingPlan::new(plan));
    assert_eq!(sent["RestoreTestingPlan"].get("StartWindowHours"), None, "{sent}");
}

#[test]
fn documents_hold_anything() {
    let value: Document = json!({ "a": [true, null, 1.5, "x", {}] });
    assert_eq!(received::<ReplaceNote>(&value).body.as_ref(), Some(&value));
    assert_eq!(sent(&ReplaceNote::new("1").body(value.clone())), value);
    assert_eq!(sent(&StoreNotes::new(value.clone())), json!({ "note": value }));
}

#[test]
fn wrong_types_are_named_with_their_place() {
    let error = refused::<GetTree>(&json!({ "chapter": { "title": 5 } }));
    assert!(error.contains("expected a string at line 1"), "{error}");
}
