//! No case gets lost on its way through the generator.
use crate::SUITES;
use serde_json::Value;
use std::fs;

/// The ids of a model's cases for clients, counted without the generator.
fn cases(model: &Value) -> Vec<String> {
    let shapes = || model["shapes"].as_object().into_iter().flat_map(|shapes| shapes.values());
    let service = shapes().find(|shape| shape["type"] == "service").expect("a service");
    let speaks =
        |case: &&Value| case["protocol"].as_str().is_some_and(|protocol| !service["traits"][protocol].is_null());
    let tests = ["smithy.test#httpRequestTests", "smithy.test#httpResponseTests"];
    let all = shapes().flat_map(|shape| tests.map(|test| shape["traits"][test].as_array())).flatten().flatten();
    let mut ids: Vec<_> = all
        .filter(|case| case["appliesTo"] != "server")
        .filter(speaks)
        .filter_map(|case| Some(case["id"].as_str()?.to_owned()))
        .collect();
    let endpoints = service["traits"]["smithy.rules#endpointTests"]["testCases"].as_array().map_or(0, Vec::len);
    ids.extend((1..=endpoints).map(|number| format!("endpoint-{number}")));
    ids.sort_unstable();
    ids
}

#[test]
fn every_case_of_a_model_is_a_test() {
    for suite in SUITES {
        let model: Value = serde_json::from_str(&fs::read_to_string(suite.model).expect("the model")).expect("JSON");
        let mut tests: Vec<_> = suite.cases.iter().map(|(id, _)| (*id).to_owned()).collect();
        tests.sort_unstable();
        assert_eq!(tests, cases(&model), "{}", suite.name);
    }
}
