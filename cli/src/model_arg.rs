//! A model argument of the command line: files, or files of a Git revision.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use ferrosmith_codegen::Source;

/// Reads one or more files, separated by commas. Overlays follow the model.
pub(crate) fn read(argument: &str) -> Result<Vec<Source>> {
    argument.split(',').map(read_part).collect()
}

/// Returns the path of the model itself, without its revision.
pub(crate) fn path(argument: &str) -> &str {
    let first = argument.split(',').next().unwrap_or(argument);
    split_revision(first).map_or(first, |(_, path)| path)
}

fn read_part(part: &str) -> Result<Source> {
    let text = match split_revision(part) {
        Some((revision, path)) => read_from_git(revision, path)?,
        None => fs::read_to_string(part).with_context(|| format!("cannot read the model {part}"))?,
    };
    Ok(Source { path: part.to_owned(), text })
}

/// Splits `git:REVISION:path` into the revision and the path.
fn split_revision(part: &str) -> Option<(&str, &str)> {
    part.strip_prefix("git:")?.split_once(':')
}

fn read_from_git(revision: &str, path: &str) -> Result<String> {
    ensure!(!revision.starts_with('-'), "{revision:?} is no revision");
    let object = format!("{revision}:{path}");
    // Like `git show`, but independent of the user's configuration, such as filters and colours.
    let output = Command::new("git").args(["cat-file", "blob", &object]).output().context("cannot run git")?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "git has no {object}: {}", stderr.trim());
    String::from_utf8(output.stdout).with_context(|| format!("{object} is not text"))
}

/// Derives the module name from a model's file name; `model` if that is not a valid module name.
pub(crate) fn module(path: &str) -> String {
    use heck::ToSnakeCase;
    let stem = Path::new(path).file_stem().unwrap_or_default().to_string_lossy().to_snake_case();
    if crate::config::check_module(&stem).is_ok() { stem } else { "model".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_parsed() {
        assert_eq!(path("git:HEAD~1:models/fsx.json,o.json"), "models/fsx.json");
        assert_eq!(path("models/fsx.json,o.json"), "models/fsx.json");
        assert_eq!(module("models/api-gateway.json"), "api_gateway");
        assert_eq!(module("models/3d.json"), "model");
    }

    #[test]
    fn unreadable_models_are_named() {
        let error = format!("{:#}", read("no/such.json").unwrap_err());
        assert!(error.starts_with("cannot read the model no/such.json: "), "{error}");
        let error = read("git:no-such-revision:models/fsx.json").unwrap_err().to_string();
        assert!(error.starts_with("git has no no-such-revision:models/fsx.json: "), "{error}");
        let error = read("git:--all:x").unwrap_err().to_string();
        assert_eq!(error, "\"--all\" is no revision");
    }
}
