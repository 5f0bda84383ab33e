//! Checks whether Cargo accepts the crate at its path: outside of any workspace, or as a member or excluded package of
//! one.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::paths::without_cur_dir;

/// Returns advice if the crate is inside a workspace that has it neither as a member nor in `exclude`. This runs Cargo,
/// which defines what `members` and `exclude` match. Returns `None` if Cargo cannot be run.
pub(super) fn advice(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let root = folder.ancestors().skip(1).find(|above| is_workspace(above))?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"]);
    let output = command.arg(folder.join("Cargo.toml")).output().ok()?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if output.status.success() || !stderr.contains("believes it's in a workspace when it's not") {
        return None;
    }
    let path: PathBuf = without_cur_dir(folder.strip_prefix(root).ok()?);
    Some(format!(
        "note: this lies in the workspace of {}, which does not name it; add {:?} to `members` there, or to `exclude` to keep it apart",
        root.join("Cargo.toml").display(),
        path.display().to_string().replace('\\', "/"),
    ))
}

fn is_workspace(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    text.parse::<toml::Table>().is_ok_and(|table| table.contains_key("workspace"))
}
