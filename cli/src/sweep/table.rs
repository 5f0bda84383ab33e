//! The table of a sweep, for a terminal or as Markdown.

use std::collections::BTreeMap;

use ferrosmith_codegen::Summary;

use super::{Args, Row, Service};
use crate::paint::escape;
use crate::summary::{pluralize, seconds};

const HEADER: [&str; 6] = ["service", "protocols", "operations", "lines", "warnings", "left out"];

/// Returns the table with aligned columns, and with times.
pub(super) fn text(rows: &[Row]) -> String {
    let mut lines = vec![HEADER.map(str::to_owned)];
    lines.extend(rows.iter().map(|row| cells(row, "; ")));
    let times = std::iter::once("time".to_owned()).chain(rows.iter().map(|row| seconds(row.time)));
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut text = String::new();
    for ([service, protocol, operations, count, warnings, left_out], time) in lines.iter().zip(times) {
        let [first, second, third, fourth, fifth] = widths;
        text += format!(
            "{service:first$}  {protocol:second$}  {operations:>third$}  {count:>fourth$}  {time:>8}  \
             {warnings:>fifth$}  {left_out}"
        )
        .trim_end();
        text.push('\n');
    }
    text
}

/// Returns `docs/services.md`.
pub(super) fn markdown(rows: &[Row], args: &Args) -> String {
    let folders: Vec<String> = args.folders.iter().map(|folder| folder.display().to_string()).collect();
    let mut text = format!(
        "# Services\n\n\
         What the generator makes of {} in folders of official models. They are not all models of AWS: this page is about those at hand.\n\
         It is the output of `cargo xtask sweep {} --markdown`; `ferrosmith sweep DIR` makes the same table of other models.\n\n\
         | {} |\n|{}\n",
        pluralize(rows.len(), "model"),
        folders.join(" "),
        HEADER.join(" | "),
        "---|".repeat(HEADER.len()),
    );
    for row in rows {
        let cells = cells(row, "; ").map(|cell| cell.replace('|', "\\|").replace('<', "\\<"));
        text += &format!("| {} |\n", cells.join(" | ").replace("  ", " "));
    }
    text
}

fn cells(row: &Row, separator: &str) -> [String; 6] {
    let name = row.name.clone();
    match &row.result {
        Err(reason) => [
            name,
            "—".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            format!("not generated: {}", escape(reason)),
        ],
        Ok(Service { generated, warnings, lines }) => {
            let Some(service) = generated.services.first() else { return Default::default() };
            let warnings = if *warnings == 0 { String::new() } else { warnings.to_string() };
            let left_out = left_out(service).join(separator);
            let protocols = match service.is_types_only {
                true => format!("types of {}", service.service),
                false => service.protocols.join(", "),
            };
            [name, protocols, service.operations.to_string(), lines.to_string(), warnings, left_out]
        }
    }
}

/// Returns the operations that are left out, and the limits of the others, by reason.
fn left_out(service: &Summary) -> Vec<String> {
    let mut reasons: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for skipped in &service.skipped {
        reasons.entry(skipped.reason.clone()).or_default().push(&skipped.operation);
    }
    let skipped = reasons.into_iter().map(|(reason, names)| format!("{}: {reason}", named(&names)));
    let mut limits: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for limit in &service.limits {
        limits.entry(limit.text.trim_end_matches('.')).or_default().push(&limit.operation);
    }
    let limits = limits.into_iter().map(|(text, names)| match names.len() {
        count if count == service.operations => format!("all operations: {text}"),
        _ => format!("{}: {text}", named(&names)),
    });
    skipped.chain(limits).collect()
}

fn named(names: &[&str]) -> String {
    const MAX_NAMED: usize = 3;
    match names.len().checked_sub(MAX_NAMED) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..MAX_NAMED].join(", ")),
    }
}
