//! Renders a report as JSON. `docs/diff-rules.md` describes the format; fields are only ever added.

use anyhow::Result;
use ferrosmith_codegen::diff::{self, Class};
use serde::Serialize;

use super::mentions;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    module: &'a str,
    service: &'a str,
    old: &'a str,
    new: &'a str,
    summary: Summary,
    changes: Vec<Change<'a>>,
    mentions: Vec<Mention<'a>>,
}

/// A line of a file written by hand that mentions a removed or renamed item.
#[derive(Serialize)]
struct Mention<'a> {
    item: &'a str,
    file: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct Summary {
    breaking: usize,
    wire: usize,
    compatible: usize,
    documentation: usize,
}

#[derive(Serialize)]
struct Change<'a> {
    class: &'static str,
    rule: &'static str,
    shape: String,
    member: Option<&'a str>,
    items: &'a [String],
    before: Option<&'a str>,
    after: Option<&'a str>,
    what: &'static str,
    why: &'static str,
}

pub(super) fn write(report: &diff::Report, [old, new]: [&str; 2], mentions: &[mentions::Mention]) -> Result<String> {
    let changes = report.changes.iter().map(|change| Change {
        class: change.rule.class().name(),
        rule: change.rule.name(),
        shape: change.shape.without_member().to_string(),
        member: change.shape.member(),
        items: &change.items,
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        what: change.rule.what(),
        why: change.rule.why(),
    });
    let report = Report {
        version: 1,
        module: &report.module,
        service: report.service.as_str(),
        old,
        new,
        summary: Summary {
            breaking: report.count(Class::Breaking),
            wire: report.count(Class::Wire),
            compatible: report.count(Class::Compatible),
            documentation: report.documentation,
        },
        changes: changes.collect(),
        mentions: mentions.iter().map(|one| Mention { item: &one.item, file: &one.path, line: one.line }).collect(),
    };
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}
