//! Loads the models of this project, and the official models of the corpus if it is present.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::super::{Source, load};

pub(super) fn read(path: &Path) -> Source {
    Source { path: path.display().to_string(), text: std::fs::read_to_string(path).unwrap() }
}

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../models")
}

/// The folder of models that are not part of the project.
pub(super) fn corpus() -> PathBuf {
    let given = std::env::var_os("FERROSMITH_CORPUS").map(PathBuf::from);
    given.unwrap_or_else(|| models().join("../../shared/corpus"))
}

#[test]
fn loads_the_models_of_this_project() {
    let sources = ["fsx.json", "backup.json"].map(|name| read(&models().join(name)));
    let start = Instant::now();
    let model = load(&sources).unwrap_or_else(|problems| panic!("{problems}"));
    println!("loaded in {:?}", start.elapsed());
    for (service, operations) in [("AWSSimbaAPIService_v20180301", 48), ("CryoControllerUserManager", 115)] {
        let service = model.service(Some(service)).unwrap();
        let closure = model.closure(&service.id, &[]).unwrap();
        assert_eq!(closure.operations.len(), operations, "{}", service.id);
    }
}

#[test]
#[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
fn loads_official_models() {
    let corpus = corpus();
    let shared = read(&corpus.join("protocol-tests/aws-config.model.json"));
    let mut loaded = 0;
    for folder in ["aws-models", "aws-models-2026", "protocol-tests"] {
        for entry in std::fs::read_dir(corpus.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let start = Instant::now();
            match load(&[read(&path), shared.clone()]) {
                Ok(model) => {
                    for (id, _) in model.services() {
                        model.closure(id, &[]).unwrap();
                    }
                    assert!(model.warnings.is_empty(), "{}", model.warnings);
                    loaded += 1;
                }
                Err(problems) => panic!("{problems}"),
            }
            println!("{} in {:?}", path.display(), start.elapsed());
        }
    }
    assert_eq!(loaded, 53);
}
