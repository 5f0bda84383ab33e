//! A model as the command line names it: files, or files of a Git revision.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use ferrosmith_codegen::Source;

/// One or more parts, parted by commas: an overlay is a further part.
pub(crate) fn read(side: &str) -> Result<Vec<Source>> {
    side.split(',').map(part).collect()
}

/// The file of the model itself, without its revision.
pub(crate) fn path(side: &str) -> &str {
    let first = side.split(',').next().unwrap_or(side);
    revision(first).map_or(first, |(_, path)| path)
}

fn part(part: &str) -> Result<Source> {
    let text = match revision(part) {
        Some((revision, path)) => of_git(revision, path)?,
        None => fs::read_to_string(part).with_context(|| format!("cannot read the model {part}"))?,
    };
    Ok(Source { path: part.to_owned(), text })
}

/// `git:REVISION:path`.
fn revision(part: &str) -> Option<(&str, &str)> {
    part.strip_prefix("git:")?.split_once(':')
}

fn of_git(revision: &str, path: &str) -> Result<String> {
    ensure!(!revision.starts_with('-'), "{revision:?} is no revision");
    let object = format!("{revision}:{path}");
    // As `git show`, but without what a user has set up for reading, such as filters and colours.
    let output = Command::new("git").args(["cat-file", "blob", &object]).output().context("cannot run git")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "git has no {object}: {}", said.trim());
    String::from_utf8(output.stdout).with_context(|| format!("{object} is not text"))
}

/// The module that a model's file name gives, where it gives one.
pub(crate) fn module(path: &str) -> String {
    use heck::ToSnakeCase;
    let stem = Path::new(path).file_stem().unwrap_or_default().to_string_lossy().to_snake_case();
    if crate::config::check_module(&stem).is_ok() { stem } else { "model".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_taken_apart() {
        assert_eq!(path("git:HEAD~1:models/fsx.json,o.json"), "models/fsx.json");
        assert_eq!(path("models/fsx.json,o.json"), "models/fsx.json");
        assert_eq!(module("models/api-gateway.json"), "api_gateway");
        assert_eq!(module("models/3d.json"), "model");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let error = format!("{:#}", read("no/such.json").unwrap_err());
        assert!(error.starts_with("cannot read the model no/such.json: "), "{error}");
        let error = read("git:no-such-revision:models/fsx.json").unwrap_err().to_string();
        assert!(error.starts_with("git has no no-such-revision:models/fsx.json: "), "{error}");
        let error = read("git:--all:x").unwrap_err().to_string();
        assert_eq!(error, "\"--all\" is no revision");
    }
}
