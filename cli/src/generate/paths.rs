//! Paths as manifests contain them: relative to the folder of the crate, with `/`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};

/// Returns the path of an existing file relative to the folder of a crate, which need not exist yet.
pub(super) fn relative_to_crate(folder: &Path, to: &Path) -> Result<String> {
    let to = fs::canonicalize(to).with_context(|| format!("cannot find {}", to.display()))?;
    let path = relative_path(&canonicalize_existing(folder)?, &to);
    let path = path.to_str().with_context(|| format!("{} is not UTF-8, as manifests need", to.display()))?;
    Ok(path.replace('\\', "/"))
}

/// Removes `.` components, for display. The current folder becomes the empty path.
pub(super) fn without_cur_dir(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

/// Returns the absolute path of a folder, with symbolic links resolved as far as it exists.
fn canonicalize_existing(folder: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(folder).with_context(|| format!("cannot find {}", folder.display()))?;
    for known in absolute.ancestors() {
        if let (Ok(found), Ok(rest)) = (fs::canonicalize(known), absolute.strip_prefix(known)) {
            return Ok(found.join(rest));
        }
    }
    Ok(absolute)
}

/// Returns the path from one absolute folder to another.
fn relative_path(from: &Path, to: &Path) -> PathBuf {
    let shared = from.iter().zip(to.iter()).take_while(|(from, to)| from == to).count();
    if shared == 0 {
        return to.to_owned(); // another drive
    }
    let up = from.iter().skip(shared).map(|_| "..");
    up.map(AsRef::as_ref).chain(to.iter().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_from_one_folder_to_another() {
        let path = |from: &str, to: &str| relative_path(Path::new(from), Path::new(to));
        assert_eq!(path("/a/b/c", "/a/x/y"), Path::new("../../x/y"));
        assert_eq!(path("/a", "/a/runtime"), Path::new("runtime"));
        assert_eq!(path("/a/b", "/a"), Path::new(".."));
        assert_eq!(without_cur_dir(Path::new("./a/./b")), Path::new("a/b"));
    }

    #[test]
    fn a_folder_that_does_not_exist_yet_has_a_relative_path() {
        let root = tempfile::TempDir::new().unwrap();
        fs::write(root.path().join("m.json"), "").unwrap();
        let path = relative_to_crate(&root.path().join("not/there/yet"), &root.path().join("m.json")).unwrap();
        assert_eq!(path, "../../../m.json");
        let error = relative_to_crate(root.path(), &root.path().join("no.json")).unwrap_err().to_string();
        assert!(error.starts_with("cannot find ") && error.ends_with("no.json"), "{error}");
    }
}
