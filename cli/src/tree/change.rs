//! A change of a folder that happens as a whole or not at all.
//!
//! Everything is first written into a folder of its own beside the files. Then only names change, and each change is undone
//! if a later one fails: a name that is too long, a full disk, a folder that may not be written leave all as it was.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Within the folder, so that names can be changed and nothing has to be copied. What a process that was killed leaves here
/// the next one removes.
pub(super) const STAGING: &str = ".ferrosmith-writing";

/// A change under way. Unless it is kept, dropping it undoes it.
#[must_use = "a change that is not kept is undone"]
pub(crate) struct Change {
    folder: PathBuf,
    done: Vec<UndoStep>,
}

enum UndoStep {
    Made(PathBuf),
    Emptied(PathBuf),
    Moved { from: PathBuf, to: PathBuf },
}

impl Change {
    /// Begins to change `folder`, which need not exist.
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        let mut change = Self { folder: folder.to_owned(), done: Vec::new() };
        let staging = change.staging();
        // Of an earlier run that was killed.
        if staging.symlink_metadata().is_ok() {
            fs::remove_dir_all(&staging).with_context(|| format!("cannot remove {}", staging.display()))?;
        }
        change.make(&staging)?;
        Ok(change)
    }

    fn staging(&self) -> PathBuf {
        self.folder.join(STAGING)
    }

    /// Writes the new content of a file, without putting it in its place.
    pub(super) fn write(&mut self, path: &Path, text: &str) -> Result<()> {
        let file = self.staging().join("new").join(path);
        let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
        written.with_context(|| self.failure("write", path))
    }

    /// Takes a file or a link out of the folder, and the folders that this empties.
    pub(super) fn remove(&mut self, path: &Path) -> Result<()> {
        let old = self.staging().join("old").join(path);
        let made = old.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| self.rename(self.folder.join(path), old)).with_context(|| self.failure("remove", path))?;
        for parent in self.folder.join(path).ancestors().skip(1).take_while(|parent| *parent != self.folder) {
            // Fails on a folder that still holds something, which then stays.
            if fs::remove_dir(parent).is_err() {
                break;
            }
            self.done.push(UndoStep::Emptied(parent.to_owned()));
        }
        Ok(())
    }

    /// Puts a written file in its place. What stands there is taken out first.
    pub(super) fn put(&mut self, path: &Path) -> Result<()> {
        let (new, place) = (self.staging().join("new").join(path), self.folder.join(path));
        if let Some(parent) = place.parent() {
            self.make(parent)?;
        }
        self.rename(new, place).with_context(|| self.failure("write", path))
    }

    fn failure(&self, verb: &str, path: &Path) -> String {
        format!("cannot {verb} {}; nothing was changed", self.folder.join(path).display())
    }

    fn rename(&mut self, from: PathBuf, to: PathBuf) -> io::Result<()> {
        fs::rename(&from, &to)?;
        self.done.push(UndoStep::Moved { from, to });
        Ok(())
    }

    /// Makes a folder and those above it.
    fn make(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|part| part.symlink_metadata().is_err()).collect();
        for part in missing.into_iter().rev().filter(|part| !part.as_os_str().is_empty()) {
            fs::create_dir(part)
                .with_context(|| format!("cannot make the folder {}; nothing was changed", part.display()))?;
            self.done.push(UndoStep::Made(part.to_owned()));
        }
        Ok(())
    }

    /// Ends the change: it stays.
    pub(crate) fn keep(mut self) -> Result<()> {
        self.done.clear();
        let staging = self.staging();
        fs::remove_dir_all(&staging).with_context(|| format!("cannot remove {}", staging.display()))
    }
}

impl Drop for Change {
    fn drop(&mut self) {
        let staging = self.staging();
        for step in std::mem::take(&mut self.done).into_iter().rev() {
            // There is no better place to go on from than the next step back.
            let _ = match step {
                UndoStep::Made(folder) if folder == staging => fs::remove_dir_all(folder),
                UndoStep::Made(folder) => fs::remove_dir(folder),
                UndoStep::Emptied(folder) => fs::create_dir(folder),
                UndoStep::Moved { from, to } => fs::rename(to, from),
            };
        }
    }
}

/// Writes a file as a whole or not at all, and the folders above it.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        anyhow::bail!("{} is no name of a file", path.display());
    };
    let mut change = Change::begin(folder)?;
    change.write(Path::new(name), text)?;
    change.put(Path::new(name))?;
    change.keep()
}
