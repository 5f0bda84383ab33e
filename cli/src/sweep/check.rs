//! The checks of a sweep: clippy and rustdoc over all crates in one workspace, and endpoint tests.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use super::Row;
use crate::frontend::Frontend;
use crate::generate;
use crate::progress::stage;
use crate::tree;

/// The first line of the workspace's manifest, by which the command knows that the folder is its own.
const MARKER: &str = "# The crates of `ferrosmith sweep --check`, all of which it writes anew.";

/// Writes a workspace of the generated crates and runs clippy and rustdoc there. Returns what is wrong; an empty text if
/// nothing is.
pub(super) fn workspace(folder: &Path, runtime: Option<&Path>, rows: &[Row]) -> Result<String> {
    let manifest = folder.join("Cargo.toml");
    if folder.exists() {
        let is_ours = std::fs::read_to_string(&manifest).is_ok_and(|text| text.starts_with(MARKER));
        let is_empty = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        ensure!(
            is_ours || is_empty,
            "{} holds files that this command did not write; choose a new folder for --check",
            folder.display()
        );
    }
    let mut files = BTreeMap::new();
    let mut members = Vec::new();
    for row in rows {
        let Ok(service) = &row.result else { continue };
        members.push(row.name.clone());
        for (path, text) in generate::crate_files(&row.name, &service.generated, &folder.join(&row.name), runtime)? {
            files.insert(format!("{}/{path}", row.name), text);
        }
    }
    let members: Vec<String> = members.iter().map(|member| format!("    {member:?},\n")).collect();
    let text = format!("{MARKER}\n[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n", members.concat());
    files.insert("Cargo.toml".to_owned(), text);
    stage("writing the workspace", || tree::compare_only(folder, &files)?.apply(folder)?.commit())?;
    let mut problems = cargo(
        folder,
        &["clippy", "--workspace", "--all-targets", "--features", FEATURES, "--", "-D", "warnings"],
        None,
    )?;
    problems += &cargo(
        folder,
        &["doc", "--workspace", "--no-deps", "--features", FEATURES],
        Some(("RUSTDOCFLAGS", "-D warnings")),
    )?;
    Ok(problems)
}

/// What the examples of the generated crates need.
const FEATURES: &str = "client";

/// Runs the endpoint tests of the models in these folders. They are a part of the tests of ferrosmith.
pub(super) fn endpoints(folders: &[PathBuf], frontend: Frontend) -> Result<String> {
    let Ok(root) = frontend.workspace() else {
        bail!("the endpoint tests need a clone of ferrosmith: run `cargo xtask sweep … --endpoints` there");
    };
    let folders = folders.iter().map(|folder| folder.canonicalize()).collect::<std::io::Result<Vec<_>>>()?;
    let folders = env::join_paths(folders).context("a folder's name has a character that separates paths")?;
    let folders = folders.to_str().context("a folder's name is not UTF-8")?;
    let arguments = ["test", "-p", "ferrosmith-tests", "--test", "conformance", "sweep_"];
    cargo(&root, &arguments, Some(("FERROSMITH_MODELS", folders)))
}

/// Runs cargo, whose output goes to the terminal. Returns a line if it fails.
fn cargo(folder: &Path, arguments: &[&str], variable: Option<(&str, &str)>) -> Result<String> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).envs(variable);
    // What it prints to stdout is no part of the table.
    command.stdout(std::io::stderr());
    let status = command.status().context("cannot run cargo")?;
    let line = format!("cargo {} failed in {}\n", arguments.join(" "), folder.display());
    Ok(if status.success() { String::new() } else { line })
}
