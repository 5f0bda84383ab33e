//! The command line from outside: exit codes, and what goes to stdout and to stderr.
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

fn xtask(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    // Without the variable that Cargo sets the root is found upwards from the current folder.
    command.current_dir(folder).env_remove("CARGO_MANIFEST_DIR").args(args);
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn done_is_0_and_a_difference_is_1() {
    let root = workspace();
    let (code, stdout, stderr) = xtask(root.path(), &["codegen"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    let below = root.path().join("out/src");
    assert_eq!(xtask(&below, &["codegen", "--check"]).0, Some(0));
    fs::write(below.join("extra.rs"), "x\n").unwrap();
    let (code, stdout, _) = xtask(&below, &["codegen", "--check"]);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("--- a/out/src/extra.rs") && stdout.contains("run: cargo xtask codegen\n"), "{stdout}");
}

#[test]
fn could_not_run_is_2_with_the_reason_on_stderr() {
    let root = workspace();
    let (code, stdout, stderr) = xtask(root.path(), &["codegen", "--service", "wether"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert_eq!(stderr, "error: codegen.toml has no service `wether`; it has: weather\n");

    fs::write(root.path().join("weather.json"), "{").unwrap();
    let (code, _, stderr) = xtask(root.path(), &["codegen"]);
    assert_eq!(code, Some(2));
    let lines: Vec<_> = stderr.lines().collect();
    assert!(lines[1].ends_with("--> weather.json:1:1"), "{stderr}");
    assert_eq!(lines.last().copied(), Some("error: 1 problem; nothing was written"));

    let nowhere = TempDir::new().unwrap();
    let (code, _, stderr) = xtask(nowhere.path(), &["codegen"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("run this inside a clone of ferrosmith"), "{stderr}");
    assert_eq!(xtask(nowhere.path(), &["codegne"]).0, Some(2));
}

#[test]
fn a_crate_is_generated_from_several_models_and_operations() {
    let root = workspace();
    let overlay = r#"{ "smithy": "2.0", "shapes": {} }"#;
    fs::write(root.path().join("more.json"), overlay).unwrap();
    let line = "generate --model weather.json more.json --out new/crate --operation GetCity --crate-name my-weather \
                --service example.weather#Weather";
    let arguments: Vec<_> = line.split_whitespace().collect();
    let (code, stdout, stderr) = xtask(root.path(), &arguments);
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
        xtask(root.path(), &[&sides, more].concat())
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
    let (code, stdout, _) = xtask(root.path(), &["diff", "weather.json", "weather.json,more.json"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("+ weather::operation::GetCity: idempotent"), "{stdout}");

    let (code, stdout, stderr) = xtask(root.path(), &["diff", "git:HEAD:no.json", "weather.json"]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.starts_with("error: git has no HEAD:no.json: "), "{stderr}");
}

#[test]
fn a_model_is_vendored_and_inspected() {
    let root = workspace();
    let vendor = |more: &[&str]| xtask(root.path(), &[&["vendor", "weather", "weather.json"], more].concat());
    assert_eq!(vendor(&["--dry-run"]).0, Some(1));
    assert!(!root.path().join("models").exists());
    let (code, stdout, stderr) = vendor(&[]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    assert!(stdout.contains("\nwrote models/weather.json: "), "{stdout}");
    assert_eq!(vendor(&["--check"]).0, Some(0));

    let (code, stdout, _) = xtask(root.path(), &["inspect", "GetCityInput"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("    city_id: Option<String>  \"cityId\", required\n"), "{stdout}");
    let (code, _, stderr) = xtask(root.path(), &["inspect", "GetCityInptu"]);
    assert_eq!(code, Some(2));
    assert!(stderr.ends_with("; did you mean GetCityInput?\n"), "{stderr}");
}
