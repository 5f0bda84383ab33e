//! Changes a folder atomically: either all changes are made, or none.
//!
//! All content is first written to a staging folder. After that, files are only renamed, and every rename is undone if
//! a later one fails: after a file name that is too long, a full disk or a read-only folder, everything is as before.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The staging folder. It is inside the folder, so that files can be renamed instead of copied. If a process is killed,
/// the next one removes its leftovers.
pub(super) const STAGING: &str = ".ferrosmith-writing";

/// A change in progress. Dropping it without [`commit`](Self::commit) rolls it back.
#[must_use = "a transaction that is not committed is rolled back"]
pub(crate) struct Transaction {
    folder: PathBuf,
    done: Vec<UndoStep>,
}

enum UndoStep {
    CreatedDir(PathBuf),
    RemovedDir(PathBuf),
    Renamed { from: PathBuf, to: PathBuf },
}

impl Transaction {
    /// Starts to change `folder`, which need not exist.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        let mut transaction = Self { folder: folder.to_owned(), done: Vec::new() };
        let staging = transaction.staging();
        // Left by an earlier run that was killed.
        if staging.symlink_metadata().is_ok() {
            fs::remove_dir_all(&staging).with_context(|| format!("cannot remove {}", staging.display()))?;
        }
        transaction.create_dirs(&staging)?;
        Ok(transaction)
    }

    fn staging(&self) -> PathBuf {
        self.folder.join(STAGING)
    }

    /// Writes the new content of a file to the staging folder.
    pub(super) fn write(&mut self, path: &Path, text: &str) -> Result<()> {
        let file = self.staging().join("new").join(path);
        let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
        written.with_context(|| self.failure("write", path))
    }

    /// Moves a file or a link to the staging folder, and removes folders that become empty.
    pub(super) fn remove(&mut self, path: &Path) -> Result<()> {
        let old = self.staging().join("old").join(path);
        let created = old.parent().map_or(Ok(()), fs::create_dir_all);
        created
            .and_then(|()| self.rename(self.folder.join(path), old))
            .with_context(|| self.failure("remove", path))?;
        for parent in self.folder.join(path).ancestors().skip(1).take_while(|parent| *parent != self.folder) {
            // Fails on a folder that is not empty, which is kept.
            if fs::remove_dir(parent).is_err() {
                break;
            }
            self.done.push(UndoStep::RemovedDir(parent.to_owned()));
        }
        Ok(())
    }

    /// Moves a staged file to its path, which must not exist.
    pub(super) fn install(&mut self, path: &Path) -> Result<()> {
        let (new, target) = (self.staging().join("new").join(path), self.folder.join(path));
        if let Some(parent) = target.parent() {
            self.create_dirs(parent)?;
        }
        self.rename(new, target).with_context(|| self.failure("write", path))
    }

    fn failure(&self, verb: &str, path: &Path) -> String {
        format!("cannot {verb} {}; nothing was changed", self.folder.join(path).display())
    }

    fn rename(&mut self, from: PathBuf, to: PathBuf) -> io::Result<()> {
        fs::rename(&from, &to)?;
        self.done.push(UndoStep::Renamed { from, to });
        Ok(())
    }

    /// Creates a folder and its missing ancestors.
    fn create_dirs(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|part| part.symlink_metadata().is_err()).collect();
        for part in missing.into_iter().rev().filter(|part| !part.as_os_str().is_empty()) {
            fs::create_dir(part)
                .with_context(|| format!("cannot make the folder {}; nothing was changed", part.display()))?;
            self.done.push(UndoStep::CreatedDir(part.to_owned()));
        }
        Ok(())
    }

    /// Makes the change permanent.
    pub(crate) fn commit(mut self) -> Result<()> {
        self.done.clear();
        let staging = self.staging();
        fs::remove_dir_all(&staging).with_context(|| format!("cannot remove {}", staging.display()))
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let staging = self.staging();
        for step in std::mem::take(&mut self.done).into_iter().rev() {
            // If a step cannot be undone, the remaining steps still are.
            let _ = match step {
                UndoStep::CreatedDir(folder) if folder == staging => fs::remove_dir_all(folder),
                UndoStep::CreatedDir(folder) => fs::remove_dir(folder),
                UndoStep::RemovedDir(folder) => fs::create_dir(folder),
                UndoStep::Renamed { from, to } => fs::rename(to, from),
            };
        }
    }
}

/// Writes a file atomically, and creates missing ancestor folders.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        anyhow::bail!("{} is no name of a file", path.display());
    };
    let mut transaction = Transaction::start(folder)?;
    transaction.write(Path::new(name), text)?;
    transaction.install(Path::new(name))?;
    transaction.commit()
}
