//! Compares a folder of generated files with the files that it should hold, and updates it.
//!
//! Nothing outside the folder is read, written or removed: symbolic links below it are never followed, and a path that
//! leads out of it is an error.

mod transaction;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use ferrosmith_codegen::plan::is_header;

pub(crate) use transaction::{Transaction, write};

/// The differences between a folder and the files that it should hold.
pub(crate) struct Comparison<'a> {
    pub(crate) differences: Vec<Difference<'a>>,
    pub(crate) unchanged: usize,
}

/// A path whose content differs: without `old` the file is missing, without `new` it is extra, with both it was edited.
pub(crate) struct Difference<'a> {
    /// Relative to the folder.
    pub(crate) path: PathBuf,
    pub(crate) old: Option<Old>,
    pub(crate) new: Option<&'a str>,
}

/// The content on disk.
pub(crate) enum Old {
    File(Vec<u8>),
    /// A symbolic link, a socket or another special file, which is never read.
    Special,
}

impl Old {
    /// Returns whether the first line is the header of generated files.
    pub(crate) fn is_generated(&self) -> bool {
        match self {
            Old::File(bytes) => {
                let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
                std::str::from_utf8(first).is_ok_and(|line| is_header(line.trim_end_matches('\r')))
            }
            Old::Special => false,
        }
    }
}

/// Compares `folder`, which need not exist, with the `files` that it should hold. With a `scope`, only that name and
/// everything below it is compared.
pub(crate) fn compare<'a>(
    folder: &Path,
    files: &'a BTreeMap<String, String>,
    scope: Option<&str>,
) -> Result<Comparison<'a>> {
    let in_scope = |path: &Path| scope.is_none_or(|scope| path.starts_with(scope));
    let mut expected = BTreeMap::new();
    for (path, text) in files {
        expected.insert(relative(path)?, text.as_str());
    }
    let mut paths: BTreeSet<PathBuf> = expected.keys().cloned().collect();
    let on_disk = scan(folder)?;
    paths.extend(on_disk.keys().cloned());

    let mut comparison = Comparison { differences: Vec::new(), unchanged: 0 };
    for path in paths.into_iter().filter(|path| in_scope(path)) {
        let new = expected.get(&path).copied();
        let old = match on_disk.get(&path) {
            None => None,
            Some(Kind::Special) => Some(Old::Special),
            Some(Kind::File) => Some(Old::File(read(&folder.join(&path))?)),
        };
        match (&old, new) {
            (Some(Old::File(old)), Some(new)) if old == new.as_bytes() => comparison.unchanged += 1,
            _ => comparison.differences.push(Difference { path, old, new }),
        }
    }
    Ok(comparison)
}

/// Compares only these files and ignores all others in the folder.
pub(crate) fn compare_only<'a>(folder: &Path, files: &'a BTreeMap<String, String>) -> Result<Comparison<'a>> {
    let mut comparison = Comparison { differences: Vec::new(), unchanged: 0 };
    for (path, text) in files {
        let path = relative(path)?;
        let file = folder.join(&path);
        let old = match file.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("cannot look at {}", file.display())),
            Ok(metadata) if metadata.is_file() => Some(Old::File(read(&file)?)),
            Ok(_) => bail!("{} is no file; move it away, then run this again", file.display()),
        };
        match old {
            Some(Old::File(old)) if old == text.as_bytes() => comparison.unchanged += 1,
            old => comparison.differences.push(Difference { path, old, new: Some(text) }),
        }
    }
    Ok(comparison)
}

impl Comparison<'_> {
    /// Writes and removes files so that the folder equals the files it was compared with, all of them or none.
    /// Unchanged files are not touched.
    pub(crate) fn apply(&self, folder: &Path) -> Result<Transaction> {
        let mut transaction = Transaction::start(folder)?;
        for Difference { path, new, .. } in &self.differences {
            if let Some(text) = new {
                transaction.write(path, text)?;
            }
        }
        // Old files are removed first: a file may become a folder, or a link may be replaced by a file.
        for Difference { path, old, .. } in &self.differences {
            if old.is_some() {
                transaction.remove(path)?;
            }
        }
        for Difference { path, new, .. } in &self.differences {
            if new.is_some() {
                transaction.install(path)?;
            }
        }
        Ok(transaction)
    }

    /// Returns the number of files to write (missing or edited) and to remove (extra).
    pub(crate) fn counts(&self) -> (usize, usize) {
        let written = self.differences.iter().filter(|difference| difference.new.is_some()).count();
        (written, self.differences.len() - written)
    }

    /// Returns the number of lines in the files that differ, before and after the change.
    pub(crate) fn lines(&self) -> [usize; 2] {
        let old = |difference: &Difference<'_>| match &difference.old {
            Some(Old::File(bytes)) => bytes.split(|byte| *byte == b'\n').count().saturating_sub(1),
            Some(Old::Special) | None => 0,
        };
        let new = |difference: &Difference<'_>| difference.new.map_or(0, |text| text.lines().count());
        [self.differences.iter().map(old).sum(), self.differences.iter().map(new).sum()]
    }
}

/// Returns the files in `folder` that are not generated.
pub(crate) fn foreign(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut foreign = Vec::new();
    for (path, kind) in scan(folder)? {
        let is_generated = match kind {
            Kind::File => Old::File(read(&folder.join(&path))?).is_generated(),
            Kind::Special => false,
        };
        if !is_generated {
            foreign.push(path);
        }
    }
    Ok(foreign)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Converts a generated file's path. Names come from models, so the path is checked to stay below the folder on every
/// platform.
fn relative(path: &str) -> Result<PathBuf> {
    for part in path.split('/') {
        ensure!(
            !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']),
            "the generator named a file {path:?}, which could lie outside the output folder, so nothing was written; \
             this is a mistake in its naming module"
        );
    }
    Ok(path.split('/').collect())
}

enum Kind {
    File,
    Special,
}

/// Returns all files below `folder` by path relative to `folder`. Folders themselves are not included.
fn scan(folder: &Path) -> Result<BTreeMap<PathBuf, Kind>> {
    let mut found = BTreeMap::new();
    match folder.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot look at {}", folder.display()));
        }
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => bail!("{} is not a folder (or a link to one); move it away, then run this again", folder.display()),
    }
    let mut pending = vec![PathBuf::new()];
    while let Some(parent) = pending.pop() {
        let directory = folder.join(&parent);
        let list = || format!("cannot list {}", directory.display());
        for entry in fs::read_dir(&directory).with_context(list)? {
            let entry = entry.with_context(list)?;
            let path = parent.join(entry.file_name());
            if path == Path::new(transaction::STAGING) {
                continue;
            }
            // The type of the entry itself: symbolic links are not followed.
            let kind = entry.file_type().with_context(list)?;
            if kind.is_dir() {
                pending.push(path);
            } else {
                found.insert(path, if kind.is_file() { Kind::File } else { Kind::Special });
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
