//! Paths as manifests have them: from the folder of the crate on, with `/`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};

/// The way from the folder of a crate, which need not be there yet, to something that is there.
pub(super) fn from_crate(folder: &Path, to: &Path) -> Result<String> {
    let to = fs::canonicalize(to).with_context(|| format!("cannot find {}", to.display()))?;
    let way = relative(&resolved(folder)?, &to);
    let way = way.to_str().with_context(|| format!("{} is not UTF-8, as manifests need", to.display()))?;
    Ok(way.replace('\\', "/"))
}

/// Without `.` in it, for a person. The current folder itself is nothing.
pub(super) fn tidy(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

/// The absolute path of a folder, as far as it is there without links.
fn resolved(folder: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(folder).with_context(|| format!("cannot find {}", folder.display()))?;
    for known in absolute.ancestors() {
        if let (Ok(found), Ok(rest)) = (fs::canonicalize(known), absolute.strip_prefix(known)) {
            return Ok(found.join(rest));
        }
    }
    Ok(absolute)
}

/// The way from one absolute folder to another.
fn relative(from: &Path, to: &Path) -> PathBuf {
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
    fn the_way_from_one_folder_to_another() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b/c", "/a/x/y"), Path::new("../../x/y"));
        assert_eq!(way("/a", "/a/runtime"), Path::new("runtime"));
        assert_eq!(way("/a/b", "/a"), Path::new(".."));
        assert_eq!(tidy(Path::new("./a/./b")), Path::new("a/b"));
    }

    #[test]
    fn a_folder_that_is_not_there_yet_has_a_way_too() {
        let root = tempfile::TempDir::new().unwrap();
        fs::write(root.path().join("m.json"), "").unwrap();
        let way = from_crate(&root.path().join("not/there/yet"), &root.path().join("m.json")).unwrap();
        assert_eq!(way, "../../../m.json");
        let error = from_crate(root.path(), &root.path().join("no.json")).unwrap_err().to_string();
        assert!(error.starts_with("cannot find ") && error.ends_with("no.json"), "{error}");
    }
}
