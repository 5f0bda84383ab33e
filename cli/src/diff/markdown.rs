//! Renders a report as Markdown for a pull request.

use std::fmt::Write;

use ferrosmith_codegen::diff::{Change, Class, Report};

use super::mentions::{self, Mention};
use super::{by_rule, counts, items, prose, values};
use crate::paint::escape;

/// The maximum length of a list: GitHub rejects comments of more than 65,536 characters.
const MAX_ROWS: usize = 40;

pub(super) fn write(report: &Report, [old, new]: [&str; 2], mentions: &[Mention]) -> String {
    let mut text = format!("### {}: {}\n\n{} → {}", code(&report.module), counts(report), code(old), code(new));
    if let Some(prose) = prose(report) {
        // Writing to a String cannot fail, here and below.
        let _ = write!(text, "; {prose}");
    }
    text.push('\n');
    for class in Class::ALL {
        let rules = by_rule(report, class);
        if rules.is_empty() {
            continue;
        }
        // Only breaking changes are expanded.
        let open = if class == Class::Breaking { " open" } else { "" };
        let _ = writeln!(text, "\n<details{open}><summary><b>{class}</b>: {}</summary>", report.count(class));
        for changes in rules {
            if let Some(Change { rule, .. }) = changes.first() {
                let _ = writeln!(text, "\n**{}** ({}): {}\n", rule.what(), changes.len(), rule.why());
            }
            for change in changes.iter().take(MAX_ROWS) {
                let _ = writeln!(text, "- {}", row(change));
            }
            if let Some(more) = changes.len().checked_sub(MAX_ROWS).filter(|more| *more > 0) {
                let _ = writeln!(text, "- … and {more} more");
            }
        }
        text.push_str("\n</details>\n");
    }
    if !mentions.is_empty() {
        text.push_str("\n**mentioned in files written by hand**\n\n");
        for (item, locations) in mentions::lines(mentions).iter().take(MAX_ROWS) {
            let _ = writeln!(text, "- {}: {}", code(item), code(locations));
        }
    }
    text
}

fn row(change: &Change) -> String {
    let (shown, more) = items(change);
    let mut items = shown.iter().map(|item| code(item)).collect::<Vec<_>>().join(", ");
    if more > 0 {
        let _ = write!(items, " and {more} more");
    }
    let value = match values(change).map(|value| value.map(|value| code(&value))) {
        [Some(old), Some(new)] => format!("{old} → {new}"),
        [Some(one), None] | [None, Some(one)] => one,
        [None, None] => String::new(),
    };
    format!("{items}: {value} ({})", code(change.shape.as_str()))
}

/// Returns the text as a code span with enough backticks, so that HTML, links and mentions in it have no effect.
fn code(text: &str) -> String {
    let text = escape(text);
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
