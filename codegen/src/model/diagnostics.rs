//! What is wrong with a model: collected over a whole stage, told with place and hint.

use std::fmt;

use super::shape_id::ShapeId;
use super::source::Location;

/// How bad it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The model cannot be used.
    #[default]
    Error,
    /// It can, but most likely does not mean what it says.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where in the sources; `None` if it concerns the request and not the text (an unknown `--operation`).
    pub location: Option<Location>,
    /// The shape or member concerned.
    pub shape: Option<ShapeId>,
    /// What is wrong. It continues the sentence that the shape's id begins: "targets a#B, which is not defined".
    pub message: String,
    /// What to do about it, if something better than the message is known.
    pub hint: Option<String>,
    /// The section of the specification that says how it should be.
    pub section: Option<String>,
}

impl Diagnostic {
    /// A diagnostic that has only a message yet.
    pub fn new(message: impl Into<String>) -> Self {
        let message = message.into();
        Self { severity: Severity::Error, location: None, shape: None, message, hint: None, section: None }
    }

    /// The same, if it is no more than a warning.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::new(message) }
    }

    /// Whether it makes the model unusable.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Names the place.
    pub fn at(mut self, location: &Location) -> Self {
        self.location = Some(location.clone());
        self
    }

    /// Names the shape.
    pub fn on(mut self, shape: &ShapeId) -> Self {
        self.shape = Some(shape.clone());
        self
    }

    /// Names the section of the specification, unless a better one is named already.
    pub fn see(mut self, section: impl Into<Option<String>>) -> Self {
        self.section = self.section.or_else(|| section.into());
        self
    }

    /// Adds a hint. Takes an `Option`, because [`did_you_mean`] gives one.
    pub fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// `file:line: shape: message; hint`, on one line. A warning says that it is one.
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

/// All that a stage found wrong. Empty while nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    /// How many names were compared for the sake of hints. See [`Diagnostics::did_you_mean`].
    compared: usize,
}

/// So many names are compared for the hints of a model, some seconds' worth, and then there are no more hints: whoever reads
/// a thousand diagnostics does not need them, and a model of `n` shapes could ask for `n` times `n` comparisons.
const MOST_COMPARED: usize = 1_000_000;

impl Diagnostics {
    /// None so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Names the section of the specification for all that have none yet: a step that adds diagnostics knows its own.
    pub fn see(&mut self, section: &str) {
        for diagnostic in self.all.iter_mut().filter(|diagnostic| diagnostic.section.is_none()) {
            diagnostic.section = Some(section.to_owned());
        }
    }

    /// [`did_you_mean`], as long as not too many names were compared already.
    pub fn did_you_mean<'a>(&mut self, wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let left = MOST_COMPARED.saturating_sub(self.compared);
        let mut compared = 0;
        let hint = did_you_mean(wanted, candidates.into_iter().take(left).inspect(|_| compared += 1));
        self.compared += compared;
        // Names that were left out could have been nearer.
        hint.filter(|_| compared < left)
    }

    /// How many make the model unusable.
    pub fn errors(&self) -> usize {
        self.all.iter().filter(|diagnostic| diagnostic.is_error()).count()
    }

    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The diagnostics, sorted by file and line once they came out of [`Diagnostics::finish`].
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.all.iter()
    }

    /// Ends a stage: its result, or everything found wrong with it in reading order. Warnings alone do not end it, and are
    /// lost; [`Diagnostics::finish_with`] keeps them.
    pub fn finish<T>(self, value: T) -> Result<T, Self> {
        self.finish_with(|_| value)
    }

    /// The same for a result that takes the warnings, in reading order.
    pub fn finish_with<T>(self, value: impl FnOnce(Self) -> T) -> Result<T, Self> {
        if self.errors() == 0 { Ok(value(self.sorted())) } else { Err(self.sorted()) }
    }

    /// The diagnostics in reading order.
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

/// Longer names are no typing errors, and edit distance takes quadratic time.
const LONGEST_TYPO: usize = 256;

/// "did you mean …?" with the candidate nearest to `wanted`, if one is near enough to be a typing error.
///
/// Of two shape ids equally near, the one that shares the namespace of `wanted` wins, then the first.
pub fn did_you_mean<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if wanted.len() > LONGEST_TYPO {
        return None;
    }
    // Any other name of one letter would be "near".
    let (namespace, name) = split(wanted);
    let limit = if name.len() < 2 { 0 } else { (name.len() / 3).clamp(1, 4) };
    let (_, best) = candidates
        .into_iter()
        .filter_map(|candidate| {
            let (other_namespace, other_name) = split(candidate);
            if other_name.len().abs_diff(name.len()) > limit {
                return None;
            }
            let distance = strsim::osa_distance(&name.to_lowercase(), &other_name.to_lowercase());
            let other = namespace != other_namespace;
            (distance <= limit && candidate != wanted).then_some(((distance + usize::from(other), other), candidate))
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
    fn renders_on_one_line_and_in_reading_order() {
        let at = |line| Location { file: "m.json".into(), line };
        let mut all = Diagnostics::new();
        all.push(Diagnostic::new("second").at(&at(10)));
        all.push(Diagnostic::new("first").at(&at(9)).on(&ShapeId::parse("a#B$c").unwrap()).hint("try x".to_owned()));
        all.push(Diagnostic::new("no place"));
        let text = all.finish(()).unwrap_err().to_string();
        assert_eq!(text, "no place\nm.json:9: a#B$c: first; try x\nm.json:10: second");
    }

    #[test]
    fn warnings_alone_are_no_failure() {
        let mut all = Diagnostics::new();
        all.push(Diagnostic::warning("odd"));
        assert_eq!(all.clone().finish(7), Ok(7));
        assert_eq!(all.clone().finish_with(|warnings| warnings.to_string()).unwrap(), "warning: odd");
        all.push(Diagnostic::new("bad"));
        assert_eq!(all.finish(7).unwrap_err().to_string(), "bad\nwarning: odd");
    }

    #[test]
    fn suggestions_end_before_they_take_long() {
        let names: Vec<String> = (0..1_000).map(|i| format!("a#Name{i}")).collect();
        let mut problems = Diagnostics::new();
        let mut hints = 0;
        for _ in 0..10_000 {
            let hint = problems.did_you_mean("a#Nmae7", names.iter().map(String::as_str));
            hints += usize::from(hint.as_deref() == Some("did you mean a#Name7?"));
        }
        assert_eq!((problems.compared, hints), (MOST_COMPARED, MOST_COMPARED / names.len() - 1));
    }

    #[test]
    fn suggests_only_near_names() {
        let ids = ["other#TagKey", "a.b#TagKey", "a.b#TagValue"];
        assert_eq!(did_you_mean("a.b#TagKye", ids).as_deref(), Some("did you mean a.b#TagKey?"));
        assert_eq!(did_you_mean("a.b#tagkey", ids).as_deref(), Some("did you mean a.b#TagKey?"));
        assert_eq!(did_you_mean("a.b#FileSystem", ids), None);
        assert_eq!(did_you_mean("ListTags", ["ListTag"]).as_deref(), Some("did you mean ListTag?"));
        assert_eq!(did_you_mean(&"x".repeat(1000), ["x"]), None);
    }
}
