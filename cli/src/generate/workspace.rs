//! Whether Cargo takes the crate where it lies: alone, or in a workspace that knows of it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::paths::tidy;

/// What to do, where the crate lies in the folder of a workspace that neither has it as a member nor keeps it out. Cargo is
/// asked: what `members` and `exclude` mean is its affair. Where it cannot be asked there is nothing to say.
pub(super) fn advice(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let root = folder.ancestors().skip(1).find(|above| is_workspace(above))?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"]);
    let output = command.arg(folder.join("Cargo.toml")).output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() || !said.contains("believes it's in a workspace when it's not") {
        return None;
    }
    let way: PathBuf = tidy(folder.strip_prefix(root).ok()?);
    Some(format!(
        "note: this lies in the workspace of {}, which does not name it; add {:?} to `members` there, or to `exclude` to keep it apart",
        root.join("Cargo.toml").display(),
        way.display().to_string().replace('\\', "/"),
    ))
}

fn is_workspace(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    text.parse::<toml::Table>().is_ok_and(|table| table.contains_key("workspace"))
}
