//! Runs the cases of a file.
use crate::{
    SERVICES,
    check::{self, Check, Difference},
    operation::Operation,
};
use serde_json::Value as Json;
use std::{collections::HashMap, fs, path::Path};

/// Runs all cases of a service and kind, prints the number of equal ones, and fails with the first few differences.
pub(crate) fn each(service: &str, kind: &str, check: fn(&Operation, &Json) -> Check) {
    let name = format!("{service}-{kind}");
    run(&name, service, read(&name), check);
}

/// Runs the responses of a real server, which are in one file for all services.
pub(crate) fn traffic(service: &str) {
    let mut cases = read("moto-traffic");
    // Where two readers of other projects disagree, there is nothing to compare with.
    cases.retain(|case| case["service"] == *service && case["agrees"] != false);
    if !cases.is_empty() {
        run(&format!("moto-traffic of {service}"), service, cases, check::traffic);
    }
}

fn read(name: &str) -> Vec<Json> {
    let folder = Path::new(option_env!("FERROSMITH_ORACLE_MORE").unwrap_or_default());
    let path = folder.join(format!("{name}.jsonl"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.split('\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).expect("a case is JSON")).collect()
}

fn run(name: &str, service: &str, cases: Vec<Json>, check: fn(&Operation, &Json) -> Check) {
    let service = SERVICES.iter().find(|candidate| candidate.name == service).expect("a service");
    let operations: HashMap<_, _> =
        (service.operations)().into_iter().map(|operation| (operation.name, operation)).collect();
    let count = cases.len();
    let mut failures = Vec::new();
    let mut others = 0;
    for case in cases {
        let found = operations.get(case["operation"].as_str().expect("an operation"));
        let result = found.map_or(Err("no such operation".to_owned().into()), |operation| check(operation, &case));
        match result {
            Ok(()) => {}
            Err(Difference::OtherModel) => others += 1,
            Err(Difference::Found(text)) => {
                failures.push(format!("{}: {text}", case["id"].as_str().unwrap_or("a case without id")));
            }
        }
    }
    let equal = count - failures.len() - others;
    println!("{name}: {count} cases, {equal} equal, {others} of another model, {} failed", failures.len());
    assert!(equal > 0, "{name} has no cases that are equal");
    let first: Vec<_> = failures.iter().take(10).map(String::as_str).collect();
    assert!(failures.is_empty(), "{name}: {} of {count} differ:\n{}", failures.len(), first.join("\n"));
}
