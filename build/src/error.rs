//! The error type.
use ferrosmith_codegen::{
    Diagnostics, Source,
    report::{Style, render},
};
use std::fmt;
use std::path::Path;

/// The reason why nothing was generated.
///
/// `Debug` prints the same text as `Display`, because that is what `main` of a build script prints.
pub struct Error(String);

impl Error {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn model(model: &Path, problems: &Diagnostics, sources: &[Source]) -> Self {
        let text = render(problems, sources, Style::Plain);
        Self(format!("{} cannot be compiled\n{}", model.display(), text.trim_end()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
