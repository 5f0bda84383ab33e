//! Checks that the picture of the README shows the output of `ferrosmith diff`.
//!
//! `FERROSMITH_PICTURES=write cargo test --package ferrosmith-cli --test picture` regenerates it.
#![allow(clippy::unwrap_used, reason = "that is how a test fails")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anstyle_svg::{Term, WIN10_CONSOLE};
use tempfile::TempDir;

/// Changes that a new version of a service's model may have.
const EDITS: &[(&str, &str)] = &[
    ("\"colour\": {", "\"color\": {"),
    (
        "\"sku\": { \"target\": \"example.shop#Sku\" },",
        "\"sku\": { \"target\": \"example.shop#Sku\" }, \"weight\": { \"target\": \"smithy.api#Double\" },",
    ),
    ("\"smithy.api#enumValue\": \"`blue`\"", "\"smithy.api#enumValue\": \"blue\""),
    ("\"max\": 9", "\"max\": 32"),
];

#[test]
fn the_picture_of_the_readme_is_what_the_command_prints() {
    let old = include_str!("shop.json");
    let new = EDITS.iter().fold(old.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in the model");
        text.replacen(from, to, 1)
    });
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("old")).unwrap();
    for (name, text) in [("old/shop.json", old), ("shop.json", new.as_str())] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_ferrosmith"))
        .args(["diff", "old/shop.json", "shop.json"])
        .current_dir(folder.path())
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let prompt = "$ ferrosmith diff old/shop.json shop.json\n";
    let svg = Term::new()
        .palette(WIN10_CONSOLE)
        .render_svg(&format!("{prompt}{}", String::from_utf8(output.stdout).unwrap()));

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures/diff.svg");
    if env::var_os("FERROSMITH_PICTURES").is_some_and(|mode| mode == "write") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &svg).unwrap();
    }
    let drawn = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        drawn == svg,
        "docs/pictures/diff.svg is not what the command prints; FERROSMITH_PICTURES=write draws it again"
    );
}
