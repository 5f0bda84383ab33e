//! Renders a report as text for a terminal.

use std::fmt::Write;

use ferrosmith_codegen::diff::{Change, Class, Report};

use super::mentions::{self, Mention};
use super::{by_rule, counts, items, prose, values};
use crate::paint::{Paint, Style};

pub(super) fn write(report: &Report, [old, new]: [&str; 2], mentions: &[Mention], paint: Paint) -> String {
    let mut text = format!("{} ({})\n{old} → {new}\n", paint.paint(Style::Strong, &report.module), report.service);
    // Writing to a String cannot fail, here and below.
    let _ = match prose(report) {
        Some(prose) => writeln!(text, "{}; {prose}", counts(report)),
        None => writeln!(text, "{}", counts(report)),
    };
    for class in Class::ALL {
        let rules = by_rule(report, class);
        if rules.is_empty() {
            continue;
        }
        let style = match class {
            Class::Breaking => Style::Bad,
            Class::Wire => Style::Warning,
            Class::Compatible => Style::Good,
        };
        let _ = writeln!(text, "\n{}", paint.paint(style, class.name()));
        for changes in rules {
            if let Some(Change { rule, .. }) = changes.first() {
                let _ = writeln!(text, "  {}: {}", paint.paint(Style::Strong, rule.what()), rule.why());
            }
            for change in changes {
                let _ = writeln!(text, "    {}", line(change, paint));
            }
        }
    }
    if !mentions.is_empty() {
        let _ = writeln!(text, "\n{}", paint.paint(Style::Warning, "mentioned in files written by hand"));
        for (item, locations) in mentions::lines(mentions) {
            let _ = writeln!(text, "    {item}: {locations}");
        }
    }
    text
}

fn line(change: &Change, paint: Paint) -> String {
    let (shown, more) = items(change);
    let mut items = shown.join(", ");
    if more > 0 {
        let _ = write!(items, " and {more} more");
    }
    let (sign, value) = match values(change) {
        [Some(old), Some(new)] => (paint.paint(Style::Warning, "~"), format!("{old} → {new}")),
        [Some(old), None] => (paint.paint(Style::Bad, "-"), old),
        [None, Some(new)] => (paint.paint(Style::Good, "+"), new),
        [None, None] => (" ".to_owned(), String::new()),
    };
    format!("{sign} {items}: {value}  {}", paint.paint(Style::Dim, &format!("({})", change.shape)))
}
