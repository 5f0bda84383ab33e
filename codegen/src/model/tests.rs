//! Tests of the whole loader: valid models, and the diagnostics of invalid ones.

mod broken;
mod closures;
mod corpus;
mod corpus_loader;
mod hostile;
mod rules;
mod selected;
mod traits;
mod valid;

use super::{Diagnostics, Model, Source, load};

/// Loads texts as files `m.json`, `m2.json`, …
fn try_load(texts: &[&str]) -> Result<Model, Diagnostics> {
    let path = |i| {
        if i == 0 { "m.json".to_owned() } else { format!("m{}.json", i + 1) }
    };
    let sources: Vec<_> =
        texts.iter().enumerate().map(|(i, text)| Source { path: path(i), text: (*text).to_owned() }).collect();
    load(&sources)
}

/// Returns the text of a file of the corpus.
pub(super) fn corpus_file(path: &str) -> String {
    corpus::read(&corpus::corpus().join(path)).text
}

/// A 2.0 model of these shapes. The shapes begin on line 2.
fn model(shapes: &str) -> String {
    format!("{{\"smithy\": \"2.0\", \"shapes\": {{\n{shapes}\n}}}}")
}

#[track_caller]
fn load_valid(texts: &[&str]) -> Model {
    try_load(texts).unwrap_or_else(|problems| panic!("{problems}"))
}
