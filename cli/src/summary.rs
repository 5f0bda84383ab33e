//! Summarizes what was generated.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use ferrosmith_codegen::{Limit, Summary};

use crate::config::Expected;

/// Returns a paragraph per service: the generated items, and which operations were skipped or limited for which reason.
pub(crate) fn services(services: &[Summary]) -> String {
    let mut text = String::new();
    for service in services {
        let types = [
            pluralize(service.structures, "structure"),
            pluralize(service.enums, "enum"),
            pluralize(service.unions, "union"),
        ]
        .join(", ");
        let counts = match service.is_types_only {
            true => format!("{types}, without a client"),
            false => {
                let (operations, errors) =
                    (pluralize(service.operations, "operation"), pluralize(service.errors, "error"));
                format!("{operations}, {types}, {errors}")
            }
        };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(text, "{} ({})\n  {counts}", service.module, service.service);
        for overlay in &service.overlays {
            let _ = writeln!(text, "  with an overlay of ferrosmith: {overlay}");
        }
        for skipped in &service.skipped {
            let _ = writeln!(text, "  skipped {}: {}", skipped.operation, skipped.reason);
        }
        for (what, operations) in group_limits(&service.limits, service.operations) {
            let _ = writeln!(text, "  limited {operations}: {what}");
        }
        if let Some(first) = service.set_aside.iter().next() {
            let count = pluralize(service.set_aside.len(), "problem");
            let what = if service.is_types_only { "this closure does" } else { "these operations do" };
            let _ = writeln!(text, "  set aside {count} of shapes that {what} not reach, for one:\n    {first}");
        }
    }
    text
}

/// Groups limits by text. Each comes with its operations: all of them, or the names of the first few.
fn group_limits(limits: &[Limit], operations: usize) -> Vec<(&str, String)> {
    const MAX_NAMED: usize = 3;
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for limit in limits {
        by_text.entry(&limit.text).or_default().push(&limit.operation);
    }
    let named = |names: Vec<&str>| match names.len().checked_sub(MAX_NAMED) {
        _ if names.len() == operations => "all operations".to_owned(),
        None | Some(0) => names.join(", "),
        Some(others) => format!("{} and {}", names[..MAX_NAMED].join(", "), pluralize(others, "other")),
    };
    by_text.into_iter().map(|(text, names)| (text, named(names))).collect()
}

/// `12 files, 3,456 lines`
pub(crate) fn size(files: &BTreeMap<String, String>) -> String {
    let lines = files.values().map(|text| text.lines().count()).sum();
    format!("{}, {}", pluralize(files.len(), "file"), pluralize(lines, "line"))
}

/// Returns ` (+12)` if there are 12 more lines than before; an empty string if their number is unchanged.
pub(crate) fn line_delta([old, new]: [usize; 2]) -> String {
    match new.cmp(&old) {
        Ordering::Greater => format!(" (+{})", with_separators(new - old)),
        Ordering::Less => format!(" (-{})", with_separators(old - new)),
        Ordering::Equal => String::new(),
    }
}

/// Returns a warning line for each size that is larger than `codegen.toml` expects.
pub(crate) fn size_warnings(files: &BTreeMap<String, String>, expected: Expected) -> String {
    let is_operation = |path: &str| path.contains("/operation/") && !path.ends_with("/mod.rs");
    let mut operations: Vec<usize> =
        files.iter().filter(|(path, _)| is_operation(path)).map(|(_, text)| text.lines().count()).collect();
    operations.sort_unstable();
    let median = operations.get(operations.len() / 2).copied().unwrap_or(0);
    let lines = files.values().map(|text| text.lines().count()).sum();
    let sizes = [
        ("all files together have", lines, expected.lines),
        ("half of the files of operations have at least", median, expected.operation_lines),
    ];
    let warnings = sizes.into_iter().filter_map(|(what, size, limit)| {
        let limit = limit.filter(|limit| size > *limit)?;
        let (size, limit) = (pluralize(size, "line"), with_separators(limit));
        Some(format!("warning: {what} {size}; `[expected]` of codegen.toml says {limit}\n"))
    });
    warnings.collect()
}

/// `1 file`, `1,234 files`
pub(crate) fn pluralize(count: usize, singular: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {singular}{plural}", with_separators(count))
}

/// `0.12 s`
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn with_separators(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrosmith_codegen::{Skipped, model::Diagnostic};

    #[test]
    fn thousands_are_separated_and_nouns_are_pluralized() {
        assert_eq!(pluralize(0, "file"), "0 files");
        assert_eq!(pluralize(1, "file"), "1 file");
        assert_eq!(pluralize(999, "file"), "999 files");
        assert_eq!(pluralize(1_000, "file"), "1,000 files");
        assert_eq!(pluralize(1_234_567, "file"), "1,234,567 files");
    }

    #[test]
    fn size_warnings_name_the_expected_size() {
        assert_eq!([[3, 5], [1_005, 5], [5, 5]].map(line_delta), [" (+2)", " (-1,000)", ""]);
        let file = |path: &str, lines: usize| (path.to_owned(), "x\n".repeat(lines));
        let files =
            BTreeMap::from([file("a/operation/mod.rs", 90), file("a/operation/buy.rs", 7), file("a/mod.rs", 3)]);
        let warnings = |lines, operation_lines| size_warnings(&files, Expected { lines, operation_lines });
        assert_eq!(warnings(None, None), "");
        assert_eq!(warnings(Some(100), Some(7)), "");
        let expected = "warning: all files together have 100 lines; `[expected]` of codegen.toml says 99\n\
            warning: half of the files of operations have at least 7 lines; `[expected]` of codegen.toml says 6\n";
        assert_eq!(warnings(Some(99), Some(6)), expected);
    }

    fn limit(operation: &str, text: &str) -> Limit {
        Limit { operation: operation.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn only_the_first_three_limited_operations_are_named() {
        let limits = ["A", "B", "C", "D", "E"].map(|name| limit(name, "x"));
        assert_eq!(group_limits(&limits, 9), [("x", "A, B, C and 2 others".to_owned())]);
        assert_eq!(group_limits(&limits[..3], 9), [("x", "A, B, C".to_owned())]);
        assert_eq!(group_limits(&limits, 5), [("x", "all operations".to_owned())]);
    }

    #[test]
    fn a_skipped_operation_is_named_with_its_reason() {
        let summary = Summary {
            module: "x".to_owned(),
            service: "a.b#X".to_owned(),
            is_types_only: false,
            example_type: None,
            operations: 2,
            selected: Vec::new(),
            protocols: Vec::new(),
            features: Vec::new(),
            structures: 5,
            enums: 1,
            unions: 0,
            errors: 1,
            skipped: vec![Skipped {
                operation: "Watch".to_owned(),
                reason: "event streams are not supported".to_owned(),
            }],
            limits: ["Put", "Watch"]
                .map(|name| limit(name, "It is slow."))
                .into_iter()
                .chain([limit("Put", "It is odd.")])
                .collect(),
            overlays: vec!["headers of all requests".to_owned()],
            set_aside: Diagnostic::new("is odd").into(),
        };
        assert_eq!(
            services(std::slice::from_ref(&summary)),
            "x (a.b#X)\n  2 operations, 5 structures, 1 enum, 0 unions, 1 error\n  \
             with an overlay of ferrosmith: headers of all requests\n  \
             skipped Watch: event streams are not supported\n  \
             limited Put: It is odd.\n  limited all operations: It is slow.\n  \
             set aside 1 problem of shapes that these operations do not reach, for one:\n    is odd\n"
        );
        let types =
            Summary { is_types_only: true, skipped: Vec::new(), limits: Vec::new(), overlays: Vec::new(), ..summary };
        assert_eq!(
            services(&[types]),
            "x (a.b#X)\n  5 structures, 1 enum, 0 unions, without a client\n  \
             set aside 1 problem of shapes that this closure does not reach, for one:\n    is odd\n"
        );
    }
}
