//! Smithy's own cases: models that have to load, and models with the events that Smithy's validators report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::{Diagnostics, Model, Source, load};
use super::corpus::{corpus, read};

/// What Smithy reports and we do not, or we refuse and Smithy does not: a validator, what its message holds, and why.
/// An entry that no event needs fails the test.
const LEFT: &[(&str, &str, &str)] = &[];

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(corpus().join("loader").join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    assert!(!paths.is_empty(), "{folder} is empty");
    paths
}

#[test]
#[ignore = "needs Smithy's loader cases, at FERROSMITH_CORPUS or ../shared/corpus"]
fn valid() {
    let shared = corpus().join("loader/valid/__shared.json");
    for path in files("valid") {
        let mut sources = vec![read(&path)];
        if path != shared {
            sources.push(read(&shared));
        }
        if let Err(problems) = load(&sources) {
            println!("{}:\n{problems}", path.display());
        }
    }
}

#[test]
#[ignore]
fn errors() {
    for path in files("errorfiles") {
        let events = std::fs::read_to_string(path.with_extension("errors")).unwrap();
        let result = load(&[read(&path)]);
        println!("=== {}", path.file_stem().unwrap().to_string_lossy());
        let told = match &result { Ok(_) => String::new(), Err(p) => p.to_string() };
        let shapes: BTreeSet<String> = match &result { Ok(_) => BTreeSet::new(), Err(p) => p.iter().filter_map(|p| p.shape.as_ref()).map(|s| s.without_member().to_string()).collect() };
        for line in events.lines().filter(|l| l.starts_with("[ERROR]")) {
            let (shape, _) = line["[ERROR] ".len()..].split_once(": ").unwrap();
            let ok = if shape == "-" { result.is_err() } else { shapes.contains(shape.split('$').next().unwrap()) };
            if !ok { println!("MISSING {}", &line[..line.len().min(260)]); }
        }
        if !told.is_empty() { println!("{}", told.replace(&path.display().to_string(), "")); }
    }
}
