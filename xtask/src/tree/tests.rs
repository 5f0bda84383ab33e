use super::*;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

fn files<const N: usize>(files: [(&str, &str); N]) -> BTreeMap<String, String> {
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

fn folder<const N: usize>(content: [(&str, &str); N]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in content {
        write(&folder.path().join(path), text).unwrap();
    }
    folder
}

/// Compares and applies; answers (written, removed, unchanged).
fn make(folder: &Path, wanted: &BTreeMap<String, String>, scope: Option<&str>) -> (usize, usize, usize) {
    let comparison = compare(folder, wanted, scope).unwrap();
    comparison.apply(folder).unwrap();
    let (written, removed) = comparison.counts();
    (written, removed, comparison.unchanged)
}

fn content(folder: &Path) -> Vec<(String, String)> {
    let paths = scan(folder).unwrap().into_keys();
    paths.map(|path| (path.to_str().unwrap().to_owned(), fs::read_to_string(folder.join(path)).unwrap())).collect()
}

#[test]
fn a_folder_is_made_equal_and_then_is() {
    let disk = folder([("lib.rs", "old"), ("gone/deep/x.rs", "x"), ("notes.txt", "n"), ("a/same.rs", "s")]);
    let wanted = files([("lib.rs", "new"), ("a/same.rs", "s"), ("b/c/d.rs", "d")]);
    assert_eq!(make(disk.path(), &wanted, None), (2, 2, 1));
    let pairs: Vec<_> = wanted.clone().into_iter().collect();
    let mut found = content(disk.path());
    found.sort();
    assert_eq!(found, pairs);
    assert!(!disk.path().join("gone").exists(), "an emptied folder stayed");
    assert_eq!(make(disk.path(), &wanted, None), (0, 0, 3));
}

#[test]
fn the_folder_need_not_exist() {
    let disk = TempDir::new().unwrap();
    let deep = disk.path().join("a/b/src");
    assert_eq!(make(&deep, &files([("lib.rs", "l")]), None), (1, 0, 0));
    assert_eq!(content(&deep), [("lib.rs".to_owned(), "l".to_owned())]);
}

#[test]
fn an_unchanged_file_keeps_its_time() {
    let disk = folder([("a.rs", "a"), ("b.rs", "b")]);
    let past = SystemTime::now() - Duration::from_secs(3600);
    let modified = |name: &str| disk.path().join(name).metadata().unwrap().modified().unwrap();
    for name in ["a.rs", "b.rs"] {
        let file = fs::File::options().write(true).open(disk.path().join(name)).unwrap();
        file.set_modified(past).unwrap();
    }
    make(disk.path(), &files([("a.rs", "a"), ("b.rs", "changed")]), None);
    assert_eq!(modified("a.rs"), past);
    assert_ne!(modified("b.rs"), past);
}

#[test]
fn a_scope_leaves_everything_else_alone() {
    let disk = folder([("lib.rs", "old"), ("fsx/gone.rs", "g"), ("fsx2/x.rs", "x"), ("backup/y.rs", "y")]);
    let wanted = files([("lib.rs", "new"), ("fsx/mod.rs", "m"), ("backup/z.rs", "z")]);
    assert_eq!(make(disk.path(), &wanted, Some("fsx")), (1, 1, 0));
    let names: Vec<_> = content(disk.path()).into_iter().map(|(path, text)| path + "=" + &text).collect();
    assert_eq!(names, ["backup/y.rs=y", "fsx/mod.rs=m", "fsx2/x.rs=x", "lib.rs=old"]);
}

#[test]
fn a_file_may_become_a_folder_and_back() {
    let disk = folder([("x", "file"), ("y/deep/z.rs", "z")]);
    let wanted = files([("x/mod.rs", "m"), ("y", "file")]);
    assert_eq!(make(disk.path(), &wanted, None), (2, 2, 0));
    assert_eq!(make(disk.path(), &wanted, None), (0, 0, 2));
}

#[test]
fn a_path_that_could_escape_is_refused_before_anything_is_written() {
    for path in ["../x.rs", "/tmp/x.rs", "a/../../x.rs", "./x.rs", "a//x.rs", "", "a/", "a\\..\\x.rs", "c:x.rs"] {
        let disk = folder([("keep.rs", "k")]);
        let Err(error) = compare(disk.path(), &files([(path, "x"), ("fine.rs", "")]), None) else {
            panic!("{path:?} was accepted")
        };
        assert!(error.to_string().contains("outside the output folder"), "{error}");
        assert_eq!(content(disk.path()).len(), 1);
    }
}

#[test]
fn content_that_is_not_utf_8_is_a_difference_like_any_other() {
    let disk = folder([]);
    fs::write(disk.path().join("lib.rs"), b"\xff\xfe").unwrap();
    fs::write(disk.path().join("extra.bin"), b"\xff").unwrap();
    let wanted = files([("lib.rs", "l")]);
    assert_eq!(make(disk.path(), &wanted, None), (1, 1, 0));
    assert_eq!(content(disk.path()), [("lib.rs".to_owned(), "l".to_owned())]);
}

#[test]
fn what_a_person_wrote_is_recognised() {
    let disk = folder([("ours.rs", &format!("{HEADER}\nfn x() {{}}\n")), ("main.rs", "fn main() {}\n")]);
    fs::write(disk.path().join("data.bin"), b"\xff").unwrap();
    let mut found = foreign(disk.path()).unwrap();
    found.sort();
    assert_eq!(found, [PathBuf::from("data.bin"), PathBuf::from("main.rs")]);
}

#[cfg(unix)]
#[test]
fn links_are_replaced_and_never_followed() {
    use std::os::unix::fs::symlink;
    let elsewhere = folder([("precious.rs", "p"), ("mod.rs", "p")]);
    let disk = folder([]);
    symlink(elsewhere.path(), disk.path().join("fsx")).unwrap();
    symlink(elsewhere.path().join("precious.rs"), disk.path().join("lib.rs")).unwrap();
    symlink("/nonexistent", disk.path().join("dangling.rs")).unwrap();
    let wanted = files([("lib.rs", "l"), ("fsx/mod.rs", "m")]);
    assert_eq!(make(disk.path(), &wanted, None), (2, 2, 0));
    assert_eq!(make(disk.path(), &wanted, None), (0, 0, 2));
    let untouched: Vec<_> = content(elsewhere.path()).into_iter().map(|(_, text)| text).collect();
    assert_eq!(untouched, ["p", "p"]);

    let link = disk.path().join("link");
    symlink(elsewhere.path(), &link).unwrap();
    let error = compare(&link, &wanted, None).err().unwrap().to_string();
    assert!(error.contains("is not a folder"), "{error}");
}
