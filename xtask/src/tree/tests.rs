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
    comparison.apply(folder).unwrap().keep().unwrap();
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

/// Everything in a folder, emptied folders and files without a name of ours too.
fn everything(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(place) = open.pop() {
        for entry in fs::read_dir(&place).unwrap() {
            let path = entry.unwrap().path();
            let text = if path.is_dir() { String::new() } else { fs::read_to_string(&path).unwrap() };
            found.push(format!("{}={text}", path.strip_prefix(folder).unwrap().display()));
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    found.sort();
    found
}

fn refuses(folder: &Path, wanted: &BTreeMap<String, String>) -> String {
    let error = compare(folder, wanted, None).unwrap().apply(folder).err().expect("it was written");
    format!("{error:#}")
}

#[test]
fn a_name_that_is_too_long_leaves_all_as_it_was() {
    let disk = folder([("src/a.rs", "old"), ("src/gone.rs", "g")]);
    let before = everything(disk.path());
    let long = "z".repeat(300);
    let wanted = files([("a.rs", "new"), (&format!("{long}.rs"), ""), ("b/c.rs", "")]);
    let error = refuses(&disk.path().join("src"), &wanted);
    assert!(error.starts_with("cannot write ") && error.contains("; nothing was changed: "), "{error}");
    assert_eq!(everything(disk.path()), before);

    assert!(refuses(&disk.path().join("new/src"), &wanted).contains("nothing was changed"));
    assert!(write(&disk.path().join("models").join(long), "x").is_err());
    assert_eq!(everything(disk.path()), before, "a folder that was made for it stayed");
}

/// An empty folder where a file has to be is found when the last name changes, after all others have.
#[test]
fn what_fails_at_last_is_undone_from_the_first() {
    let disk = folder([("a.rs", "old"), ("gone/x.rs", "g"), ("keep.rs", "k")]);
    fs::create_dir(disk.path().join("z.rs")).unwrap();
    let before = everything(disk.path());
    let wanted = files([("a.rs", "new"), ("b/c/d.rs", "d"), ("keep.rs", "k"), ("z.rs", "z")]);
    let error = refuses(disk.path(), &wanted);
    assert!(error.contains("z.rs; nothing was changed: "), "{error}");
    assert_eq!(everything(disk.path()), before);
    fs::remove_dir(disk.path().join("z.rs")).unwrap();
    assert_eq!(make(disk.path(), &wanted, None), (3, 1, 1));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_leaves_all_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let disk = folder([("a.rs", "old"), ("locked/x.rs", "x")]);
    let locked = disk.path().join("locked");
    let allow = |mode| fs::set_permissions(&locked, fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    // Whoever may do anything is not stopped by it.
    let is_stopped = fs::write(locked.join("probe"), "").is_err();
    let before = everything(disk.path());
    if is_stopped {
        let error = refuses(disk.path(), &files([("a.rs", "new"), ("locked/x.rs", "new")]));
        assert!(error.contains("locked/x.rs; nothing was changed: "), "{error}");
        assert_eq!(everything(disk.path()), before);
        assert!(refuses(&locked.join("deep/src"), &files([("a.rs", "")])).contains("nothing was changed"));
    }
    allow(0o755);
    assert_eq!(make(&locked.join("deep/src"), &files([("a.rs", "")]), None), (1, 0, 0));
}

#[test]
fn what_a_killed_run_left_is_removed() {
    let disk = folder([("lib.rs", "l"), (".ferrosmith-writing/new/x.rs", "x")]);
    assert_eq!(make(disk.path(), &files([("lib.rs", "new")]), None), (1, 0, 0));
    assert_eq!(everything(disk.path()), ["lib.rs=new"]);
}

#[test]
fn a_change_that_is_not_kept_is_undone() {
    let disk = folder([("a.rs", "old")]);
    let wanted = files([("b/c.rs", "c")]);
    drop(compare(disk.path(), &wanted, None).unwrap().apply(disk.path()).unwrap());
    assert_eq!(everything(disk.path()), ["a.rs=old"]);
}
