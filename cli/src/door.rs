//! The two commands that lead here, and where each looks for what lies around it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::config::FILE;

/// The command that was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// `ferrosmith`, installed, in any folder.
    Ferrosmith,
    /// `cargo xtask`, in a clone of ferrosmith.
    Xtask,
}

impl Door {
    /// As a person types it.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Ferrosmith => "ferrosmith",
            Self::Xtask => "cargo xtask",
        }
    }

    /// The command that follows a new model.
    pub(crate) fn next(self) -> &'static str {
        match self {
            Self::Ferrosmith => "ferrosmith generate",
            Self::Xtask => "cargo xtask codegen",
        }
    }

    /// The folder that holds `codegen.toml`. Cargo tells where the package `xtask` lies, so that it works from any folder of
    /// the workspace; a binary that was started by hand looks upwards from where it is.
    pub(crate) fn workspace(self) -> Result<PathBuf> {
        match self.above(|folder| folder.join(FILE).is_file()) {
            Some(root) => Ok(root),
            None if self == Self::Xtask => {
                bail!("there is no {FILE} in this folder or above it; run this inside a clone of ferrosmith")
            }
            None => bail!("there is no {FILE} in this folder or above it"),
        }
    }

    /// The folder that holds `models/`: that of `codegen.toml`, else the current one.
    pub(crate) fn base(self) -> Result<PathBuf> {
        match self {
            Self::Xtask => self.workspace(),
            Self::Ferrosmith => match self.workspace() {
                Ok(root) => Ok(root),
                Err(_) => env::current_dir().context("there is no current folder"),
            },
        }
    }

    /// The runtime of the clone of ferrosmith that this runs in.
    pub(crate) fn runtime(self) -> Option<PathBuf> {
        let is_clone = |folder: &Path| {
            let manifest = fs::read_to_string(folder.join("runtime/Cargo.toml")).unwrap_or_default();
            manifest.lines().any(|line| line == "name = \"ferrosmith\"")
        };
        Some(self.above(is_clone)?.join("runtime"))
    }

    fn above(self, is_it: impl Fn(&Path) -> bool) -> Option<PathBuf> {
        let package = env::var_os("CARGO_MANIFEST_DIR").filter(|_| self == Self::Xtask).map(PathBuf::from);
        let current = env::current_dir().ok();
        let starts = [package, current].into_iter().flatten();
        let mut found = starts.filter_map(|start| start.ancestors().find(|folder| is_it(folder)).map(Path::to_owned));
        found.next()
    }
}
