//! Runs `cargo xtask`: its own command, and that its messages name it.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn workspace() -> TempDir {
    let root = TempDir::new().unwrap();
    let config = "output = \"out/src\"\n[[service]]\nmodule = \"weather\"\nmodels = [\"weather.json\"]\n";
    fs::write(root.path().join("codegen.toml"), config).unwrap();
    fs::write(root.path().join("weather.json"), include_str!("../../cli/tests/weather.json")).unwrap();
    root
}

fn xtask(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    // Without the variable that Cargo sets, the root is searched upwards from the current folder.
    command.current_dir(folder).env_remove("CARGO_MANIFEST_DIR").args(args);
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn success_exits_with_0_and_a_difference_with_1() {
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
fn errors_exit_with_2_and_print_the_reason_to_stderr() {
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
fn shared_commands_name_this_frontend() {
    let root = workspace();
    let (code, stdout, stderr) = xtask(root.path(), &["vendor", "weather", "weather.json"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
    assert!(stdout.ends_with("; next: cargo xtask codegen\n"), "{stdout}");
    let (code, _, stderr) = xtask(root.path(), &["generate"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("and where: cargo xtask generate --model FILE --out DIR\n"), "{stderr}");
    let (code, stdout, _) = xtask(root.path(), &["generate", "--help"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("Usage: cargo xtask generate [OPTIONS]"), "{stdout}");
    for word in ["codegen", "vendor"] {
        assert!(xtask(root.path(), &["--help"]).1.contains(&format!("\n  {word} ")), "{word}");
    }
}
