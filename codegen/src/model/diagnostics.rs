//! Diagnostics about a model, with location and hint. Each stage collects all of them before it fails.

use std::fmt;

use super::shape_id::ShapeId;
use super::source::Location;

/// The severity of a [`Diagnostic`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The model cannot be used.
    #[default]
    Error,
    /// The model can be used, but most likely contains a mistake.
    Warning,
}

/// An error in a model, or a warning about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it is an error or a warning.
    pub severity: Severity,
    /// The location in the sources; `None` if it is about the request and not about a file (an unknown `--operation`).
    pub location: Option<Location>,
    /// The shape or member concerned.
    pub shape: Option<ShapeId>,
    /// What is wrong. If there is a shape, the message continues a sentence that starts with its id: "targets a#B,
    /// which is not defined".
    pub message: String,
    /// How to fix it, if that is not clear from the message.
    pub hint: Option<String>,
    /// The URL of the section of the specification that states the violated rule.
    pub section: Option<String>,
}

impl Diagnostic {
    /// Returns an error that has only a message.
    pub fn new(message: impl Into<String>) -> Self {
        let message = message.into();
        Self { severity: Severity::Error, location: None, shape: None, message, hint: None, section: None }
    }

    /// Returns a warning that has only a message.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::new(message) }
    }

    /// Whether it is an error, as opposed to a warning.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Sets the location.
    pub fn at(mut self, location: &Location) -> Self {
        self.location = Some(location.clone());
        self
    }

    /// Sets the shape.
    pub fn on(mut self, shape: &ShapeId) -> Self {
        self.shape = Some(shape.clone());
        self
    }

    /// Sets the section of the specification, unless one is already set.
    pub fn see(mut self, section: impl Into<Option<String>>) -> Self {
        self.section = self.section.or_else(|| section.into());
        self
    }

    /// Sets the hint. Accepts an `Option`, because [`did_you_mean`] returns one.
    pub fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// `file:line: shape: message; hint`, on one line. The message of a warning starts with `warning: `.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{location}: ")?;
        }
        if let Some(shape) = &self.shape {
            write!(f, "{shape}: ")?;
        }
        if !self.is_error() {
            f.write_str("warning: ")?;
        }
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// The diagnostics of a stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    /// How many names were compared to make hints. See [`Diagnostics::did_you_mean`].
    compared: usize,
}

/// The maximum number of names compared to make the hints of a model, which takes some seconds; after that there are no
/// more hints. A model of `n` shapes could need `n * n` comparisons, and hints do not help a reader of a thousand
/// diagnostics.
const MAX_COMPARISONS: usize = 1_000_000;

impl Diagnostics {
    /// Returns an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Sets the section of the specification for all diagnostics that have none. Each step calls it with its own
    /// section.
    pub fn see(&mut self, section: &str) {
        for diagnostic in self.all.iter_mut().filter(|diagnostic| diagnostic.section.is_none()) {
            diagnostic.section = Some(section.to_owned());
        }
    }

    /// Like [`did_you_mean`], but returns `None` once the limit of comparisons per model is reached.
    pub fn did_you_mean<'a>(&mut self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let remaining = MAX_COMPARISONS.saturating_sub(self.compared);
        let mut compared = 0;
        let hint = did_you_mean(name, candidates.into_iter().take(remaining).inspect(|_| compared += 1));
        self.compared += compared;
        // Names that were not compared could have been nearer.
        hint.filter(|_| compared < remaining)
    }

    /// Returns the number of errors, not counting warnings.
    pub fn errors(&self) -> usize {
        self.all.iter().filter(|diagnostic| diagnostic.is_error()).count()
    }

    /// Whether there are neither errors nor warnings.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the number of errors and warnings.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Iterates over the diagnostics. Those that [`Diagnostics::finish`] returned are sorted by file and line.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.all.iter()
    }

    /// Ends a stage: returns its result, or the sorted diagnostics if there is an error. Warnings alone are discarded;
    /// [`Diagnostics::finish_with`] keeps them.
    ///
    /// # Errors
    ///
    /// All diagnostics, if at least one of them is an error.
    pub fn finish<T>(self, value: T) -> Result<T, Self> {
        self.finish_with(|_| value)
    }

    /// Like [`Diagnostics::finish`], but passes the sorted warnings to `value`.
    ///
    /// # Errors
    ///
    /// All diagnostics, if at least one of them is an error.
    pub fn finish_with<T>(self, value: impl FnOnce(Self) -> T) -> Result<T, Self> {
        if self.errors() == 0 { Ok(value(self.sorted())) } else { Err(self.sorted()) }
    }

    /// Sorts the diagnostics by file and line.
    pub fn sorted(mut self) -> Self {
        self.all.sort_by(|a, b| {
            (&a.location, &a.shape, a.severity, &a.message).cmp(&(&b.location, &b.shape, b.severity, &b.message))
        });
        self
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { all: vec![diagnostic], compared: 0 }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        self.all.extend(more);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.all.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// The maximum length of a name for which a suggestion is made. Longer names are unlikely to be typing errors, and edit
/// distance takes quadratic time.
const MAX_TYPO_LENGTH: usize = 256;

/// Returns "did you mean …?" with the candidate nearest to `given`, if one is near enough to be a typing error.
///
/// Of two shape ids at the same distance, the one in the namespace of `given` is preferred, then the first.
pub fn did_you_mean<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if given.len() > MAX_TYPO_LENGTH {
        return None;
    }
    // The distance between any two names of one letter is at most 1.
    let (namespace, name) = split(given);
    let limit = if name.len() < 2 { 0 } else { (name.len() / 3).clamp(1, 4) };
    let (_, best) = candidates
        .into_iter()
        .filter_map(|candidate| {
            let (other_namespace, other_name) = split(candidate);
            if other_name.len().abs_diff(name.len()) > limit {
                return None;
            }
            let distance = strsim::osa_distance(&name.to_lowercase(), &other_name.to_lowercase());
            let is_foreign = namespace != other_namespace;
            let rank = (distance + usize::from(is_foreign), is_foreign);
            (distance <= limit && candidate != given).then_some((rank, candidate))
        })
        .min_by_key(|(rank, _)| *rank)?;
    Some(format!("did you mean {best}?"))
}

fn split(id: &str) -> (&str, &str) {
    id.split_once('#').unwrap_or(("", id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displays_one_line_per_diagnostic_sorted_by_location() {
        let at = |line| Location { file: "m.json".into(), line };
        let mut all = Diagnostics::new();
        all.push(Diagnostic::new("second").at(&at(10)));
        all.push(Diagnostic::new("first").at(&at(9)).on(&ShapeId::parse("a#B$c").unwrap()).hint("try x".to_owned()));
        all.push(Diagnostic::new("no place"));
        let text = all.finish(()).unwrap_err().to_string();
        assert_eq!(text, "no place\nm.json:9: a#B$c: first; try x\nm.json:10: second");
    }

    #[test]
    fn warnings_alone_do_not_fail_a_stage() {
        let mut all = Diagnostics::new();
        all.push(Diagnostic::warning("odd"));
        assert_eq!(all.clone().finish(7), Ok(7));
        assert_eq!(all.clone().finish_with(|warnings| warnings.to_string()).unwrap(), "warning: odd");
        all.push(Diagnostic::new("bad"));
        assert_eq!(all.finish(7).unwrap_err().to_string(), "bad\nwarning: odd");
    }

    #[test]
    fn suggestions_stop_at_the_limit_of_comparisons() {
        let names: Vec<String> = (0..1_000).map(|i| format!("a#Name{i}")).collect();
        let mut problems = Diagnostics::new();
        let mut hints = 0;
        for _ in 0..10_000 {
            let hint = problems.did_you_mean("a#Nmae7", names.iter().map(String::as_str));
            hints += usize::from(hint.as_deref() == Some("did you mean a#Name7?"));
        }
        assert_eq!((problems.compared, hints), (MAX_COMPARISONS, MAX_COMPARISONS / names.len() - 1));
    }

    #[test]
    fn suggests_only_similar_names() {
        let ids = ["other#TagKey", "a.b#TagKey", "a.b#TagValue"];
        assert_eq!(did_you_mean("a.b#TagKye", ids).as_deref(), Some("did you mean a.b#TagKey?"));
        assert_eq!(did_you_mean("a.b#tagkey", ids).as_deref(), Some("did you mean a.b#TagKey?"));
        assert_eq!(did_you_mean("a.b#FileSystem", ids), None);
        assert_eq!(did_you_mean("ListTags", ["ListTag"]).as_deref(), Some("did you mean ListTag?"));
        assert_eq!(did_you_mean(&"x".repeat(1000), ["x"]), None);
    }
}
