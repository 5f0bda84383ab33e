//! The two commands that run this library, and where each looks for its workspace.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::config::FILE;

/// The command that the user ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frontend {
    /// The installed `ferrosmith`, in any folder.
    Ferrosmith,
    /// `cargo xtask`, in a clone of ferrosmith.
    Xtask,
}

impl Frontend {
    /// Returns the command as typed in a shell.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Ferrosmith => "ferrosmith",
            Self::Xtask => "cargo xtask",
        }
    }

    /// Returns the command to run after a model was updated.
    pub(crate) fn next_command(self) -> &'static str {
        match self {
            Self::Ferrosmith => "ferrosmith generate",
            Self::Xtask => "cargo xtask codegen",
        }
    }

    /// Returns the folder that holds `codegen.toml`. Cargo sets the folder of the package `xtask`, so that this works
    /// from any folder of the workspace; a binary that is run directly searches upwards from the current folder.
    pub(crate) fn workspace(self) -> Result<PathBuf> {
        match self.find_upwards(|folder| folder.join(FILE).is_file()) {
            Some(root) => Ok(root),
            None if self == Self::Xtask => {
                bail!("there is no {FILE} in this folder or above it; run this inside a clone of ferrosmith")
            }
            None => bail!("there is no {FILE} in this folder or above it"),
        }
    }

    /// Returns the folder that holds `models/`: that of `codegen.toml`, or else the current folder.
    pub(crate) fn base(self) -> Result<PathBuf> {
        match self {
            Self::Xtask => self.workspace(),
            Self::Ferrosmith => match self.workspace() {
                Ok(root) => Ok(root),
                Err(_) => env::current_dir().context("there is no current folder"),
            },
        }
    }

    /// Returns the folder of the runtime crate if this runs in a clone of ferrosmith.
    pub(crate) fn runtime(self) -> Option<PathBuf> {
        let is_clone = |folder: &Path| {
            let manifest = fs::read_to_string(folder.join("runtime/Cargo.toml")).unwrap_or_default();
            manifest.lines().any(|line| line == "name = \"ferrosmith\"")
        };
        Some(self.find_upwards(is_clone)?.join("runtime"))
    }

    /// Returns the closest ancestor of the `xtask` package or of the current folder that matches.
    fn find_upwards(self, matches: impl Fn(&Path) -> bool) -> Option<PathBuf> {
        let package = env::var_os("CARGO_MANIFEST_DIR").filter(|_| self == Self::Xtask).map(PathBuf::from);
        let current = env::current_dir().ok();
        let starts = [package, current].into_iter().flatten();
        let mut found = starts.filter_map(|start| start.ancestors().find(|folder| matches(folder)).map(Path::to_owned));
        found.next()
    }
}
