//! The sizes of both forms of the rules of official models.
use crate::{Source, Target, generate};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

const FORMS: [&str; 2] = [super::RULES, super::BDD];

/// Returns the generated `endpoint.rs` of a service that has these forms of rules and no operations.
fn emitted(traits: &Map<String, Value>, forms: &[&str]) -> String {
    let mut kept: Map<String, Value> = traits
        .iter()
        .filter(|(id, _)| forms.contains(&id.as_str()))
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect();
    kept.insert("aws.protocols#awsJson1_1".to_owned(), json!({}));
    let service = json!({ "type": "service", "version": "1", "traits": kept });
    let text = json!({ "smithy": "2.0", "shapes": { "a#Store": service } }).to_string();
    let sources = vec![Source { path: "model.json".to_owned(), text }];
    let generated = generate(&[Target { module: "store".to_owned(), sources, ..Target::default() }]);
    generated.unwrap_or_else(|problems| panic!("{problems}")).files["store/endpoint.rs"].clone()
}

/// Either form may be of a later version, or have a function of one: the other is generated, and says so.
#[test]
fn one_form_suffices() {
    let result =
        |condition: Value| json!({ "conditions": condition, "endpoint": { "url": "https://a" }, "type": "endpoint" });
    let unknown = json!([{ "fn": "aws.isFuture", "argv": [] }]);
    let rules = |conditions| json!({ "version": "1.0", "parameters": {}, "rules": [result(conditions)] });
    // One node, the terminal; the root is the first result.
    let bdd = |version| {
        json!({ "version": version, "parameters": {}, "conditions": [], "results": [result(json!([]))],
            "root": 100_000_001, "nodeCount": 1, "nodes": "/////wAAAAH/////" })
    };
    let text = |rules: Value, bdd: Value| {
        let forms = FORMS.map(str::to_owned).into_iter().zip([rules, bdd]).collect();
        emitted(&forms, &FORMS).replace("\n//!", "")
    };
    let both = text(rules(json!([])), bdd("1.1"));
    assert!(!both.contains("cannot be read"), "{both}");
    let without_bdd = text(rules(json!([])), bdd("7.0"));
    let reason = "`smithy.rules#endpointBdd` cannot be read, at version: version \"7.0\" is not known.";
    assert!(without_bdd.contains("`smithy.rules#endpointRuleSet`") && without_bdd.contains(reason), "{without_bdd}");
    let without_rules = text(rules(unknown), bdd("1.1"));
    let reason =
        "`smithy.rules#endpointRuleSet` cannot be read, at rules[0].conditions[0]: there is no function aws.isFuture.";
    assert!(without_rules.contains("root") && without_rules.contains(reason), "{without_rules}");
}

fn corpus() -> PathBuf {
    let given = std::env::var_os("FERROSMITH_CORPUS").map(PathBuf::from);
    given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus"))
}

/// The bytes of a file that a compiler or a reader has to look at: without indentation and line breaks.
fn size(text: &str) -> usize {
    text.lines().map(|line| line.trim().len()).sum()
}

/// Prints the table of `docs/decisions/endpoints.md`: run with `--nocapture`.
#[test]
#[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
fn the_smaller_form_is_generated() {
    let mut services = 0;
    println!("| service | nodes | rule set: lines | bytes | diagram: lines | bytes | generated |");
    println!("|---|---|---|---|---|---|---|");
    let mut paths: Vec<_> =
        std::fs::read_dir(corpus().join("aws-models-2026")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let model: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let shapes = model["shapes"].as_object().unwrap();
        let traits = shapes.values().find(|shape| shape["type"] == "service").unwrap()["traits"].as_object().unwrap();
        if !FORMS.iter().all(|form| traits.contains_key(*form)) {
            continue;
        }
        services += 1;
        let [tree, bdd] = FORMS.map(|form| emitted(traits, &[form]));
        let chosen = emitted(traits, &FORMS);
        let (smaller, name) = if size(&tree) <= size(&bdd) { (&tree, "rule set") } else { (&bdd, "diagram") };
        assert_eq!(&chosen, smaller, "{}", path.display());
        let service = path.file_stem().unwrap().to_string_lossy();
        let nodes = &traits[super::BDD]["nodeCount"];
        let [tree, bdd] = [tree, bdd].map(|text| format!("{} | {}", text.lines().count(), size(&text)));
        println!("| {service} | {nodes} | {tree} | {bdd} | {name} |");
    }
    assert_eq!(services, 13);
}
