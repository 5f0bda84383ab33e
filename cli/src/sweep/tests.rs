use std::fs;

use tempfile::TempDir;

use super::*;

const MODEL: &str = include_str!("../../tests/weather.json");

fn args(folders: &[&Path]) -> Args {
    let folders = folders.iter().map(|folder| folder.to_path_buf()).collect();
    Args { folders, only: Vec::new(), jobs: None, check: None, endpoints: false, markdown: false }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn every_model_is_a_row_and_one_that_fails_says_why() {
    let one = folder(&[("weather.json", MODEL), ("README.md", "# Not a model"), ("broken.json", "{}")]);
    let two = folder(&[("weather.json", MODEL)]);
    let outcome = run(&args(&[one.path(), two.path()]), Frontend::Ferrosmith).unwrap();
    assert!(outcome.differs);
    let lines: Vec<&str> = outcome.text.lines().collect();
    assert!(lines[0].starts_with("service "), "{}", outcome.text);
    assert!(
        lines[1].starts_with("broken ") && lines[1].contains("not generated: this is JSON, but not a Smithy model")
    );
    assert!(lines[2].starts_with("weather ") && lines[3].starts_with("weather-2 "), "{}", outcome.text);
    assert!(outcome.text.contains("\n3 models: 2 generated, 1 not ("), "{}", outcome.text);

    let only = Args { only: vec!["weather".to_owned()], markdown: true, ..args(&[one.path()]) };
    let outcome = run(&only, Frontend::Ferrosmith).unwrap();
    assert!(!outcome.differs);
    let row = outcome.text.lines().last().unwrap();
    assert!(row.starts_with("| weather | ") && !row.contains(" s |"), "{row}");
}

#[test]
fn a_closure_is_a_row() {
    let events = folder(&[("events.json", include_str!("../../../tests/fixtures/shape_closure/model.json"))]);
    let outcome = run(&args(&[events.path()]), Frontend::Ferrosmith).unwrap();
    assert!(!outcome.differs && outcome.text.contains("types of example.shop#Events"), "{}", outcome.text);
}

#[test]
fn folders_without_models_are_errors() {
    let empty = folder(&[("README.md", "")]);
    let error = run(&args(&[empty.path()]), Frontend::Ferrosmith).err().unwrap().to_string();
    assert!(error.starts_with("there is no such model in "), "{error}");
    let error = run(&args(&[Path::new("no/such/folder")]), Frontend::Ferrosmith).err().unwrap().to_string();
    assert_eq!(error, "cannot read the folder no/such/folder");
}

/// A workspace is only written into a folder that is new or of this command.
#[test]
fn a_folder_of_others_is_not_written_to() {
    let one = folder(&[("weather.json", MODEL)]);
    let mine = folder(&[("Cargo.toml", "[workspace]\n")]);
    let with_check = Args { check: Some(mine.path().to_owned()), ..args(&[one.path()]) };
    let error = run(&with_check, Frontend::Ferrosmith).err().unwrap().to_string();
    assert!(error.contains("holds files that this command did not write"), "{error}");
    assert_eq!(fs::read_dir(mine.path()).unwrap().count(), 1);
}

#[test]
fn a_panic_is_a_row() {
    let text: Box<dyn Any + Send> = Box::new("index out of bounds");
    assert_eq!(bug(&*text), "a fault of the generator: index out of bounds");
    assert_eq!(bug(&7), "a fault of the generator: it panicked");
}

#[test]
fn files_are_models_and_every_crate_has_a_name_that_cargo_accepts() {
    let one =
        folder(&[("weather.json", MODEL), ("3d (1).json", MODEL), ("core.json", MODEL), ("Some-Service.json", MODEL)]);
    let two = folder(&[("weather.json", MODEL), ("some_service.json", MODEL), ("größe.json", MODEL)]);
    let weather = two.path().join("weather.json");
    let found = models(&args(&[one.path(), two.path(), &weather])).unwrap();
    let names: Vec<_> = found.iter().map(|model| (&*model.name, &*model.package)).collect();
    assert_eq!(
        names,
        [
            ("3d (1)", "model"),
            ("Some-Service", "some-service"),
            ("core", "model-2"),
            ("weather", "weather"),
            ("größe", "model-3"),
            ("some_service-2", "some_service-2"),
            ("weather-2", "weather-2"),
            ("weather-3", "weather-3"),
        ]
    );
    for model in &found {
        let service = generate(model, true).unwrap();
        crate::generate::crate_files(&model.package, &service.generated, one.path(), None).unwrap();
    }
}
