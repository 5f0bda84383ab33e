//! What is wrong with a model: collected over a whole stage, told with place and hint.

use std::fmt;

use super::shape_id::ShapeId;
use super::source::Location;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
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
        Self { location: None, shape: None, message: message.into(), hint: None, section: None }
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

/// `file:line: shape: message; hint`, on one line.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{location}: ")?;
        }
        if let Some(shape) = &self.shape {
            write!(f, "{shape}: ")?;
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
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Names the section of the specification for all that have none yet: a step that adds diagnostics knows its own.
    pub fn see(&mut self, section: &str) {
        for diagnostic in self.0.iter_mut().filter(|diagnostic| diagnostic.section.is_none()) {
            diagnostic.section = Some(section.to_owned());
        }
    }

    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The diagnostics, sorted by file and line once they came out of [`Diagnostics::finish`].
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Ends a stage: its result, or everything found wrong with it in reading order.
    pub fn finish<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self.sorted()) }
    }

    /// The diagnostics in reading order.
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| (&a.location, &a.shape, &a.message).cmp(&(&b.location, &b.shape, &b.message)));
        self
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.0.iter().enumerate() {
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
    fn suggests_only_near_names() {
        let ids = ["other#TagKey", "a.b#TagKey", "a.b#TagValue"];
        assert_eq!(did_you_mean("a.b#TagKye", ids).as_deref(), Some("did you mean a.b#TagKey?"));
        assert_eq!(did_you_mean("a.b#tagkey", ids).as_deref(), Some("did you mean a.b#TagKey?"));
        assert_eq!(did_you_mean("a.b#FileSystem", ids), None);
        assert_eq!(did_you_mean("ListTags", ["ListTag"]).as_deref(), Some("did you mean ListTag?"));
        assert_eq!(did_you_mean(&"x".repeat(1000), ["x"]), None);
    }
}
