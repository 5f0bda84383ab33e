//! Generates clients of the services of which the corpus has reference cases (`oracle-more`), and a table of them.
use ferrosmith_codegen::{
    Source, emit, format,
    model::load,
    plan::{Plan, Selection, plan},
};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// The services: the name of their files of cases, and that of their model. A service is added by a line.
const SERVICES: &[(&str, &str)] = &[
    ("cloudfront", "cloudfront"),
    ("cloudwatch-cbor", "cloudwatch-cbor-facts"),
    ("dynamodb", "dynamodb"),
    ("ec2", "ec2"),
    ("iam", "iam"),
    ("lambda", "lambda"),
    ("rds", "rds"),
    ("route53", "route-53"),
    ("s3", "s3"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("sts", "sts"),
];

/// The kinds of cases: the end of a file's name, which is also the name of the function that checks a case.
const KINDS: [&str; 3] = ["requests", "responses", "errors"];

/// Writes `services.rs`: the modules of the services, the table of their operations, and a test for each file of cases.
pub(crate) fn write(out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=services/build.rs");
    println!("cargo::rustc-check-cfg=cfg(reference_more)");
    let corpus = env::var_os("FERROSMITH_CORPUS").map_or_else(|| PathBuf::from("../../shared/corpus"), PathBuf::from);
    let (cases, models) = (corpus.join("oracle-more"), corpus.join("aws-models-2026"));
    let mut modules = String::new();
    let mut tests = String::new();
    let mut table = String::new();
    // Cargo would run this script every time if it had to watch a folder that is not there.
    if cases.is_dir() && models.is_dir() {
        println!("cargo::rerun-if-changed={}", cases.display());
        println!("cargo::rustc-cfg=reference_more");
        println!("cargo::rustc-env=FERROSMITH_ORACLE_MORE={}", fs::canonicalize(&cases)?.display());
        for (name, model) in SERVICES {
            let plan = planned(name, &models.join(format!("{model}.json")), &cases)?;
            let module = write_module(out, &plan)?;
            let path = out.join(format!("{module}/mod.rs")).display().to_string();
            writeln!(
                modules,
                "#[allow(clippy::all, clippy::pedantic, dead_code, deprecated, unreachable_pub, unused_imports)] \
                 #[path = {path:?}] mod {module};"
            )?;
            writeln!(table, "Service {{ name: {name:?}, operations: || vec![")?;
            for operation in &plan.operations {
                writeln!(table, "    Operation::of::<{module}::operation::{}>(),", operation.input.ident)?;
            }
            writeln!(table, "] }},")?;
            for kind in KINDS {
                writeln!(tests, "#[test] fn {module}_{kind}() {{ cases::each({name:?}, {kind:?}, check::{kind}); }}")?;
            }
            writeln!(tests, "#[test] fn {module}_traffic() {{ cases::traffic({name:?}); }}")?;
        }
    }
    let text = format!("{modules}{tests}const SERVICES: &[Service] = &[\n{table}];\n");
    Ok(fs::write(out.join("services.rs"), text)?)
}

/// Plans the operations of a service that have cases.
fn planned(name: &str, model: &Path, cases: &Path) -> Result<Plan, Box<dyn Error>> {
    let mut operations = BTreeSet::new();
    for kind in KINDS {
        for line in fs::read_to_string(cases.join(format!("{name}-{kind}.jsonl")))?.split('\n') {
            let case: Value = if line.is_empty() { continue } else { serde_json::from_str(line)? };
            operations.extend(case["operation"].as_str().map(str::to_owned));
        }
    }
    for line in fs::read_to_string(cases.join("moto-traffic.jsonl"))?.lines() {
        let case: Value = serde_json::from_str(line)?;
        operations.extend(case["operation"].as_str().filter(|_| case["service"] == name).map(str::to_owned));
    }
    let source = Source { path: model.display().to_string(), text: fs::read_to_string(model)? };
    let module = format!("service_{}", name.replace('-', "_"));
    let selection = Selection { module, operations: operations.into_iter().collect(), ..Selection::default() };
    let loaded = load(&[source]).map_err(|problems| format!("{name}: {problems}"))?;
    Ok(plan(&loaded, &selection).map_err(|problems| format!("{name}: {problems}"))?)
}

/// Writes the files of a service, and returns its module.
fn write_module<'a>(out: &Path, plan: &'a Plan) -> Result<&'a str, Box<dyn Error>> {
    let files = format::format(&emit::emit(std::slice::from_ref(plan)))?;
    for (path, text) in files.into_iter().filter(|(path, _)| *path != "lib.rs") {
        let path = out.join(path);
        fs::create_dir_all(path.parent().unwrap_or(out))?;
        fs::write(path, text)?;
    }
    Ok(&plan.module)
}
