//! Runs the command `ferrosmith`: exit codes, stdout and stderr.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn workspace() -> TempDir {
    let root = TempDir::new().unwrap();
    let config = "output = \"out/src\"\n[[service]]\nmodule = \"weather\"\nmodels = [\"weather.json\"]\n";
    fs::write(root.path().join("codegen.toml"), config).unwrap();
    fs::write(root.path().join("weather.json"), include_str!("weather.json")).unwrap();
    root
}

fn ferrosmith(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ferrosmith"));
    command.current_dir(folder).args(args);
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_crate_is_generated_from_several_models_and_operations() {
    let root = workspace();
    let overlay = r#"{ "smithy": "2.0", "shapes": {} }"#;
    fs::write(root.path().join("more.json"), overlay).unwrap();
    let line = "generate --model weather.json more.json --out new/crate --operation GetCity --crate-name my-weather \
                --service example.weather#Weather";
    let arguments: Vec<_> = line.split_whitespace().collect();
    let (code, stdout, stderr) = ferrosmith(root.path(), &arguments);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    assert!(stdout.starts_with("my_weather (example.weather#Weather)\n  1 operation, "), "{stdout}");
    assert!(root.path().join("new/crate/src/lib.rs").exists());
}

#[test]
fn a_diff_reads_git_and_exits_with_1_if_something_breaks() {
    let root = workspace();
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let status = Command::new("git").current_dir(root.path()).args(identity).args(args).status().unwrap();
        assert!(status.success(), "{args:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "models"]);
    let model = root.path().join("weather.json");
    let diff = |more: &[&str]| {
        let sides = ["diff", "git:HEAD:weather.json", "weather.json"];
        ferrosmith(root.path(), &[&sides, more].concat())
    };

    let (code, stdout, _) = diff(&[]);
    assert_eq!(code, Some(0));
    assert!(stdout.ends_with("\n0 breaking, 0 wire, 0 compatible\n"), "{stdout}");

    let text = fs::read_to_string(&model).unwrap();
    fs::write(&model, text.replace("\"name\": {", "\"title\": {")).unwrap();
    let (code, stdout, stderr) = diff(&[]);
    assert_eq!((code, stderr.as_str()), (Some(1), ""));
    let expected = "- weather::operation::GetCityOutput::name: Option<String>  (example.weather#GetCityOutput$name)\n";
    assert!(stdout.contains(expected) && !stdout.contains('\u{1b}'), "{stdout}");
    assert!(diff(&["--format", "markdown"]).1.starts_with("### `weather`: 1 breaking, 0 wire, 1 compatible\n"));
    assert!(diff(&["--format", "json"]).1.starts_with("{\n  \"version\": 1,\n"));

    let overlay = r#"{ "smithy": "2.0", "shapes": { "example.weather#GetCity": { "type": "apply",
        "traits": { "smithy.api#idempotent": {} } } } }"#;
    fs::write(root.path().join("more.json"), overlay).unwrap();
    let (code, stdout, _) = ferrosmith(root.path(), &["diff", "weather.json", "weather.json,more.json"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("+ weather::operation::GetCity: idempotent"), "{stdout}");

    let (code, stdout, stderr) = ferrosmith(root.path(), &["diff", "git:HEAD:no.json", "weather.json"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.starts_with("error: git has no HEAD:no.json: "), "{stderr}");
}

#[test]
fn a_model_is_vendored_and_inspected() {
    let root = workspace();
    let vendor = |more: &[&str]| ferrosmith(root.path(), &[&["vendor", "weather", "weather.json"], more].concat());
    assert_eq!(vendor(&["--dry-run"]).0, Some(1));
    assert!(!root.path().join("models").exists());
    let (code, stdout, stderr) = vendor(&[]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    assert!(stdout.contains("\nwrote models/weather.json: "), "{stdout}");
    assert_eq!(vendor(&["--check"]).0, Some(0));

    let (code, stdout, _) = ferrosmith(root.path(), &["inspect", "GetCityInput"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("    city_id: Option<String>  \"cityId\", required\n"), "{stdout}");
    let (code, _, stderr) = ferrosmith(root.path(), &["inspect", "GetCityInptu"]);
    assert_eq!(code, Some(2));
    assert!(stderr.ends_with("; did you mean GetCityInput?\n"), "{stderr}");
}

#[test]
fn a_crate_is_regenerated_in_its_folder() {
    let root = workspace();
    let make = ["generate", "--model", "weather.json", "--out", "made"];
    assert_eq!(ferrosmith(root.path(), &make).0, Some(0));
    let made = root.path().join("made");
    // Outside of a clone of ferrosmith, the runtime comes from the registry.
    let cargo = fs::read_to_string(made.join("Cargo.toml")).unwrap();
    assert!(cargo.contains(&format!("\nferrosmith = {{ version = \"{}\"", env!("CARGO_PKG_VERSION"))), "{cargo}");
    let (code, stdout, stderr) = ferrosmith(&made, &["generate", "--check"]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (Some(0), "this crate is up to date\n", ""));
    fs::remove_file(made.join("src/error.rs")).unwrap();
    let (code, stdout, _) = ferrosmith(&made, &["generate", "--check"]);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("+++ b/src/error.rs") && stdout.ends_with("run: ferrosmith generate\n"), "{stdout}");
    assert_eq!(ferrosmith(&made, &["generate"]).0, Some(0));
    assert_eq!(ferrosmith(&made, &["generate", "--check"]).0, Some(0));
    let (code, _, stderr) = ferrosmith(&made.join("src"), &["generate"]);
    assert_eq!(code, Some(2));
    assert!(stderr.starts_with("error: there is no ferrosmith.toml in this folder"), "{stderr}");
}

#[test]
fn quiet_prints_only_results_and_errors() {
    let root = workspace();
    let make = ["generate", "--quiet", "--model", "weather.json", "--out", "made"];
    assert_eq!(ferrosmith(root.path(), &make), (Some(0), String::new(), String::new()));
    let check = ["-q", "generate", "--check", "--out", "made"];
    assert_eq!(ferrosmith(root.path(), &check), (Some(0), String::new(), String::new()));
    fs::remove_file(root.path().join("made/src/error.rs")).unwrap();
    let (code, stdout, _) = ferrosmith(root.path(), &check);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("+++ b/made/src/error.rs"), "{stdout}");
    let (code, stdout, _) = ferrosmith(root.path(), &["diff", "-q", "weather.json", "weather.json"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("0 breaking"), "{stdout}");
    assert!(ferrosmith(root.path(), &["generate", "-q"]).2.starts_with("error: "));
}

#[test]
fn the_command_prints_its_version_and_completions() {
    let root = TempDir::new().unwrap();
    let version = format!("ferrosmith {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(ferrosmith(root.path(), &["--version"]), (Some(0), version, String::new()));
    for (shell, part) in
        [("bash", "complete -F _ferrosmith"), ("zsh", "#compdef ferrosmith"), ("fish", "complete -c ferrosmith")]
    {
        let (code, stdout, stderr) = ferrosmith(root.path(), &["completions", shell]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        assert!(stdout.contains(part) && stdout.contains("all-operations"), "{stdout}");
    }
    // Commands for the workspace of ferrosmith are not part of `ferrosmith`.
    assert_eq!(ferrosmith(root.path(), &["codegen"]).0, Some(2));
}

#[test]
fn a_model_is_vendored_without_a_workspace() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("w.json"), include_str!("weather.json")).unwrap();
    let (code, stdout, stderr) = ferrosmith(root.path(), &["vendor", "weather", "w.json"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    assert!(
        stdout.ends_with("; next: ferrosmith generate\n") && root.path().join("models/weather.json").exists(),
        "{stdout}"
    );
}

/// The crate in this repository that this command generated. It is a workspace member, compiled and tested with the
/// others.
#[test]
fn the_crate_of_the_tests_is_up_to_date() {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/library");
    let (code, stdout, stderr) = ferrosmith(&library, &["generate", "--check"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
}

#[test]
fn shapes_of_a_crate_are_inspected_in_its_folder() {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/library");
    let (code, stdout, stderr) = ferrosmith(&library, &["inspect", "Book"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    assert!(stdout.contains("library::types::Book\n"), "{stdout}");
    let (code, _, stderr) = ferrosmith(TempDir::new().unwrap().path(), &["inspect", "Book"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("no ferrosmith.toml in this folder") && stderr.contains("no codegen.toml"), "{stderr}");
}
