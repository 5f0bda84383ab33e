//! The output depends only on the model, not on the order of its shapes.
use crate::support::service;
use ferrosmith_codegen::{Source, generate};
use serde_json::{Map, Value};

#[test]
fn generating_twice_gives_the_same_bytes() {
    for module in ["fsx", "backup"] {
        assert_eq!(generate(&[service(module)]).unwrap().files, generate(&[service(module)]).unwrap().files);
    }
}

#[test]
fn shuffled_shapes_give_the_same_bytes() {
    for module in ["fsx", "backup"] {
        let straight = generate(&[service(module)]).unwrap().files;
        for seed in 1..=3 {
            let mut shuffled = service(module);
            shuffled.sources = shuffled.sources.into_iter().map(|source| shuffle(source, seed)).collect();
            assert_eq!(generate(&[shuffled]).unwrap().files, straight, "{module}, seed {seed}");
        }
    }
}

/// Shuffles the shapes; the order of members does not change.
fn shuffle(source: Source, seed: u64) -> Source {
    let mut model: Map<String, Value> = serde_json::from_str(&source.text).unwrap();
    let Value::Object(shapes) = model["shapes"].take() else { panic!("no shapes") };
    let mut shapes: Vec<_> = shapes.into_iter().collect();
    let before: Vec<String> = shapes.iter().map(|(id, _)| id.clone()).collect();
    let hash = |id: &str| id.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    shapes.sort_by_key(|(id, _)| hash(id));
    assert_ne!(before, shapes.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>());
    model["shapes"] = Value::Object(shapes.into_iter().collect());
    Source { text: serde_json::to_string(&model).unwrap(), ..source }
}
