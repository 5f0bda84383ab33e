//! A folder of generated files: how it differs from the files that it should hold, and making the two equal.
//!
//! Nothing outside the folder is read, written or removed: symbolic links below it are never followed, and a path that
//! would lead out of it is an error.

mod change;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use ferrosmith_codegen::plan::is_header;

pub(crate) use change::{Change, write};

/// How a folder differs from what it should hold.
pub(crate) struct Comparison<'a> {
    pub(crate) differences: Vec<Difference<'a>>,
    pub(crate) unchanged: usize,
}

/// One path that has to change: without `old` the file is missing, without `new` it is extra, with both it was edited.
pub(crate) struct Difference<'a> {
    /// Relative to the folder.
    pub(crate) path: PathBuf,
    pub(crate) old: Option<Old>,
    pub(crate) new: Option<&'a str>,
}

/// What stands on the disk.
pub(crate) enum Old {
    File(Vec<u8>),
    /// A symbolic link, a socket and the like: its content is not looked at.
    Special,
}

impl Old {
    /// Whether its first line is that of generated files, by which they are told from a person's.
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

/// Compares `folder`, which need not exist, with the `files` that it should hold. With a `scope` only that name and
/// what lies below it counts.
pub(crate) fn compare<'a>(
    folder: &Path,
    files: &'a BTreeMap<String, String>,
    scope: Option<&str>,
) -> Result<Comparison<'a>> {
    let in_scope = |path: &Path| scope.is_none_or(|scope| path.starts_with(scope));
    let mut wanted = BTreeMap::new();
    for (path, text) in files {
        wanted.insert(relative(path)?, text.as_str());
    }
    let mut paths: BTreeSet<PathBuf> = wanted.keys().cloned().collect();
    let on_disk = scan(folder)?;
    paths.extend(on_disk.keys().cloned());

    let mut comparison = Comparison { differences: Vec::new(), unchanged: 0 };
    for path in paths.into_iter().filter(|path| in_scope(path)) {
        let new = wanted.get(&path).copied();
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

/// The same for these files alone: what else lies in the folder is none of our affair.
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
    /// Makes the folder equal to the files it was compared with, all of them or none. What is equal already is not touched.
    pub(crate) fn apply(&self, folder: &Path) -> Result<Change> {
        let mut change = Change::begin(folder)?;
        for Difference { path, new, .. } in &self.differences {
            if let Some(text) = new {
                change.write(path, text)?;
            }
        }
        // Removing comes first: a file may become a folder, or a link give way to a file.
        for Difference { path, old, .. } in &self.differences {
            if old.is_some() {
                change.remove(path)?;
            }
        }
        for Difference { path, new, .. } in &self.differences {
            if new.is_some() {
                change.put(path)?;
            }
        }
        Ok(change)
    }

    /// How many files (are missing or edited, are extra).
    pub(crate) fn counts(&self) -> (usize, usize) {
        let written = self.differences.iter().filter(|difference| difference.new.is_some()).count();
        (written, self.differences.len() - written)
    }

    /// How many lines there were in the files that differ, and how many there will be.
    pub(crate) fn lines(&self) -> [usize; 2] {
        let old = |difference: &Difference<'_>| match &difference.old {
            Some(Old::File(bytes)) => bytes.split(|byte| *byte == b'\n').count().saturating_sub(1),
            Some(Old::Special) | None => 0,
        };
        let new = |difference: &Difference<'_>| difference.new.map_or(0, |text| text.lines().count());
        [self.differences.iter().map(old).sum(), self.differences.iter().map(new).sum()]
    }
}

/// The files in `folder` that a person wrote, or something else that is not ours.
pub(crate) fn foreign(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut foreign = Vec::new();
    for (path, kind) in scan(folder)? {
        let ours = match kind {
            Kind::File => Old::File(read(&folder.join(&path))?).is_generated(),
            Kind::Special => false,
        };
        if !ours {
            foreign.push(path);
        }
    }
    Ok(foreign)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// A file's path as the generator names it, if it stays below the folder on every platform. Names come from models.
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

/// Everything below `folder` but the folders, by its path relative to `folder`.
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
        let place = folder.join(&parent);
        let list = || format!("cannot list {}", place.display());
        for entry in fs::read_dir(&place).with_context(list)? {
            let entry = entry.with_context(list)?;
            let path = parent.join(entry.file_name());
            if path == Path::new(change::STAGING) {
                continue;
            }
            // Of the entry itself: a link is a link here, whatever it points at.
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
