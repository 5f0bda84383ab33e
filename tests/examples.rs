//! The `@examples` of both models, in their protocols: each input becomes a request with that body, and each output is
//! parsed from a response. The Rust code of the examples is tested by doctests of the generated crate.
use crate::{every::operations, support::model};
use ferrosmith::http::Response;
use ferrosmith_codegen::model::{Model, ShapeId, ShapeKind, load};
use serde_json::Value as Json;
use std::collections::HashMap;

#[test]
fn examples_of_the_models_hold() {
    let mut count = 0;
    // Each model is read only once, not for each of the 163 operations.
    let models = HashMap::from(["fsx", "backup"].map(|module| (module, load(&model(module)).unwrap())));
    for operation in operations() {
        let model = &models[operation.module];
        let named = |id: &&ShapeId| id.name() == operation.schema.name;
        let shape = model.shapes.keys().find(named).and_then(|id| model.shape(id)).unwrap();
        let ShapeKind::Operation(operation_shape) = &shape.kind else { panic!("{} is no operation", shape.id) };
        let examples = shape.traits.other.get("smithy.api#examples").and_then(Json::as_array);
        for example in examples.into_iter().flatten() {
            count += 1;
            let title = &example["title"];
            let request = (operation.request)(&example["input"]).unwrap_or_else(|error| panic!("{title}: {error}"));
            let body: Json = serde_json::from_slice(request.body()).unwrap();
            let input = example["input"].as_object().unwrap();
            assert!(input.iter().all(|(name, value)| body[name] == *value), "{title}: {body}");
            if let (Some(mut output), Some(id)) = (example.get("output").cloned(), &operation_shape.output) {
                with_timestamps(model, id, &mut output);
                let response = Response::new(output.to_string().into_bytes());
                let mut expected = output;
                (operation.correct)(&mut expected);
                assert_eq!((operation.output)(response), Ok(expected), "{title}");
            }
        }
    }
    assert_eq!(count, 12, "the models have gained or lost examples");
}

/// Some AWS examples contain timestamps as text, `"1481841524.0"`, which no service sends.
fn with_timestamps(model: &Model, id: &ShapeId, json: &mut Json) {
    let Some(shape) = model.shape(id) else { return };
    match (&shape.kind, json) {
        (ShapeKind::Timestamp, json @ Json::String(_)) => {
            let seconds: f64 = json.as_str().unwrap().parse().unwrap();
            *json = Json::from(seconds as i64);
        }
        (ShapeKind::Structure(members), Json::Object(fields)) => {
            for member in members {
                if let Some(value) = fields.get_mut(member.name()) {
                    with_timestamps(model, &member.target, value);
                }
            }
        }
        (ShapeKind::List(member), Json::Array(elements)) => {
            elements.iter_mut().for_each(|element| with_timestamps(model, &member.target, element));
        }
        _ => {}
    }
}
