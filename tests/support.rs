//! Helpers that read models, and print plans and files as text.
use ferrosmith_codegen::{
    Diagnostics, Generated, Source, Target, generate,
    model::load,
    plan::{Plan, Selection, Structure, Type, Types, Value, plan},
    report::{Style, render},
};
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads a model of the project, and its overlay if there is one.
pub(crate) fn model(module: &str) -> Vec<Source> {
    let paths = [format!("models/{module}.json"), format!("models/{module}.overlay.json")];
    let files = paths.into_iter().filter(|path| root().join(path).exists());
    files.map(|path| Source { text: fs::read_to_string(root().join(&path)).unwrap(), path }).collect()
}

/// Generates a service of the project.
pub(crate) fn service(module: &str) -> Target {
    let crate_name = Some("ferrosmith_aws".to_owned());
    Target { module: module.to_owned(), sources: model(module), crate_name, ..Target::default() }
}

/// Generates both services of the project.
pub(crate) fn services() -> Generated {
    generate(&["fsx", "backup"].map(service)).unwrap()
}

/// The plan of a service of the project.
pub(crate) fn service_plan(module: &str) -> Plan {
    let selection = Selection { module: module.to_owned(), ..Selection::default() };
    plan(&load(&model(module)).unwrap(), &selection).unwrap()
}

/// The files of a fixture, `model.json` first.
pub(crate) fn fixture(folder: &Path) -> Vec<Source> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort_by_key(|file| (!file.ends_with("model.json"), file.clone()));
    let name = |file: &Path| file.file_name().unwrap().to_string_lossy().into_owned();
    files.iter().map(|file| Source { path: name(file), text: fs::read_to_string(file).unwrap() }).collect()
}

/// Returns the text of all files, or the rendered diagnostics.
pub(crate) fn listing(generated: Result<Generated, Diagnostics>, sources: &[Source]) -> String {
    let generated = match generated {
        Ok(generated) => generated,
        Err(diagnostics) => return render(&diagnostics, sources, Style::Plain),
    };
    let mut text = String::new();
    for (path, file) in generated.files.iter().filter(|(path, _)| *path != "lib.rs") {
        let body = file.split_once('\n').map_or("", |(_, body)| body).trim_start_matches('\n');
        writeln!(text, "──── {path}\n{body}").unwrap();
    }
    text
}

/// Returns a table of all shapes and members with their Rust names and types.
pub(crate) fn name_table(plan: &Plan) -> String {
    let mut table = String::new();
    for operation in &plan.operations {
        writeln!(table, "{}", operation.shape.name()).unwrap();
        structure(&mut table, "  input", &operation.input);
        structure(&mut table, "  output", &operation.output);
    }
    for file in &plan.types {
        match &file.types {
            Types::Structure(shape) => structure(&mut table, "structure", shape),
            Types::Union(union) => {
                writeln!(table, "union {}", union.ident).unwrap();
                for variant in &union.variants {
                    let payload = variant.payload.as_ref().map(type_name).unwrap_or_default();
                    writeln!(table, "    {} = {}({payload})", variant.wire, variant.ident).unwrap();
                }
            }
            Types::Enum(shape) => {
                let values: Vec<_> = shape.variants.iter().map(|v| format!("{} = {}", v.wire, v.ident)).collect();
                writeln!(table, "enum {}: {}", shape.ident, values.join(", ")).unwrap();
            }
            Types::IntEnum(shape) => {
                let values: Vec<_> = shape.variants.iter().map(|v| format!("{} = {}", v.payload, v.ident)).collect();
                writeln!(table, "intEnum {}: {}", shape.ident, values.join(", ")).unwrap();
            }
        }
    }
    for error in &plan.errors {
        structure(&mut table, "error", error);
    }
    table
}

fn structure(table: &mut String, what: &str, structure: &Structure) {
    writeln!(table, "{what} {}", structure.ident).unwrap();
    for field in &structure.fields {
        writeln!(table, "    {} = {}: {}", field.name, field.ident, type_name(&field.value)).unwrap();
    }
}

fn type_name(value: &Value) -> String {
    match value {
        Value::Optional(inner) => format!("Option<{}>", type_name(inner)),
        Value::Boxed(inner) => format!("Box<{}>", type_name(inner)),
        Value::List(inner) => format!("Vec<{}>", type_name(inner)),
        Value::Map(inner) => format!("Map<{}>", type_name(inner)),
        Value::Plain(Type::Shared(name) | Type::Error(name)) => name.clone(),
        Value::Plain(plain) => format!("{plain:?}").to_lowercase(),
    }
}
