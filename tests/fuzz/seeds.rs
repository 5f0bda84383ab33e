//! What mutations start from: models of this project's tests, and the official ones where they are.
use crate::{entropy::Entropy, models::planned, mutate};
use ferrosmith_codegen::Source;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// A file that models are read from.
pub(crate) struct Seed {
    pub(crate) text: String,
    /// Of files that are JSON.
    pub(crate) json: Option<Value>,
}

/// Fixtures, sound and broken ones, protocol tests, and Smithy's own cases of loaders.
pub(crate) static MODELS: LazyLock<Vec<Seed>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = Path::new(CORPUS);
    let folders = [
        root.join("fixtures"),
        root.join("fixtures/broken"),
        root.join("conformance/models"),
        corpus.join("loader/valid"),
        corpus.join("loader/errorfiles"),
    ];
    let files = folders.iter().flat_map(|folder| files(folder)).collect::<Vec<_>>();
    assert!(files.len() > 80, "{files:?}");
    files.iter().map(|file| Seed::read(file)).collect()
});

/// Those that can be planned, so that what follows is reached.
pub(crate) static SOUND: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let all = MODELS.iter().filter_map(|seed| seed.json.clone());
    let sound: Vec<_> = all.filter(|json| planned(json).is_some()).collect();
    assert!(sound.len() > 30);
    sound
});

/// Where the corpus is (`build.rs`); nowhere without one.
pub(crate) const CORPUS: &str = match option_env!("FERROSMITH_CORPUS") {
    Some(folder) => folder,
    None => "/none",
};

/// The JSON files of a folder, and those in the folders directly in it, in their order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let inner = fs::read_dir(&path).into_iter().flatten().map(|entry| entry.unwrap().path());
        files.extend(inner);
        files.push(path);
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files.dedup();
    files
}

impl Seed {
    pub(crate) fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap();
        Self { json: serde_json::from_str(&text).ok(), text }
    }

    /// Half of the time JSON stays JSON.
    pub(crate) fn mutated(&self, entropy: &mut Entropy<'_>) -> String {
        match &self.json {
            Some(json) if entropy.flag() => mutate::json(json, entropy, 4).to_string(),
            _ => String::from_utf8_lossy(&mutate::bytes(self.text.as_bytes(), entropy)).into_owned(),
        }
    }
}

pub(crate) fn source(text: String) -> Source {
    Source { path: "model.json".to_owned(), text }
}
