//! The three formats on a pair of small models, and diffs between official and vendored models.

use std::env;
use std::fs;
use std::path::PathBuf;

use ferrosmith_codegen::diff::{Report, Rule};
use tempfile::TempDir;

use super::*;

const OLD: &str = include_str!("../../tests/shop.json");
const SIDES: [&str; 2] = ["old.json", "new.json"];

fn report() -> Report {
    report_for_edits(&[
        (r#", "traits": { "smithy.api#required": {} } }"#, " }"),
        (r#""max": 9"#, r#""max": 99"#),
        (r#""`blue`""#, r#""b``lue\u001b[2J""#),
        ("\"sku\": { \"target\": \"example.shop#Sku\" },\n                \"inner\"", "\"inner\""),
    ])
}

/// Returns the report for these edits of the model.
pub(super) fn report_for_edits(edits: &[(&str, &str)]) -> Report {
    let folder = TempDir::new().unwrap();
    let new = edits.iter().fold(OLD.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    let paths = SIDES.map(|name| folder.path().join(name).display().to_string());
    fs::write(&paths[0], OLD).unwrap();
    fs::write(&paths[1], new).unwrap();
    let selection = Selection { module: "shop".to_owned(), ..Selection::default() };
    compare(&paths[0], &paths[1], &selection).unwrap()
}

#[test]
fn text_is_grouped_by_class_and_rule() {
    let expected = "\
shop (example.shop#Shop)
old.json → new.json
2 breaking, 1 wire, 1 compatible

breaking
  member removed: code that names the field or its setter does not compile
    - shop::types::Parcel::sku: Option<String>  (example.shop#Parcel$sku)
  arguments of new(…): `new(…)` asks for the required members: one more or one less
    - shop::operation::Buy::sku: an argument of new(…)  (example.shop#BuyInput$sku)

wire
  value of a variant: the variant is the same, and stands for another value in messages
    ~ shop::types::Colour::Blue: `blue` → b``lue\\u{1b}[2J  (example.shop#Colour$BLUE)

compatible
  constraint: the client checks no constraints; only documentation differs
    ~ shop::operation::Buy::sku: length 1 to 9 → length 1 to 99  (example.shop#Sku)
";
    assert_eq!(text::write(&report(), SIDES, &[], Paint::PLAIN), expected);
}

#[test]
fn markdown_expands_breaking_changes_and_quotes_model_text() {
    let expected = "\
### `shop`: 2 breaking, 1 wire, 1 compatible

`old.json` → `new.json`

<details open><summary><b>breaking</b>: 2</summary>

**member removed** (1): code that names the field or its setter does not compile

- `shop::types::Parcel::sku`: `Option<String>` (`example.shop#Parcel$sku`)

**arguments of new(…)** (1): `new(…)` asks for the required members: one more or one less

- `shop::operation::Buy::sku`: `an argument of new(…)` (`example.shop#BuyInput$sku`)

</details>

<details><summary><b>wire</b>: 1</summary>

**value of a variant** (1): the variant is the same, and stands for another value in messages

- `shop::types::Colour::Blue`: `` `blue` `` → ```b``lue\\u{1b}[2J``` (`example.shop#Colour$BLUE`)

</details>

<details><summary><b>compatible</b>: 1</summary>

**constraint** (1): the client checks no constraints; only documentation differs

- `shop::operation::Buy::sku`: `length 1 to 9` → `length 1 to 99` (`example.shop#Sku`)

</details>
";
    assert_eq!(markdown::write(&report(), SIDES, &[]), expected);
}

#[test]
fn mentions_come_last() {
    let mention = mentions::Mention { item: "shop::types::Parcel::sku".into(), path: "tests/a.rs".into(), line: 7 };
    let text = text::write(&report(), SIDES, std::slice::from_ref(&mention), Paint::PLAIN);
    assert!(
        text.ends_with("\nmentioned in files written by hand\n    shop::types::Parcel::sku: tests/a.rs:7\n"),
        "{text}"
    );
    let text = markdown::write(&report(), SIDES, std::slice::from_ref(&mention));
    assert!(text.ends_with("- `shop::types::Parcel::sku`: `tests/a.rs:7`\n"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&json::write(&report(), SIDES, &[mention]).unwrap()).unwrap();
    let expected = serde_json::json!([{ "item": "shop::types::Parcel::sku", "file": "tests/a.rs", "line": 7 }]);
    assert_eq!(value["mentions"], expected);
}

#[test]
fn json_has_the_documented_format() {
    let text = json::write(&report(), SIDES, &[]).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let expected = serde_json::json!({ "breaking": 2, "wire": 1, "compatible": 1, "documentation": 0 });
    assert_eq!(value["summary"], expected);
    let keys: Vec<_> = value.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["version", "module", "service", "old", "new", "summary", "changes", "mentions"]);
    let first = serde_json::json!({
        "class": "breaking",
        "rule": "member-removed",
        "shape": "example.shop#Parcel",
        "member": "sku",
        "items": ["shop::types::Parcel::sku"],
        "before": "Option<String>",
        "after": null,
        "what": "member removed",
        "why": "code that names the field or its setter does not compile",
    });
    assert_eq!(value["changes"][0], first);
}

#[test]
fn long_values_are_truncated_and_many_items_counted() {
    let items = (0..5).map(|index| format!("a::b{index}")).collect();
    let shape = model::ShapeId::parse("a#B").unwrap();
    let change = Change { rule: Rule::ConstraintChanged, items, shape, before: Some("x".repeat(500)), after: None };
    assert_eq!(values(&change)[0].as_ref().unwrap().chars().count(), 121);
    assert_eq!(super::items(&change), (vec!["a::b0".to_owned(), "a::b1".to_owned()], 3));
}

#[test]
fn problems_of_both_models_are_reported() {
    let folder = TempDir::new().unwrap();
    let paths = SIDES.map(|name| folder.path().join(name).display().to_string());
    paths.iter().for_each(|path| fs::write(path, "{").unwrap());
    let error = compare(&paths[0], &paths[1], &Selection::default()).unwrap_err();
    assert_eq!(error.downcast_ref::<Diagnostics>().unwrap().len(), 2, "{error:#}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Returns the report from an official model of September 2025 to the vendored one.
fn since_september(name: &str) -> Report {
    let corpus = env::var_os("FERROSMITH_CORPUS").map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let old = corpus.join(format!("aws-models/{name}.json")).display().to_string();
    let new = root().join(format!("models/{name}.json")).display().to_string();
    compare(&old, &new, &selection(Frontend::Xtask, &new, None)).unwrap()
}

fn shapes_by_rule(report: &Report, rule: Rule) -> Vec<&str> {
    report.changes.iter().filter(|change| change.rule == rule).map(|change| change.shape.name()).collect()
}

#[test]
#[ignore = "needs the corpus"]
fn corpus_backup_has_gained_16_operations_and_lost_none() {
    let report = since_september("backup");
    let expected = [
        "CreateBackupAccessPoint",
        "CreateTieringConfiguration",
        "DeleteBackupAccessPoint",
        "DeleteTieringConfiguration",
        "DescribeBackupAccessPoint",
        "DescribeScanJob",
        "GetPITRMalwareScanResults",
        "GetTieringConfiguration",
        "ListBackupAccessPoints",
        "ListBackupAccessPointsByRecoveryPoint",
        "ListBackupAccessPointsByResource",
        "ListScanJobSummaries",
        "ListScanJobs",
        "ListTieringConfigurations",
        "StartScanJob",
        "UpdateTieringConfiguration",
    ];
    assert_eq!(shapes_by_rule(&report, Rule::OperationAdded), expected);
    assert!(shapes_by_rule(&report, Rule::OperationRemoved).is_empty());
    assert!(shapes_by_rule(&report, Rule::TypeRemoved).is_empty());
    assert!(shapes_by_rule(&report, Rule::MemberRemoved).is_empty());
}

#[test]
#[ignore = "needs the corpus"]
fn corpus_fsx_has_the_same_operations() {
    let report = since_september("fsx");
    assert!(
        shapes_by_rule(&report, Rule::OperationAdded).is_empty()
            && shapes_by_rule(&report, Rule::OperationRemoved).is_empty()
    );
    assert_eq!(shapes_by_rule(&report, Rule::TypeAdded).len(), 7);
}

#[test]
#[ignore = "needs the corpus"]
fn corpus_boxes_are_stable_as_models_grow() {
    for name in ["backup", "fsx"] {
        assert!(shapes_by_rule(&since_september(name), Rule::BoxingChanged).is_empty(), "{name}");
    }
}

#[test]
fn closures_are_compared() {
    let folder = TempDir::new().unwrap();
    let old = include_str!("../../../tests/fixtures/shape_closure/model.json");
    let edits = [
        (r#""note": {"#, r#""remark": {"#),
        (r#""rename": { "example.audit#Item": "AuditItem" }"#, r#""rename": { "example.audit#Item": "Entry" }"#),
        (
            r#""example.shop#Unrelated": { "type": "structure", "members": {} }"#,
            r#""example.shop#Unrelated": { "type": "structure", "members": { "x": { "target": "no#thing" } } }"#,
        ),
    ];
    let new = edits.iter().fold(old.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    let paths = SIDES.map(|name| folder.path().join(name).display().to_string());
    fs::write(&paths[0], old).unwrap();
    fs::write(&paths[1], new).unwrap();
    for closure in [None, Some("Events".to_owned())] {
        let selection = Selection { module: "events".to_owned(), closure, ..Selection::default() };
        let report = compare(&paths[0], &paths[1], &selection).unwrap();
        let changes: Vec<_> =
            report.changes.iter().map(|change| format!("{:?} {}", change.rule, change.items[0])).collect();
        let expected = [
            "TypeRenamed events::types::Entry",
            "MemberRemoved events::types::OrderPlaced::note",
            "MemberTypeChanged events::types::LookInput::item",
            "MemberAdded events::types::OrderPlaced::remark",
        ];
        assert_eq!(changes, expected);
    }
}
