//! Vendoring is idempotent, removes prose, keeps facts, and writes nothing outside of `models`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::strip::strip;
use super::*;

const MODEL: &str = include_str!("../../tests/shop.json");

/// Returns a workspace that contains an official model.
fn workspace(official: &str) -> TempDir {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("official.json"), official).unwrap();
    root
}

fn vendor(root: &TempDir, name: &str, check: bool) -> Result<Outcome> {
    let file = root.path().join("official.json");
    run_in(root.path(), &Args { name: name.to_owned(), file, check }, Frontend::Xtask)
}

/// Strips a model with one shape, and returns that shape.
fn stripped(shape: &Value) -> Value {
    let model = json!({ "smithy": "2.0", "metadata": { "suppressions": [] }, "shapes": { "a#B": shape } });
    let text = strip(&model.to_string()).unwrap().text;
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value.as_object().unwrap().keys().collect::<Vec<_>>(), ["smithy", "shapes"]);
    value["shapes"]["a#B"].clone()
}

#[test]
fn vendored_models_are_unchanged() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("models");
    for name in ["fsx.json", "backup.json"] {
        let text = fs::read_to_string(models.join(name)).unwrap();
        assert!(strip(&text).unwrap().text == text, "{name} is not what vendoring it writes");
    }
}

#[test]
fn vendoring_again_changes_nothing() {
    let root = workspace(MODEL);
    let first = vendor(&root, "shop", false).unwrap();
    assert!(first.text.starts_with("9 shapes\nmodels/shop.json is new: example.shop#Shop\n"), "{}", first.text);
    let target = root.path().join("models/shop.json");
    let written = fs::read_to_string(&target).unwrap();
    fs::write(root.path().join("official.json"), &written).unwrap();
    let again = vendor(&root, "shop", false).unwrap();
    assert_eq!((again.text.as_str(), again.differs), ("9 shapes\nmodels/shop.json is up to date\n", false));
    assert_eq!(fs::read_to_string(&target).unwrap(), written);
    assert!(!vendor(&root, "shop", true).unwrap().differs);
}

#[test]
fn a_change_is_reported_and_a_check_writes_nothing() {
    let root = workspace(MODEL);
    vendor(&root, "shop", false).unwrap();
    let target = root.path().join("models/shop.json");
    let before = fs::read_to_string(&target).unwrap();
    fs::write(root.path().join("official.json"), MODEL.replace("\"colour\"", "\"color\"")).unwrap();
    let check = vendor(&root, "shop", true).unwrap();
    assert!(check.differs && check.text.contains("~ shop::operation::Buy::color: colour ("), "{}", check.text);
    assert_eq!(fs::read_to_string(&target).unwrap(), before);
    let done = vendor(&root, "shop", false).unwrap();
    assert!(!done.differs && done.text.contains("\nwrote models/shop.json: "), "{}", done.text);
    assert_ne!(fs::read_to_string(&target).unwrap(), before);
}

#[test]
fn shapes_are_sorted_and_members_are_not() {
    let text = strip(MODEL).unwrap().text;
    let at = |part: &str| text.find(part).unwrap();
    assert!(at("\"example.shop#Buy\": {") < at("\"example.shop#Shop\": {"));
    assert!(at("\"sku\"") < at("\"colour\"") && at("\"RED\"") < at("\"BLUE\""));
    assert!(text.starts_with("{\n    \"smithy\": \"2.0\",\n") && text.ends_with("\n}\n"));
}

#[test]
fn prose_is_removed_and_facts_are_kept() {
    let shape = json!({
        "type": "structure",
        "members": {
            "a": { "target": "smithy.api#String", "traits": { "smithy.api#documentation": "<p>Words.</p>" } },
            "b": { "target": "smithy.api#String", "traits": {
                "smithy.api#deprecated": { "message": "Use a.", "since": "1" }, "smithy.api#jsonName": "c" } }
        },
        "traits": { "smithy.api#documentation": "Words.", "smithy.api#externalDocumentation": { "More": "https://a" },
            "smithy.api#title": "B", "example#unknown": {} }
    });
    let expected = json!({
        "type": "structure",
        "members": {
            "a": { "target": "smithy.api#String" },
            "b": { "target": "smithy.api#String", "traits": {
                "smithy.api#deprecated": { "since": "1" }, "smithy.api#jsonName": "c" } }
        },
        "traits": { "smithy.api#title": "B" }
    });
    assert_eq!(stripped(&shape), expected);
}

#[test]
fn prose_of_examples_and_endpoint_rules_is_replaced() {
    let shape = json!({ "type": "operation", "traits": {
        "smithy.api#examples": [{ "title": "To do a thing", "documentation": "It does.", "input": { "documentation": 1 } }],
        "smithy.rules#endpointRuleSet": {
            "parameters": {
                "Region": { "builtIn": "AWS::Region", "documentation": "Theirs." },
                "Other": { "documentation": "Theirs." }
            },
            "rules": [
                { "type": "error", "error": "Invalid Configuration: Missing Region", "documentation": "Theirs." },
                { "type": "tree", "rules": [{ "type": "error", "error": "Something else" }] },
                { "type": "error", "error": "no Region was given" }
            ]
        },
        "smithy.rules#endpointTests": { "testCases": [] }
    } });
    let expected = json!({ "type": "operation", "traits": {
        "smithy.api#examples": [{ "title": "B 1", "input": { "documentation": 1 } }],
        "smithy.rules#endpointRuleSet": {
            "parameters": {
                "Region": { "builtIn": "AWS::Region", "documentation": "Region the request goes to" },
                "Other": {}
            },
            "rules": [
                { "type": "error", "error": "no Region was given" },
                { "type": "tree", "rules": [{ "type": "error", "error": "the endpoint rules allow no endpoint here" }] },
                { "type": "error", "error": "no Region was given" }
            ]
        }
    } });
    assert_eq!(stripped(&shape), expected);
}

#[test]
fn removed_traits_are_counted() {
    let model = json!({ "smithy": "2.0", "shapes": {
        "a#B": { "type": "string", "traits": { "smithy.api#documentation": "x", "example#unknown": {} } },
        "a#C": { "type": "string", "traits": { "smithy.api#documentation": "x" } }
    } });
    let summary = strip(&model.to_string()).unwrap().summary();
    assert_eq!(summary, "2 shapes; left out: example#unknown 1, smithy.api#documentation 2\n");
}

#[test]
fn names_and_links_out_of_models_are_rejected() {
    let root = workspace(MODEL);
    for name in ["../shop", "", "a/b", "A", "/tmp/x", ".x"] {
        let error = vendor(&root, name, false).err().unwrap().to_string();
        assert!(error.contains("cannot name a model"), "{error}");
    }
    #[cfg(unix)]
    {
        let elsewhere = TempDir::new().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("models")).unwrap();
        let error = vendor(&root, "shop", false).err().unwrap().to_string();
        assert!(error.contains("is a symbolic link"), "{error}");
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}

#[test]
fn an_invalid_model_is_not_written() {
    for (text, message) in [
        ("{", "as a Smithy model"),
        ("[]", "it is no JSON object"),
        ("{}", "it has no \"smithy\""),
        (r##"{ "smithy": "2.0", "shapes": { "a#B": { "type": "list", "member": { "target": "a#C" } } } }"##, "a#C"),
    ] {
        let root = workspace(text);
        let error = format!("{:#}", vendor(&root, "shop", false).err().unwrap());
        assert!(error.contains(message), "{error}");
        assert!(!root.path().join("models").exists());
    }
}

#[test]
#[ignore = "needs the corpus"]
fn corpus_models_are_vendored_and_hold_no_prose() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let corpus = std::env::var_os("FERROSMITH_CORPUS").map_or_else(|| project.join("../shared/corpus"), Into::into);
    for entry in fs::read_dir(corpus.join("aws-models")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let once = strip(&text).unwrap().text;
        assert!(strip(&once).unwrap().text == once);
        assert!(!once.contains("<p>") && !once.contains("smithy.api#documentation\""));
        model::load(&[Source { path: "m.json".to_owned(), text: once }]).unwrap();
    }
}

/// As in `generate`: of duplicate keys only one value would be kept.
#[test]
fn a_duplicate_key_is_rejected() {
    let twice = MODEL.replacen("\"smithy\"", "\"shapes\": {}, \"smithy\"", 1);
    let root = workspace(&twice);
    let error = vendor(&root, "shop", false).err().unwrap().to_string();
    assert!(error.contains("the key \"shapes\" is given twice"), "{error}");
    let shape = r#""a#B": { "type": "string", "traits": { "smithy.api#pattern": "x", "smithy.api#pattern": "y" } }"#;
    let root = workspace(&format!(r#"{{ "smithy": "2.0", "shapes": {{ {shape} }} }}"#));
    let error = vendor(&root, "shop", false).err().unwrap().to_string();
    assert!(error.contains("official.json:1: a#B: the key \"smithy.api#pattern\" is given twice"), "{error}");
    assert!(!root.path().join("models").exists());
}

/// A workspace whose codegen.toml lists `models/shop.json` and an overlay.
fn with_overlay(overlay: &str) -> TempDir {
    let root = workspace(MODEL);
    vendor(&root, "shop", false).unwrap();
    let config = "output = \"out/src\"\n[[service]]\nmodule = \"shop\"\n\
                  models = [\"models/shop.json\", \"models/shop.overlay.json\"]\n";
    fs::write(root.path().join("codegen.toml"), config).unwrap();
    fs::write(root.path().join("models/shop.overlay.json"), overlay).unwrap();
    root
}

#[test]
fn stale_entries_of_an_overlay_are_reported_with_help() {
    let entry = |id: &str| {
        format!("\"{id}\": {{ \"type\": \"apply\", \"traits\": {{ \"smithy.api#documentation\": \"x\" }} }}")
    };
    let shapes = ["example.shop#BuyInput$colour", "example.shop#Parcel"].map(entry).join(",\n");
    let root = with_overlay(&format!("{{ \"smithy\": \"2.0\", \"shapes\": {{\n{shapes}\n}} }}"));
    fs::write(root.path().join("official.json"), MODEL.replace("\"colour\"", "\"color\"")).unwrap();
    let output = vendor(&root, "shop", true).unwrap().text;
    assert!(output.contains("field renamed: "), "{output}");
    assert!(output.contains("overlays that no longer fit the model: 1 problem\n"), "{output}");
    assert!(output.contains("--> models/shop.overlay.json:2:1"), "{output}");
    assert!(output.contains("help: did you mean color? If the model has dropped it, remove this entry"), "{output}");
}

#[test]
fn new_shapes_without_documentation_are_listed() {
    let root = with_overlay("{ \"smithy\": \"2.0\", \"shapes\": {} }");
    let more = MODEL.replacen("\"colour\": {", "\"finish\": { \"target\": \"smithy.api#String\" }, \"colour\": {", 1);
    fs::write(root.path().join("official.json"), more).unwrap();
    let output = vendor(&root, "shop", true).unwrap().text;
    assert!(
        output.ends_with("new and without words, for the overlay: 1 shape\n  example.shop#BuyInput$finish\n"),
        "{output}"
    );
}

/// The metadata that declares closures is kept without its prose, and so are the traits that its selectors name.
#[test]
fn shape_closures_keep_their_shapes() {
    let root = workspace(include_str!("../../../tests/fixtures/shape_closure/model.json"));
    let text = vendor(&root, "events", false).unwrap().text;
    assert!(text.contains("models/events.json is new: example.shop#Events\n"), "{text}");
    let file = root.path().join("models/events.json");
    let model: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let closure = model["metadata"]["shapeClosures"][0].as_object().unwrap();
    assert_eq!(closure.keys().collect::<Vec<_>>(), ["id", "includeBySelector", "includeNamespaces", "rename"]);
    let traits = &model["shapes"]["example.shop#OrderPlaced"]["traits"];
    assert_eq!(*traits, json!({ "smithy.api#tags": ["event", "v1"] }));
    assert_eq!(model["shapes"]["example.audit#marker"]["traits"], json!({ "smithy.api#trait": {} }));
    let source = |text| [ferrosmith_codegen::Source { path: "m.json".to_owned(), text }];
    let shapes = |text| model::load(&source(text)).unwrap().closures.remove(0).shapes;
    let official = fs::read_to_string(root.path().join("official.json")).unwrap();
    assert_eq!(shapes(fs::read_to_string(&file).unwrap()), shapes(official));
    assert!(!vendor(&root, "events", true).unwrap().differs);
    // Of several closures, those of both models are compared.
    let several = root.path().join("official.json");
    let official = fs::read_to_string(&several).unwrap();
    let two = official.replacen(
        "\"shapeClosures\": [",
        "\"shapeClosures\": [{ \"id\": \"x#Y\", \"includeNamespaces\": [\"example.audit\"] },",
        1,
    );
    fs::write(&several, &two).unwrap();
    vendor(&root, "events", false).unwrap();
    fs::write(&several, two.replacen("\"who\":", "\"whom\":", 1)).unwrap();
    let text = vendor(&root, "events", false).unwrap().text;
    for item in [
        "events (x#Y)",
        "events::types::Item::whom:",
        "events (example.shop#Events)",
        "events::types::AuditItem::whom:",
    ] {
        assert!(text.contains(item), "{text}\nlacks {item}");
    }
    // Without closures, no further trait is kept.
    let tagged = json!({ "type": "string", "traits": { "smithy.api#tags": ["event"], "smithy.api#trait": {} } });
    assert_eq!(stripped(&tagged), json!({ "type": "string" }));
}
