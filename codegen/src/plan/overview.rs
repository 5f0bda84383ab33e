//! The main pages of the documentation: that of the crate and that of a service.
use super::{Operation, Plan, Sample, Service, Skipped, Type, TypeFile, Types, Value, docs, features, themes};
use std::collections::BTreeSet;

/// Returns the page of a service, with a list of its operations by theme, and of those that are left out. How to call one
/// is on the page of the operation.
pub(super) fn service_docs(service: &Service, operations: &[Operation], skipped: &[Skipped]) -> Vec<String> {
    let mut lines = service.docs.clone();
    lines.extend(["", "# Operations", ""].map(str::to_owned));
    lines.extend(operation_list(operations));
    if !skipped.is_empty() {
        lines.extend(["", "Left out:", ""].map(str::to_owned));
    }
    for Skipped { operation, reason } in skipped {
        lines.extend(list_item(&format!("`{operation}`: {reason}.")));
    }
    lines
}

/// Returns the page of a shape closure: how many types it has, and how to read and write one. `path` is that of its
/// module.
pub(super) fn closure_docs(service: &Service, types: &[TypeFile], path: &str) -> Vec<String> {
    let mut lines = service.docs.clone();
    lines.extend((!lines.is_empty()).then(String::new));
    let counts = [
        count(types, |types| matches!(types, Types::Structure(_)), ["structure", "structures"]),
        count(types, |types| matches!(types, Types::Union(_)), ["union", "unions"]),
        count(types, |types| matches!(types, Types::Enum(_) | Types::IntEnum(_)), ["enum", "enums"]),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    lines.extend(docs::wrap(&format!("The [`types`] of the shape closure `{}`: {counts}.", service.shape)));
    let Some(example) = example_type(types) else { return lines };
    lines.extend(["", "# Reading and writing", ""].map(str::to_owned));
    lines.extend(docs::wrap(
        "With the feature `serde`, every type implements `Serialize` and `Deserialize`, for JSON and any other format that \
         describes itself. `ferrosmith::serde` documents the form: members have their names in the model, whatever a \
         protocol would call them. With `serde_json`:",
    ));
    lines.push(String::new());
    lines.extend(reading(path, example));
    lines
}

/// Counts types; `None` if there are none.
fn count(types: &[TypeFile], is_counted: fn(&Types) -> bool, [one, many]: [&str; 2]) -> Option<String> {
    match types.iter().filter(|file| is_counted(&file.types)).count() {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    }
}

/// Returns the lines that read and write a type.
fn reading(path: &str, ident: &str) -> Vec<String> {
    let read = format!("let value: {path}::types::{ident} = serde_json::from_str(text)?;");
    ["```ignore", &read, "let text = serde_json::to_string(&value)?;", "```"].map(str::to_owned).to_vec()
}

/// Returns the name of a type to show: the structure with the most members that no other type contains, or else the first
/// type.
pub fn example_type(types: &[TypeFile]) -> Option<&str> {
    let mut contained = BTreeSet::new();
    for file in types {
        let values: Vec<&Value> = match &file.types {
            Types::Structure(structure) => structure.fields.iter().map(|field| &field.value).collect(),
            Types::Union(union) => union.variants.iter().filter_map(|variant| variant.payload.as_ref()).collect(),
            Types::Enum(_) | Types::IntEnum(_) => Vec::new(),
        };
        contained.extend(values.into_iter().filter_map(|value| match value.innermost() {
            Type::Shared(ident) => Some(ident.as_str()),
            _ => None,
        }));
    }
    let structures = types.iter().filter_map(|file| match &file.types {
        Types::Structure(structure) if !contained.contains(&*structure.ident) => Some(structure),
        Types::Structure(_) | Types::Union(_) | Types::Enum(_) | Types::IntEnum(_) => None,
    });
    // Of equally large ones, the first.
    let largest = structures.rev().max_by_key(|structure| structure.fields.len());
    largest.map(|structure| &*structure.ident).or_else(|| types.first().map(|file| file.types.ident()))
}

fn operation_list(operations: &[Operation]) -> Vec<String> {
    if operations.is_empty() {
        return vec!["None.".to_owned()];
    }
    let mut lines = Vec::new();
    let names: Vec<&str> = operations.iter().map(|operation| operation.input.ident.as_str()).collect();
    let groups = themes::group(&names);
    let has_themes = groups.len() > 1;
    for (title, names) in groups {
        let links: Vec<_> = names.iter().map(|name| format!("[`{name}`](operation::{name})")).collect();
        let title = match title {
            Some(title) => format!("**{title}**: "),
            None if has_themes => "**Others**: ".to_owned(),
            None => String::new(),
        };
        lines.extend(list_item(&format!("{title}{}.", links.join(", "))));
    }
    lines
}

/// Returns a paragraph as an item of a list.
fn list_item(text: &str) -> impl Iterator<Item = String> {
    let indented = docs::wrap(text).into_iter().enumerate();
    indented.map(|(index, line)| if index == 0 { format!("- {line}") } else { format!("  {line}") })
}

/// A line of the crate's page.
pub struct CrateLine {
    /// The line.
    pub text: String,
    /// The Cargo feature that the line requires.
    pub feature: Option<String>,
}

/// Returns the page of a crate: a summary, a quick start, its services and its features.
pub fn crate_docs(plans: &[Plan]) -> Vec<CrateLine> {
    let titles = |plans: &[&Plan]| {
        let titles: Vec<&str> = plans.iter().map(|plan| plan.service.title.as_str()).collect();
        titles.join(" and ")
    };
    let (closures, services): (Vec<&Plan>, Vec<&Plan>) = plans.iter().partition(|plan| plan.is_types_only);
    let summary = match (services.as_slice(), closures.as_slice()) {
        (services, []) => format!("Clients of {}", titles(services)),
        ([], closures) => format!("Types of {}", titles(closures)),
        (services, closures) => format!("Clients of {} and types of {}", titles(services), titles(closures)),
    };
    let mut lines = docs::wrap(&format!("{summary}, generated by ferrosmith from Smithy models."));
    if let Some(example) = plans.iter().find_map(quick_start) {
        lines.extend(["", "# Quick start", ""].map(str::to_owned));
        lines.extend(docs::wrap(
            "With the feature `client`. With `blocking`, `blocking::Client` of the same module makes the same calls \
             without `async`.",
        ));
        lines.push(String::new());
        lines.extend(example);
    }
    let unconditional = |text: String| CrateLine { text, feature: None };
    let mut lines: Vec<CrateLine> = lines.into_iter().map(unconditional).collect();
    let mut rows = Vec::new();
    for (heading, what, mut plans) in [("# Services", "the service", services), ("# Types", "the types", closures)] {
        plans.sort_by_key(|plan| &plan.module);
        if !plans.is_empty() {
            lines.extend(["", heading, ""].map(|line| unconditional(line.to_owned())));
        }
        for plan in plans {
            let size = match plan.is_types_only {
                true => format!("{} types", plan.types.len()),
                false => format!("{} operations", plan.operations.len()),
            };
            let text = format!("- [`{}`]: {}, {size}", plan.module, plan.service.title);
            lines.push(CrateLine { text, feature: plan.is_feature.then(|| plan.module.clone()) });
            rows.extend(plan.is_feature.then(|| format!("| `{}` | on by default: {what} |", plan.module)));
        }
    }
    let is_types_only = plans.iter().all(|plan| plan.is_types_only);
    lines.extend(feature_table(is_types_only).chain(rows).map(unconditional));
    lines
}

/// Returns the page of a crate for one service or closure: its page, a quick start and the features.
pub fn service_crate_docs(plan: &Plan) -> Vec<String> {
    let mut lines = plan.service.overview.clone();
    if let Some(example) = plan.sample.as_ref().map(sample) {
        lines.extend(["", "# Quick start", ""].map(str::to_owned));
        lines.extend(docs::wrap(
            "With the feature `client`. With `blocking`, `blocking::Client` makes the same calls without `async`.",
        ));
        lines.push(String::new());
        lines.extend(example);
    }
    lines.extend(feature_table(plan.is_types_only));
    lines
}

/// Returns the table of the features of a generated crate.
fn feature_table(is_types_only: bool) -> impl Iterator<Item = String> {
    let header = ["", "# Features", "", "| feature | what |", "|---|---|"].map(str::to_owned);
    let rows = features(is_types_only).map(|feature| format!("| `{}` | {} |", feature.name, feature.what));
    header.into_iter().chain(rows)
}

/// Returns an example call of an operation without required members, if there is one: the first that is paginated, or
/// else the first that is idempotent.
fn quick_start(plan: &Plan) -> Option<Vec<String>> {
    let path = plan.path.as_ref()?;
    let module = &plan.module;
    let without_arguments = || plan.operations.iter().filter(|operation| operation.input.arguments().next().is_none());
    let paginated = without_arguments().find(|operation| operation.pages.is_some());
    let name = &paginated.or_else(|| without_arguments().find(|operation| operation.is_idempotent))?.input.ident;
    let feature = match plan.is_feature {
        true => format!("all(feature = \"client\", feature = \"{module}\")"),
        false => "feature = \"client\"".to_owned(),
    };
    let import = format!("use {path}::{{self, operation::{name}}};");
    let client = format!("let client = {module}::Client::new({module}::Config::from_env().await?);");
    Some(program(&feature, &[&import, "", &client, &format!("let output = client.send({name}::new()).await?;")]))
}

/// Returns the call of the crate's example as a quick start.
fn sample(Sample { import, call, .. }: &Sample) -> Vec<String> {
    let client = "let client = Client::new(Config::from_env().await?);";
    let [call, send] = [&format!("let call = {call};"), "let output = client.send(call).await?;"];
    program("feature = \"client\"", &[import, "", client, call, send])
}

/// Returns an example that prints `output`, compiled if the feature is on.
fn program(feature: &str, lines: &[&str]) -> Vec<String> {
    let before =
        ["```", &format!("# #[cfg({feature})]"), "# async fn example() -> Result<(), Box<dyn std::error::Error>> {"];
    let after = ["println!(\"{output:?}\");", "# Ok(())", "# }", "```"];
    before.iter().chain(lines).chain(&after).map(|line| (*line).to_owned()).collect()
}
