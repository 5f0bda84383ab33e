//! The checks of a sweep: clippy and rustdoc over all crates in one workspace, and endpoint tests.

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;

use super::Row;
use crate::frontend::Frontend;
use crate::generate;
use crate::progress::stage;
use crate::summary::{pluralize, seconds};
use crate::tree;

/// The first line of the workspace's manifest, by which the command knows that the folder is its own.
const MARKER: &str = "# The crates of `ferrosmith sweep --check`, all of which it writes anew.";

/// Without debug information, and without files for a next build, which rewrites everything.
const SETTINGS: &str = "[profile.dev]\ndebug = false\nincremental = false\n";

/// What a check says.
pub(super) struct Report {
    pub(super) text: String,
    pub(super) has_failed: bool,
}

/// A tool that runs over the workspace: its name, and how cargo runs it, before and after the features. It goes on after a
/// crate that fails.
const TOOLS: [(&str, &[&str], &[&str]); 2] = [
    ("clippy", &["clippy", "--workspace", "--lib", "--examples"], &["--", "-D", "warnings"]),
    ("rustdoc", &["doc", "--workspace", "--no-deps"], &[]),
];

/// # Errors
/// Returns an error if the folder holds files of others.
pub(super) fn ensure_writable(folder: &Path) -> Result<()> {
    if folder.exists() {
        let is_ours = std::fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.starts_with(MARKER));
        let is_empty = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        ensure!(
            is_ours || is_empty,
            "{} holds files that this command did not write; choose a new folder for --check",
            folder.display()
        );
    }
    Ok(())
}

/// Writes a workspace of the generated crates and runs clippy and rustdoc there.
pub(super) fn workspace(folder: &Path, runtime: Option<&Path>, rows: &[Row]) -> Result<Report> {
    let mut files = BTreeMap::new();
    let mut members = Vec::new();
    for row in rows {
        let Ok(service) = &row.result else { continue };
        members.push(&*row.package);
        let crate_folder = folder.join(&row.package);
        for (path, text) in generate::crate_files(&row.package, &service.generated, &crate_folder, runtime)? {
            files.insert(format!("{}/{path}", row.package), text);
        }
    }
    let list: String = members.iter().map(|member| format!("    {member:?},\n")).collect();
    let text = format!("{MARKER}\n[workspace]\nresolver = \"3\"\nmembers = [\n{list}]\n\n{SETTINGS}");
    files.insert("Cargo.toml".to_owned(), text);
    stage("writing the workspace", || tree::compare_only(folder, &files)?.apply(folder)?.commit())?;
    let mut report = Report { text: String::new(), has_failed: false };
    // The examples ask for a client; a crate of types has none.
    let has_client = rows.iter().flat_map(|row| &row.result).flat_map(|made| &made.generated.services);
    let has_client = has_client.into_iter().any(|service| !service.is_types_only);
    let features = if has_client { "client,serde" } else { "serde" };
    for (tool, before, after) in TOOLS {
        let start = Instant::now();
        let arguments = [before, &["--features", features], after].concat();
        let Checked { warnings, has_failed } = run(folder, &arguments)?;
        let time = seconds(start.elapsed());
        report.text += &summary(tool, &members, &warnings, &time);
        if has_failed && warnings.is_empty() {
            report.text += &format!("cargo {} failed in {}\n", arguments.join(" "), folder.display());
        }
        report.has_failed |= has_failed || !warnings.is_empty();
    }
    Ok(report)
}

/// Returns a line about all crates, and one for each crate with warnings.
fn summary(tool: &str, members: &[&str], warnings: &BTreeMap<String, usize>, time: &str) -> String {
    let clean = members.len().saturating_sub(warnings.len());
    let mut text = format!("{tool}: {clean} of {} without a warning ({time})\n", pluralize(members.len(), "crate"));
    for (package, count) in warnings {
        text += &format!("  {package}: {}\n", pluralize(*count, "warning"));
    }
    text
}

/// What cargo found.
struct Checked {
    /// The number of warnings and errors of each crate that has some.
    warnings: BTreeMap<String, usize>,
    has_failed: bool,
}

/// Runs cargo, which prints the messages of compilers as JSON; shows them on stderr and counts them.
fn run(folder: &Path, arguments: &[&str]) -> Result<Checked> {
    let mut command = cargo(folder, &[arguments[0], "--keep-going", "--message-format", "json"]);
    command.args(&arguments[1..]).env("RUSTDOCFLAGS", "-D warnings").stdout(Stdio::piped());
    let mut process = command.spawn().context("cannot run cargo")?;
    let mut warnings = BTreeMap::new();
    if let Some(stdout) = process.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let Some((package, rendered)) = warning(&line.context("cannot read what cargo prints")?) else { continue };
            eprint!("{rendered}");
            *warnings.entry(package).or_default() += 1;
        }
    }
    Ok(Checked { warnings, has_failed: !process.wait().context("cannot wait for cargo")?.success() })
}

/// Returns the crate and the text of a line of `cargo --message-format json` that is a warning or an error.
fn warning(line: &str) -> Option<(String, String)> {
    #[derive(Deserialize)]
    struct Line {
        manifest_path: PathBuf,
        message: Message,
    }
    #[derive(Deserialize)]
    struct Message {
        level: String,
        message: String,
        rendered: Option<String>,
    }
    // Lines of other kinds have no message.
    let Line { manifest_path, message } = serde_json::from_str(line).ok()?;
    let is_summary = message.message.starts_with("aborting due to") || message.message.contains(" emitted");
    if is_summary || !["error", "warning"].contains(&&*message.level) {
        return None;
    }
    let folder = manifest_path.parent()?.file_name()?.to_string_lossy().into_owned();
    Some((folder, message.rendered.unwrap_or(message.message)))
}

/// Runs the endpoint tests of these models. They are a part of the tests of ferrosmith.
pub(super) fn endpoints(models: &[PathBuf], frontend: Frontend) -> Result<Report> {
    let Ok(root) = frontend.workspace() else {
        bail!("the endpoint tests need a clone of ferrosmith: run `cargo xtask sweep … --endpoints` there");
    };
    let models = models.iter().map(|model| model.canonicalize()).collect::<std::io::Result<Vec<_>>>()?;
    let models = env::join_paths(models).context("a folder's name has a character that separates paths")?;
    let arguments = ["test", "-p", "ferrosmith-tests", "--test", "conformance", "sweep_"];
    // What it prints to stdout is no part of the table.
    let mut command = cargo(&root, &arguments);
    let status = command.env("FERROSMITH_MODELS", models).stdout(std::io::stderr()).status();
    let has_failed = !status.context("cannot run cargo")?.success();
    let text = if has_failed { "endpoint tests: some failed\n" } else { "endpoint tests: all passed\n" };
    Ok(Report { text: text.to_owned(), has_failed })
}

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_counted_by_crate() {
        let line = |level: &str, message: &str| {
            format!(
                r#"{{"reason":"compiler-message","package_id":"path+file:///x/s3#0.1.0","manifest_path":"/x/s3/Cargo.toml",
                   "target":{{"name":"s3"}},"message":{{"level":"{level}","message":"{message}","rendered":"{message}!","spans":[]}}}}"#
            )
        };
        let of_s3 = |text: &str| Some(("s3".to_owned(), text.to_owned()));
        assert_eq!(warning(&line("error", "unused import: `x`")), of_s3("unused import: `x`!"));
        assert_eq!(warning(&line("warning", "unclosed HTML tag `a`")), of_s3("unclosed HTML tag `a`!"));
        for (level, message) in [
            ("error", "aborting due to 1 previous error"),
            ("warning", "2 warnings emitted"),
            ("failure-note", "Some errors have detailed explanations: E0277."),
        ] {
            assert_eq!(warning(&line(level, message)), None);
        }
        assert_eq!(warning(r#"{"reason":"build-finished","success":false}"#), None);
        assert_eq!(warning("no JSON"), None);
    }

    #[test]
    fn crates_with_warnings_are_named_and_the_others_counted() {
        let warnings = BTreeMap::from([("ec2".to_owned(), 1), ("s3".to_owned(), 12)]);
        assert_eq!(
            summary("clippy", &["ec2", "s3", "sqs"], &warnings, "7 s"),
            "clippy: 1 of 3 crates without a warning (7 s)\n  ec2: 1 warning\n  s3: 12 warnings\n"
        );
        assert!(
            summary("rustdoc", &["s3"], &BTreeMap::new(), "1 s").starts_with("rustdoc: 1 of 1 crate without a warning")
        );
    }
}
