//! Loads the models of this project, and the official models of the corpus if it is present.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Map, Value};

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

/// Traits without an effect on requests and responses; our models of credentials lack them.
const OMITTED: [&str; 8] = [
    "smithy.api#documentation",
    "smithy.api#examples",
    "smithy.api#length",
    "smithy.api#pattern",
    "smithy.api#range",
    "smithy.rules#endpointBdd",
    "smithy.rules#endpointRuleSet",
    "smithy.rules#endpointTests",
];

fn traits(shape: &Value) -> Map<String, Value> {
    let mut traits = shape["traits"].as_object().cloned().unwrap_or_default();
    traits.retain(|id, _| !OMITTED.contains(&id.as_str()));
    traits
}

/// Our models in `models/credentials/` have fewer operations and members than the official ones, no errors, and nothing
/// else that differs. The corpus lacks the model of SSO.
#[test]
#[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
fn models_of_credentials_are_parts_of_official_models() {
    let parsed = |path: PathBuf| serde_json::from_str::<Value>(&read(&path).text).unwrap();
    for (name, expected) in [("sts", 17), ("sso-oidc", 10)] {
        let ours = parsed(models().join(format!("credentials/{name}.json")));
        let official = parsed(corpus().join(format!("aws-models-2026/{name}.json")));
        let shapes = ours["shapes"].as_object().unwrap();
        assert_eq!(shapes.len(), expected, "{name}");
        for (id, shape) in shapes {
            let official = &official["shapes"][id];
            assert_eq!(traits(shape), traits(official), "{id}");
            for key in shape.as_object().unwrap().keys().filter(|key| *key != "traits") {
                match (&shape[key], &official[key]) {
                    (Value::Array(ours), Value::Array(official)) => {
                        assert!(ours.iter().all(|target| official.contains(target)), "{id}, {key}");
                    }
                    (Value::Object(ours), official) if key == "members" => {
                        // In the order of the official model, which is that of requests.
                        let official = official.as_object().unwrap();
                        let names: Vec<_> = official.keys().filter(|name| ours.contains_key(*name)).collect();
                        assert_eq!(ours.keys().collect::<Vec<_>>(), names, "{id}");
                        for (name, member) in ours {
                            assert_eq!(member["target"], official[name]["target"], "{id}${name}");
                            assert_eq!(traits(member), traits(&official[name]), "{id}${name}");
                        }
                    }
                    (ours, official) => assert_eq!(ours, official, "{id}, {key}"),
                }
            }
        }
    }
}
