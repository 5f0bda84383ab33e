//! Text that may be a model: it is read, or what is wrong with it is told.
use crate::{
    engine::{fuzz, show},
    seeds::{CORPUS, MODELS, Seed, files, source},
};
use ferrosmith_codegen::{
    Diagnostics,
    model::load,
    report::{Style, render},
};
use serde_json::Value;
use std::path::Path;

fn read(text: String) {
    show(|| text.clone());
    let sources = [source(text)];
    let problems = match load(&sources) {
        Ok(model) => model.warnings,
        Err(problems) => {
            assert!(problems.iter().any(|problem| problem.is_error()), "refused without an error");
            problems
        }
    };
    check(&problems, sources[0].text.lines().count());
    for style in [Style::Plain, Style::Coloured] {
        assert_eq!(render(&problems, &sources, style).is_empty(), problems.iter().next().is_none());
    }
    for line in render(&problems, &sources, Style::Json).lines() {
        serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    }
}

/// What is wrong is in the file, and not in the prelude.
fn check(problems: &Diagnostics, lines: usize) {
    for problem in problems.iter() {
        if let Some(location) = &problem.location {
            assert_eq!(&*location.file, "model.json", "{}", problem.message);
            assert!((1..=lines + 1).contains(&(location.line as usize)), "line {} of {lines}", location.line);
        }
    }
}

#[test]
fn any_text() {
    fuzz(500, 512, |entropy| read(String::from_utf8_lossy(entropy.rest()).into_owned()));
}

#[test]
fn models_that_are_a_little_wrong() {
    fuzz(400, 256, |entropy| {
        let seed = &MODELS[entropy.below(MODELS.len())];
        read(seed.mutated(entropy));
    });
}

/// Large ones take longer: few at a time.
#[test]
#[cfg_attr(not(reference_cases), ignore = "no models at ../shared/corpus; FERROSMITH_CORPUS says where the corpus is")]
fn official_models_that_are_a_little_wrong() {
    let folder = Path::new(CORPUS).join("protocol-tests");
    let mut files = files(&folder);
    files.retain(|file| file.metadata().is_ok_and(|file| file.len() < 400_000));
    assert!(!files.is_empty(), "{}", folder.display());
    let seeds: Vec<Seed> = files.iter().map(|file| Seed::read(file)).collect();
    fuzz(10, 256, |entropy| read(seeds[entropy.below(seeds.len())].mutated(entropy)));
}
