//! A fixture is a folder with an input, `model.json`, and the expected output, `expected.snap`. The output of valid
//! models is also compiled, as a module of this crate (`build.rs`).
use crate::support::{fixture, listing, root};
use ferrosmith_codegen::{
    Target, generate,
    report::{Style, render},
};
use std::{fs, path::Path};

fn each_case(folder: &Path) {
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|case| case.join("model.json").exists());
    cases.sort();
    assert!(!cases.is_empty(), "no fixtures in {}", folder.display());
    let mut failures = Vec::new();
    for case in cases {
        let module = case.file_name().unwrap().to_string_lossy().into_owned();
        let sources = fixture(&case);
        let target = Target { module: module.clone(), sources: sources.clone(), ..Target::default() };
        let listing = listing(generate(&[target]), &sources);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&case);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let compare = || settings.bind(|| insta::assert_snapshot!("expected", listing));
        // A change of an emitter may affect many cases. Report them all at once.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(compare)).is_err() {
            failures.push(module);
        }
    }
    assert!(failures.is_empty(), "these fixtures differ: {failures:?}");
}

#[test]
fn sound_models_become_code() {
    each_case(&root().join("tests/fixtures"));
}

#[test]
fn broken_models_become_diagnostics() {
    each_case(&root().join("tests/fixtures/broken"));
}

/// Selects two of eight operations: nothing is generated for the other six.
#[test]
fn a_selection_brings_only_what_it_needs() {
    let sources = fixture(&root().join("tests/fixtures/five_operations"));
    let model: serde_json::Value = serde_json::from_str(&sources[0].text).unwrap();
    let selected = model["metadata"]["select"].as_array().unwrap();
    let operations: Vec<String> = selected.iter().map(|name| name.as_str().unwrap().to_owned()).collect();
    let target = Target { module: "few".to_owned(), sources, operations: operations.clone(), ..Target::default() };
    let generated = generate(&[target]).unwrap();
    assert_eq!(generated.services[0].operations, operations.len());
    let paths: Vec<&str> = generated.files.keys().map(String::as_str).collect();
    insta::assert_snapshot!(paths.join("\n"));
}

/// The output for editors: one JSON object per line.
#[test]
fn diagnostics_are_also_json() {
    let sources = fixture(&root().join("tests/fixtures/broken/unknown_target"));
    let problems = generate(&[Target { sources: sources.clone(), ..Target::default() }]).unwrap_err();
    insta::assert_snapshot!(render(&problems, &sources, Style::Json));
}
