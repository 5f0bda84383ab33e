//! The feature `serde`: all shapes at random, and each rule of `ferrosmith::serde` once.
use crate::every::{Operation, operations, shapes};
use ferrosmith::{BigDecimal, BigInteger, Blob, Timestamp, UnknownValue, serde::Readable};
use ferrosmith_aws::{
    backup::operation::{ListBackupJobs, StartBackupJobOutput},
    fsx::types::{BackupType, Tag},
};
use ferrosmith_tests::{
    int_enums::types::Priority,
    lists_and_maps::operation::ArrangeShelvesOutput,
    rest_bindings::{operation::SearchBooks, types::Cover},
    sensitive::operation::SignInOutput,
    sensitive::types::Card,
    shape_closure::types::{self as events, OrderPlaced, OrderPlacedRequired},
    simple_types::types::Readings,
    timestamps::operation::RecordWeather,
    unions::types::AnyValue,
};
use serde_json::{Value as Json, from_value, json, to_value};

/// Runs `check` with several seeds for each of `subjects`, and reports those that fail.
fn each<T>(subjects: &[T], name: impl Fn(&T) -> String, check: impl Fn(&T, u64) -> Result<(), String>) {
    let mut failures = Vec::new();
    for subject in subjects {
        let failed = (0..16).find_map(|seed| check(subject, seed).err().map(|error| (seed, error)));
        failures.extend(failed.map(|(seed, error)| format!("{} with seed {seed}: {error}", name(subject))));
    }
    println!("{} subjects, {} failed", subjects.len(), failures.len());
    let first: Vec<&str> = failures.iter().take(3).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} of {} failed:\n{}", failures.len(), subjects.len(), first.join("\n"));
}

#[test]
fn every_shape_round_trips_in_json_and_message_pack() {
    let shapes = shapes();
    assert!(shapes.len() > 600, "{} shapes", shapes.len());
    each(&shapes, |shape| shape.path.to_owned(), |shape, seed| (shape.through_serde)(seed));
}

#[test]
fn every_output_round_trips_in_its_protocol() {
    let name = |operation: &Operation| format!("{}::{}", operation.module, operation.schema.name);
    each(&operations(), name, |operation, seed| (operation.through_the_wire)(seed));
}

/// Checks that the value is serialized to this JSON, and deserialized from it.
#[track_caller]
fn is<T>(value: &T, json: &Json)
where
    T: ferrosmith::serde::Serialize + for<'de> ferrosmith::serde::Deserialize<'de> + PartialEq + std::fmt::Debug,
{
    assert_eq!(to_value(value).unwrap(), *json);
    assert_eq!(from_value::<T>(json.clone()).unwrap(), *value);
}

#[test]
fn names_are_those_of_the_model_for_every_binding() {
    let call = ListBackupJobs::new().by_state("CREATED").max_results(0).by_created_after(Timestamp::from_seconds(5));
    is(&call, &json!({ "MaxResults": 0, "ByState": "CREATED", "ByCreatedAfter": 5 }));
    let search = SearchBooks::new("q").more([("kind", "essay")]).cover(Cover::new().colour("red"));
    is(&search, &json!({ "query": "q", "more": { "kind": "essay" }, "cover": { "colour": "red" } }));
}

#[test]
fn absent_null_and_unknown_members() {
    is(&Tag::default(), &json!({}));
    assert_eq!(from_value::<Tag>(json!({ "Key": null, "Value": "", "New": [1] })).unwrap(), Tag::default().value(""));
    assert!(from_value::<Tag>(Json::Null).unwrap_err().to_string().contains("the structure Tag"));
    assert_eq!(from_value::<Option<Tag>>(Json::Null).unwrap(), None);
    // Required members of responses are written even if they were missing.
    let output: StartBackupJobOutput = from_value(json!({})).unwrap();
    is(&output, &json!({ "IsParent": false }));
    let sparse = json!({ "deep": { "k": [null, { "m": null }] }, "sparseBooks": { "gone": null } });
    assert_eq!(to_value(from_value::<ArrangeShelvesOutput>(sparse.clone()).unwrap()).unwrap(), sparse);
}

#[test]
fn enums_are_text_and_int_enums_numbers() {
    is(&BackupType::AwsBackup, &json!("AWS_BACKUP"));
    is(&BackupType::from("SOMETIMES"), &json!("SOMETIMES"));
    is(&Priority::from(Priority::VALUES[0]), &json!(Priority::VALUES[0]));
    is(&Priority::from(4711), &json!(4711));
}

#[test]
fn unions_have_one_member_and_keep_the_name_of_an_unknown_one() {
    is(&AnyValue::StringValue("a".to_owned()), &json!({ "stringValue": "a" }));
    is(&AnyValue::UnitValue, &json!({ "unitValue": {} }));
    let newer: AnyValue = from_value(json!({ "newer": { "a": [1] } })).unwrap();
    assert!(matches!(&newer, AnyValue::Unknown(name) if *name == UnknownValue::new("newer")));
    is(&newer, &json!({ "newer": {} }));
    assert!(from_value::<AnyValue>(json!({ "stringValue": "a", "longValue": 1 })).is_err());
}

#[test]
fn timestamps_are_numbers_whatever_their_format_and_are_read_from_texts_too() {
    is(&Timestamp::from_seconds(-5), &json!(-5));
    is(&Timestamp::new(1_700_000_000, 123_456_000), &json!(1_700_000_000.123_456));
    let weather = RecordWeather::new(Timestamp::from_seconds(1)).member_http_date(Timestamp::new(2, 500_000_000));
    is(&weather, &json!({ "requiredDateTime": 1, "memberHttpDate": 2.5 }));
    for text in ["1970-01-01T00:00:05Z", "1970-01-01T01:00:05+01:00", "Thu, 01 Jan 1970 00:00:05 GMT"] {
        assert_eq!(from_value::<Timestamp>(json!(text)).unwrap(), Timestamp::from_seconds(5));
    }
    let error = from_value::<Timestamp>(json!("today")).unwrap_err().to_string();
    assert_eq!(
        error,
        "invalid value: other text, expected seconds since 1970, or a time such as `2026-01-31T07:30:00Z`"
    );
}

#[test]
fn readable_values_have_names_of_rust_and_times_of_rfc_3339() {
    let weather = RecordWeather::new(Timestamp::from_seconds(1)).member_http_date(Timestamp::new(2, 500_000_000));
    let expected =
        json!({ "required_date_time": "1970-01-01T00:00:01Z", "member_http_date": "1970-01-01T00:00:02.5Z" });
    assert_eq!(to_value(Readable(&weather)).unwrap(), expected);
    let by_name = std::collections::BTreeMap::from([("a".to_owned(), vec![weather])]);
    assert_eq!(to_value(Readable(&by_name)).unwrap(), json!({ "a": [expected] }));
    let value =
        AnyValue::RecursiveList(vec![AnyValue::UnitValue, AnyValue::TimestampValue(Timestamp::from_seconds(0))]);
    let expected = json!({ "recursive_list": [{ "unit_value": {} }, { "timestamp_value": "1970-01-01T00:00:00Z" }] });
    assert_eq!(to_value(Readable(&Some(value))).unwrap(), expected);
    let card = to_value(Readable(&Card::new("4111"))).unwrap();
    assert_eq!(card, json!({ "number": "4111" }), "what is secret is data here too");
}

#[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
struct Night {
    #[serde(with = "ferrosmith::serde::rfc3339")]
    begun: Timestamp,
    #[serde(default, with = "ferrosmith::serde::rfc3339::option")]
    ended: Option<Timestamp>,
}

#[test]
fn timestamps_in_user_types_are_rfc_3339() {
    for (ended, text) in [(None, json!(null)), (Some(Timestamp::new(5, 7)), json!("1970-01-01T00:00:05.000000007Z"))] {
        is(
            &Night { begun: Timestamp::from_seconds(0), ended },
            &json!({ "begun": "1970-01-01T00:00:00Z", "ended": text }),
        );
    }
    assert_eq!(from_value::<Night>(json!({ "begun": "1970-01-01T00:00:00Z" })).unwrap().ended, None);
    assert!(from_value::<Night>(json!({ "begun": "yesterday" })).is_err());
}

#[test]
fn blobs_and_numbers_without_a_json_form() {
    is(&Blob::new("hi"), &json!("aGk="));
    let readings = Readings { double_value: Some(f64::NEG_INFINITY), ..Readings::default() };
    assert_eq!(to_value(&readings).unwrap()["doubleValue"], json!("-Infinity"));
    let digits = "123456789012345678901234567890";
    is(&digits.parse::<BigInteger>().unwrap(), &json!(digits));
    is(&"1.10".parse::<BigDecimal>().unwrap(), &json!("1.10"));
    assert_eq!(from_value::<BigInteger>(json!(7)).unwrap(), BigInteger::from(7));
    assert_eq!(from_value::<BigDecimal>(json!(1.5)).unwrap(), "1.5".parse().unwrap());
    // A number that the JSON parser rounded to a double is rejected, because digits were lost.
    assert!(serde_json::from_str::<BigInteger>(digits).is_err());
}

/// Types of a consumer that contain shapes, including those for which serde buffers a value.
#[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
struct Saved {
    #[serde(flatten)]
    tag: Tag,
    at: Option<Timestamp>,
    by_type: std::collections::BTreeMap<String, Vec<BackupType>>,
    either: Either,
}

#[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
#[serde(untagged)]
enum Either {
    Number(BigDecimal),
    Value(AnyValue),
}

#[test]
fn shapes_work_in_user_types() {
    let saved = Saved {
        tag: Tag::new("k", "v"),
        at: None,
        by_type: [("a".to_owned(), vec![BackupType::Automatic])].into(),
        either: Either::Value(AnyValue::TimestampValue(Timestamp::new(1, 500_000_000))),
    };
    let json = json!({
        "Key": "k", "Value": "v", "at": null, "by_type": { "a": ["AUTOMATIC"] }, "either": { "timestampValue": 1.5 },
    });
    is(&saved, &json);
}

#[test]
fn sensitive_members_are_serialized() {
    let card = Card::new("4111");
    assert!(!format!("{card:?}").contains("4111"));
    is(&card, &json!({ "number": "4111" }));
}

/// Formats quote unexpected values in their errors.
#[test]
fn no_error_quotes_a_sensitive_value() {
    let bodies = [
        json!({ "token": "hunter2!" }),
        json!({ "pin": "hunter2" }),
        json!({ "born": "hunter2" }),
        json!({ "session": { "card": "hunter2" } }),
        json!({ "session": { "card": { "number": 4567 } } }),
        json!({ "session": { "password": 4567 } }),
        json!({ "proof": { "password": 4567 } }),
        json!({ "hidden": { "text": 4567 } }),
        json!({ "hidden": "hunter2" }),
        json!({ "passwords": "hunter2" }),
        json!({ "byName": { "a": 4567 } }),
    ];
    for body in bodies {
        let error = from_value::<SignInOutput>(body.clone()).unwrap_err().to_string();
        assert!(
            error.contains("sensitive") && !error.contains("hunter2") && !error.contains("4567"),
            "{body}: {error}"
        );
    }
}

#[test]
fn the_last_of_duplicate_keys_is_used() {
    let twice = r#"{"Key": "a", "Value": "b", "Key": "c", "Value": null}"#;
    assert_eq!(serde_json::from_str::<Tag>(twice).unwrap(), Tag { key: Some("c".to_owned()), value: None });
}

/// Types of a shape closure have no protocol: their members have the names of the model, and tokens are members as others.
#[test]
fn types_without_a_service_are_read_and_written() {
    let order = OrderPlaced::new(OrderPlacedRequired {
        id: "o-1",
        time: Timestamp::from_seconds(5),
        items: vec![events::Item::new("box").parts([events::Item::new("lid")])],
        payment: events::Payment::Split(vec![events::Card::new().number("4111").into(), events::Payment::Cash]),
        token: "t",
    });
    is(
        &order.priority(events::Priority::High).note("fragile"),
        &json!({
            "id": "o-1", "time": 5, "items": [{ "sku": "box", "parts": [{ "sku": "lid" }] }],
            "payment": { "split": [{ "card": { "number": "4111" } }, { "cash": {} }] },
            "status": "NEW", "priority": 2, "gift": false, "token": "t", "note": "fragile"
        }),
    );
    is(&events::Refusal::new().message("sold out"), &json!({ "message": "sold out" }));
    let refused: events::OrderRefused = from_value(json!({ "id": "o-1", "time": "2026-01-31T07:30:00Z" })).unwrap();
    assert_eq!(refused.time, Timestamp::from_seconds(1_769_844_600));
}
