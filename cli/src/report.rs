//! Renders diagnostics of models as text or as JSON for editors.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, IsTerminal as _};

use clap::ValueEnum;
use ferrosmith_codegen::report::{Style, render};
use ferrosmith_codegen::{Diagnostics, Source};

/// How diagnostics are written to stderr
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the line of the model and a caret; coloured on a terminal
    #[default]
    Text,
    /// A JSON object a line, for editors
    Json,
}

/// Rendered diagnostics, as an error.
#[derive(Debug)]
pub(crate) struct Reported(String);

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Reported {}

impl MessageFormat {
    /// Returns an error with all diagnostics of these sources.
    pub(crate) fn report<'a>(self, problems: &Diagnostics, sources: impl Iterator<Item = &'a Source>) -> anyhow::Error {
        let mut text = self.render(problems, sources);
        if !matches!(self, Self::Json) {
            let errors = problems.errors();
            let noun = if errors == 1 { "problem" } else { "problems" };
            text += &format!("error: {errors} {noun}; nothing was written\n");
        }
        anyhow::Error::new(Reported(text))
    }

    /// Prints warnings to stderr.
    pub(crate) fn warn<'a>(self, warnings: &Diagnostics, sources: impl Iterator<Item = &'a Source>) {
        eprint!("{}", self.render(warnings, sources));
    }

    /// Renders the diagnostics of these sources, for commands that continue in spite of them.
    pub(crate) fn render<'a>(self, problems: &Diagnostics, sources: impl Iterator<Item = &'a Source>) -> String {
        let style = match self {
            Self::Json => Style::Json,
            Self::Text if io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() => Style::Coloured,
            Self::Text => Style::Plain,
        };
        let sources: Vec<Source> = sources.cloned().collect();
        render(problems, &sources, style)
    }

    /// Like [`report`](Self::report), but reads the sources from the files that the diagnostics name.
    pub(crate) fn report_files(self, problems: &Diagnostics) -> anyhow::Error {
        let paths: BTreeSet<&str> =
            problems.iter().filter_map(|problem| Some(&*problem.location.as_ref()?.file)).collect();
        let read = |path: &str| Some(Source { path: path.to_owned(), text: std::fs::read_to_string(path).ok()? });
        let sources: Vec<Source> = paths.into_iter().filter_map(read).collect();
        self.report(problems, sources.iter())
    }
}
