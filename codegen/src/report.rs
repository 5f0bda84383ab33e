//! Renders diagnostics for people (source line, caret, hint, specification) and for editors (JSON).
use crate::model::{Diagnostic, Diagnostics, Source};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::collections::HashMap;

/// The output format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text without colours.
    Plain,
    /// Text with ANSI colours, for a terminal.
    Coloured,
    /// One JSON object per line, with the keys `severity` (`error` or `warning`), `file`, `line`, `column`, `shape`,
    /// `message`,
    /// `hint` and `specification`; unknown values are null.
    Json,
}

/// Renders diagnostics about these sources. Each ends with a line break.
pub fn render(problems: &Diagnostics, sources: &[Source], style: Style) -> String {
    // Lines are split once, because a model of a hundred thousand lines can have as many diagnostics.
    let lines: Lines<'_> =
        sources.iter().rev().map(|source| (source.path.as_str(), source.text.lines().collect())).collect();
    let renderer = match style {
        Style::Json => return problems.iter().map(|problem| json(problem, &lines)).collect(),
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    problems.iter().map(|problem| format!("{}\n\n", text(problem, &lines, &renderer))).collect()
}

/// The lines of each source by its path.
type Lines<'a> = HashMap<&'a str, Vec<&'a str>>;

fn text(problem: &Diagnostic, sources: &Lines<'_>, renderer: &Renderer) -> String {
    let title = match &problem.shape {
        Some(shape) => format!("{shape}: {}", problem.message),
        None => problem.message.clone(),
    };
    let level = if problem.is_error() { Level::ERROR } else { Level::WARNING };
    let mut group = Group::with_title(level.primary_title(&title));
    if let Some(location) = &problem.location {
        let number = location.line as usize;
        group = match line(problem, sources).filter(|line| line.len() <= MAX_LINE_LENGTH) {
            Some(line) => {
                let start = line.len() - line.trim_start().len();
                // A line may consist of a comma only.
                let marked = start..line.trim_end_matches([',', ' ', '\r']).len().max(start);
                let snippet = Snippet::source(line).line_start(number).path(&*location.file);
                group.element(snippet.annotation(AnnotationKind::Primary.span(marked)))
            }
            // The end of a file that is empty or truncated, or a model without line breaks.
            None => group.element(Origin::path(&*location.file).line(number)),
        };
    }
    if let Some(hint) = &problem.hint {
        group = group.element(Level::HELP.message(hint));
    }
    if let Some(section) = &problem.section {
        group = group.element(Level::NOTE.message(section));
    }
    renderer.render(&[group])
}

/// The maximum length of a line that is shown, in bytes. A model may be a single line, which would be repeated for each
/// diagnostic.
const MAX_LINE_LENGTH: usize = 1_000;

/// Returns the source line that a diagnostic refers to.
fn line<'a>(problem: &Diagnostic, sources: &Lines<'a>) -> Option<&'a str> {
    let location = problem.location.as_ref()?;
    sources.get(&*location.file)?.get(location.line.checked_sub(1)? as usize).copied()
}

fn json(problem: &Diagnostic, sources: &Lines<'_>) -> String {
    #[derive(Serialize)]
    struct Row<'a> {
        severity: &'static str,
        file: Option<&'a str>,
        line: Option<u32>,
        column: Option<usize>,
        shape: Option<&'a str>,
        message: &'a str,
        hint: Option<&'a str>,
        specification: Option<&'a str>,
    }
    let row = Row {
        severity: if problem.is_error() { "error" } else { "warning" },
        file: problem.location.as_ref().map(|location| &*location.file),
        line: problem.location.as_ref().map(|location| location.line),
        column: line(problem, sources).map(|line| line.len() - line.trim_start().len() + 1),
        shape: problem.shape.as_ref().map(|shape| shape.as_str()),
        message: &problem.message,
        hint: problem.hint.as_deref(),
        specification: problem.section.as_deref(),
    };
    serde_json::to_string(&row).map(|row| row + "\n").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;

    /// A model on one line can have many diagnostics, and the line would be shown with each.
    #[test]
    fn a_long_line_is_not_shown() {
        let rendered = |text: String| {
            let sources = [Source { path: "m.json".to_owned(), text }];
            render(&crate::model::load(&sources).unwrap_err(), &sources, Style::Plain)
        };
        let text = |padding: usize| {
            format!("{{\"smithy\": \"2.0\", \"shapes\": {{{}\"a#B\": {{\"type\": \"list\"}}}}}}", " ".repeat(padding))
        };
        assert!(rendered(text(0)).contains("\"a#B\": {\"type\""));
        let long = rendered(text(10_000));
        assert!(long.contains("--> m.json:1\n") && !long.contains("\"a#B\": {\"type\""), "{long}");
    }

    #[test]
    fn a_line_with_only_a_comma_is_rendered() {
        let source = Source { path: "model.json".to_owned(), text: "{\n  ,\n\t\n}".to_owned() };
        for line in 1..=5 {
            let location = Location { file: "model.json".into(), line };
            let mut problems = Diagnostics::new();
            problems.push(Diagnostic::new("there is no key").at(&location));
            let rendered = render(&problems, std::slice::from_ref(&source), Style::Plain);
            assert!(rendered.contains(&format!("model.json:{line}")), "{rendered}");
        }
    }
}
