//! For a program. `docs/diff-rules.md` describes the form, which only grows.

use anyhow::Result;
use ferrosmith_codegen::diff::{self, Class};
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    module: &'a str,
    service: &'a str,
    old: &'a str,
    new: &'a str,
    summary: Summary,
    changes: Vec<Change<'a>>,
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

pub(super) fn write(report: &diff::Report, [old, new]: [&str; 2]) -> Result<String> {
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
    };
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}
