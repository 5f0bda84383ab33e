//! JSON in and out, on the shapes of the fixtures.
use ferrosmith::http::Response;
use ferrosmith::{
    Document, Endpoint, ErrorKind, Operation, Timestamp,
    protocol::{AWS_JSON_1_1, Protocol as _},
};
use ferrosmith_aws::backup::{
    operation::CreateRestoreTestingPlan,
    types::{RestoreTestingPlanForCreate, RestoreTestingPlanForCreateRequired, RestoreTestingRecoveryPointSelection},
};
use ferrosmith_tests::{
    defaults,
    documents::operation::{ReplaceNote, StoreNotes},
    lists_and_maps::operation::{ArrangeShelves, ArrangeShelvesOutput},
    nullability,
    recursion::operation::GetTree,
    sensitive::operation::SignIn,
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

fn read<O: Operation>(body: &str) -> O::Output {
    match O::from_response(Response::new(body.as_bytes().to_vec())) {
        Ok(output) => output,
        Err(error) => panic!("{body}: {error}"),
    }
}

fn refused<O: Operation>(body: &Value) -> String {
    refused_text::<O>(body.to_string().as_bytes())
}

fn refused_text<O: Operation>(body: &[u8]) -> String {
    match O::from_response(Response::new(body.to_vec())) {
        Ok(_) => panic!("{} was read", String::from_utf8_lossy(body)),
        Err(error) => error.report().to_string(),
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

/// Each member of a union is serialized and deserialized as itself.
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
    assert!(matches!(GetTree::from_response(response).unwrap_err().kind(), ErrorKind::Response(_)));
}

#[test]
fn defaults_of_the_model_are_applied() {
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

/// Zero defaults from Smithy 1.0, and defaults added in a later version of a model, are not sent for the caller.
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

    let plan = RestoreTestingPlanForCreate::new(RestoreTestingPlanForCreateRequired {
        recovery_point_selection: RestoreTestingRecoveryPointSelection::new(),
        restore_testing_plan_name: "plan",
        schedule_expression: "cron(0 1 * * ? *)",
    });
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
fn errors_name_the_path_of_the_invalid_value() {
    let cases = [
        (r#"{"chapter": {"title": 5}}"#, "chapter.title: expected a string, found a number at line 1, column 23"),
        (
            "{\n  \"chapter\": {\"é\": 1, \"title\": null,\n \"next\": []}}",
            "chapter.next: expected an object, found an array at line 3, column 10",
        ),
        (r#"{"chapter" {}}"#, "expected `:`, found an object at line 1, column 12"),
        (r#"{"chapter": {} "#, "expected `,` or `}`, found the end of the text at line 1, column 16"),
        (r#"{"chapter": {}} x"#, "expected the end of the text, found something else at line 1, column 17"),
        (r#"{"unknown": [1, tru]}"#, "expected a value, found something else at line 1, column 17"),
        (
            r#"{"chapter": {"title": "\x"}}"#,
            "chapter.title: expected a string, found one with an escape that JSON does not have at line 1, column 24",
        ),
        ("<html>secret</html>", "expected an object, found something else at line 1, column 1"),
    ];
    for (body, expected) in cases {
        assert_eq!(
            refused_text::<GetTree>(body.as_bytes()),
            format!("recursion GetTree: the response cannot be read (status 200): {expected}")
        );
    }
    let lists = refused_text::<ArrangeShelves>(br#"{"grid": [[], ["a", 5]], "index": {}}"#);
    assert!(lists.ends_with("grid[1][1]: expected a string, found a number at line 1, column 21"), "{lists}");
    let maps = refused_text::<ArrangeShelves>(br#"{"index": {"secret": [], "other": [true]}}"#);
    assert!(maps.ends_with("index[1][0]: expected a string, found a boolean at line 1, column 36"), "{maps}");
    let utf8 = refused_text::<GetTree>(b"{\"chapter\":\n \"\xff\"}");
    assert!(utf8.ends_with("expected UTF-8, found other bytes at line 2, column 3"), "{utf8}");
}

/// No error contains the value of a sensitive member, even if it or a value next to it is invalid.
#[test]
fn no_error_quotes_a_value() {
    let bodies = [
        r#"{"token": "hunter2!"}"#,
        r#"{"pin": "hunter2"}"#,
        r#"{"pin": 1234567890123}"#,
        r#"{"born": "hunter2"}"#,
        r#"{"born": 1e4567}"#,
        r#"{"session": {"card": "hunter2"}}"#,
        r#"{"session": "hunter2"}"#,
        r#"{"proof": {"hunter2": 1, "hunter22": 2}}"#,
        r#"{"proof": "hunter2"}"#,
        r#"{"passwords": "hunter2"}"#,
        r#"{"byName": {"hunter2": 4567}}"#,
        r#"{"note": hunter2}"#,
        r#"{"session": {"password": "hunter2}"#,
        r#"{"hunter2": hunter2}"#,
    ];
    for body in bodies {
        let error = refused_text::<SignIn>(body.as_bytes());
        assert!(!error.contains("hunter2") && !error.contains("4567"), "{body}: {error}");
    }
}

#[test]
fn the_last_of_duplicate_keys_is_used() {
    let cases = [
        (r#"{"chapter": {"title": "a"}, "chapter": {"title": "b"}}"#, r#"{"chapter": {"title": "b"}}"#),
        (
            r#"{"chapter": {"title": "a", "next": {"title": "x"}}, "chapter": {"title": "b"}}"#,
            r#"{"chapter": {"title": "b"}}"#,
        ),
        (r#"{"chapter": {"title": "a"}, "chapter": null}"#, "{}"),
        (r#"{"chapter": null, "chapter": {"title": "a"}}"#, r#"{"chapter": {"title": "a"}}"#),
    ];
    for (twice, once) in cases {
        assert_eq!(read::<GetTree>(twice), read::<GetTree>(once), "{twice}");
    }
    let cases = [
        (r#"{"grid": [["a"], ["b"]], "grid": [["c"]]}"#, r#"{"grid": [["c"]]}"#),
        (r#"{"grid": [["a"]], "grid": []}"#, r#"{"grid": []}"#),
        (r#"{"index": {"x": ["a"]}, "index": {"y": ["b"]}}"#, r#"{"index": {"y": ["b"]}}"#),
        (r#"{"index": {"x": ["a"], "x": ["b"]}}"#, r#"{"index": {"x": ["b"]}}"#),
        (r#"{"index": {"x": ["a"], "x": null}}"#, r#"{"index": {}}"#),
        (r#"{"sparseBooks": {"x": {}, "x": null}}"#, r#"{"sparseBooks": {"x": null}}"#),
    ];
    for (twice, once) in cases {
        assert_eq!(read::<ArrangeShelves>(twice), read::<ArrangeShelves>(once), "{twice}");
    }
    let cases = [
        (r#"{"stringValue": "a", "stringValue": "b"}"#, r#"{"stringValue": "b"}"#),
        (r#"{"listValue": ["a"], "listValue": []}"#, r#"{"listValue": []}"#),
        (r#"{"stringValue": "a", "stringValue": null, "longValue": 1}"#, r#"{"longValue": 1}"#),
    ];
    for (twice, once) in cases {
        let values = [twice, once].map(|value| read::<SearchCatalogue>(&format!(r#"{{"values": [{value}]}}"#)));
        assert_eq!(values[0], values[1], "{twice}");
    }
    refused_text::<SearchCatalogue>(br#"{"values": [{"stringValue": "a", "stringValue": null}]}"#);
}

#[test]
fn a_final_null_restores_the_default() {
    let details = |text: &str| {
        let mut details = defaults::types::Details::default();
        let response = Response::new(text.to_owned().into());
        AWS_JSON_1_1.read_output(&response, &mut details).unwrap();
        details
    };
    assert_eq!(details(r#"{"pages": 5, "text": "x"}"#).pages, 5);
    assert_eq!(
        details(r#"{"pages": 5, "text": "x", "pages": null, "text": null}"#),
        defaults::types::Details::default()
    );
}

#[test]
fn number_formats_of_services_are_read() {
    let one =
        |value: &str| read::<SearchCatalogue>(&format!(r#"{{"values": [{value}]}}"#)).values.unwrap().pop().unwrap();
    assert_eq!(one(r#"{"integerValue": -0}"#), AnyValue::IntegerValue(0));
    assert_eq!(one(r#"{"longValue": -9223372036854775808}"#), AnyValue::LongValue(i64::MIN));
    assert_eq!(one(r#"{"floatValue": 1E+2}"#), AnyValue::FloatValue(100.0));
    assert_eq!(one(r#"{"doubleValue": 1e-400}"#), AnyValue::DoubleValue(0.0));
    assert_eq!(
        one(r#"{"timestampValue": 1.5169254900870E9}"#),
        AnyValue::TimestampValue(Timestamp::new(1_516_925_490, 87_000_000))
    );
    assert_eq!(one(r#"{"timestampValue": -0}"#), AnyValue::TimestampValue(Timestamp::from_seconds(0)));
    let wrong = [
        r#"{"byteValue": 128}"#,
        r#"{"shortValue": -32769}"#,
        r#"{"integerValue": 2147483648}"#,
        r#"{"longValue": 9223372036854775808}"#,
        r#"{"integerValue": 1.0}"#,
        r#"{"integerValue": 1e2}"#,
        r#"{"integerValue": "1"}"#,
        r#"{"intEnumValue": 1.5}"#,
        r#"{"floatValue": 1e39}"#,
        r#"{"doubleValue": 1e400}"#,
        r#"{"doubleValue": "1"}"#,
        r#"{"doubleValue": "nan"}"#,
        r#"{"doubleValue": NaN}"#,
        r#"{"timestampValue": 1e13}"#,
        r#"{"documentValue": 1e400}"#,
        r#"{"bigIntegerValue": 1.5}"#,
        r#"{"integerValue": 01}"#,
        r#"{"integerValue": +1}"#,
        r#"{"doubleValue": 1.}"#,
        r#"{"doubleValue": .5}"#,
        r#"{"doubleValue": 1e}"#,
        r#"{"doubleValue": -}"#,
    ];
    for value in wrong {
        refused_text::<SearchCatalogue>(format!(r#"{{"values": [{value}]}}"#).as_bytes());
    }
}

/// Services may truncate text between two UTF-16 code units. The remaining lone surrogate must not fail the call.
#[test]
fn a_lone_surrogate_is_read_as_the_replacement_character() {
    let title =
        |text: &str| read::<GetTree>(&format!(r#"{{"chapter": {{"title": "{text}"}}}}"#)).chapter.unwrap().title;
    assert_eq!(title(r"cut \ud83d"), "cut \u{fffd}");
    assert_eq!(title(r"\ude00 \ud83d\n \ud83dx \ud83d\ud83d\ude00"), "\u{fffd} \u{fffd}\n \u{fffd}x \u{fffd}😀");
    assert_eq!(title(r#"\"\\\/\b\f\n\r\t\u00e9\u0000é"#), "\"\\/\u{8}\u{c}\n\r\té\0é");
    let document: Document = json!({ "\u{fffd}": "\u{fffd}" });
    let response = Response::new(br#"{"\udc00": "\udbff"}"#.to_vec());
    assert_eq!(ReplaceNote::from_response(response).unwrap().body, Some(document));
}

#[test]
fn unknown_members_may_be_nested_without_limit() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep =
            format!(r#"{{"unknown":{}1{},"chapter":{{"title":"t"}}}}"#, open.repeat(100_000), close.repeat(100_000));
        assert_eq!(read::<GetTree>(&deep).chapter.unwrap().title, "t");
        refused_text::<GetTree>(deep.replacen('1', "x", 1).as_bytes());
    }
    let document = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refused_text::<ReplaceNote>(document.as_bytes()).contains("128"));
}
