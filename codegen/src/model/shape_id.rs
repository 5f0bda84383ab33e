//! Absolute shape ids, Smithy 2.0 § "Shape ID".

use std::fmt;
use std::sync::Arc;

/// An absolute shape id, `namespace#Name` or `namespace#Name$member`.
///
/// Every value returned by [`ShapeId::parse`] follows the ABNF of the Smithy specification, § "Shape ID ABNF", so that
/// later stages may build Rust names from its parts without checking for spaces, quotes or line breaks.
/// Cloning increments a reference count.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShapeId(Arc<str>);

/// The error of [`ShapeId::parse`]. Its `Display` continues the sentence "… is not a shape id: ".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeIdError {
    /// There is no `#`.
    NoNamespace,
    /// A part of the namespace, the name or the member name is not a Smithy identifier.
    BadIdentifier,
}

impl fmt::Display for ShapeIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoNamespace => "an absolute id such as com.example#Name is needed",
            Self::BadIdentifier => "identifiers consist of letters, digits and `_`, and start with no digit",
        })
    }
}

impl std::error::Error for ShapeIdError {}

impl ShapeId {
    /// Parses an absolute shape id.
    ///
    /// # Errors
    ///
    /// `text` does not follow the ABNF of absolute shape ids.
    pub fn parse(text: &str) -> Result<Self, ShapeIdError> {
        let (namespace, rest) = text.split_once('#').ok_or(ShapeIdError::NoNamespace)?;
        let (name, member) = match rest.split_once('$') {
            Some((name, member)) => (name, Some(member)),
            None => (rest, None),
        };
        let valid = namespace.split('.').all(is_identifier) && is_identifier(name) && member.is_none_or(is_identifier);
        if valid { Ok(Self(text.into())) } else { Err(ShapeIdError::BadIdentifier) }
    }

    /// Returns the id as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the namespace: the part before `#`.
    pub fn namespace(&self) -> &str {
        self.0.split_once('#').map_or("", |(namespace, _)| namespace)
    }

    /// Returns the shape name: the part between `#` and `$`.
    pub fn name(&self) -> &str {
        let rest = self.0.split_once('#').map_or(&*self.0, |(_, rest)| rest);
        rest.split_once('$').map_or(rest, |(name, _)| name)
    }

    /// Whether this is the requested id, or its name is the requested one.
    pub(crate) fn is_called(&self, requested: &str) -> bool {
        requested == self.as_str() || requested == self.name()
    }

    /// Returns the member name: the part after `$`.
    pub fn member(&self) -> Option<&str> {
        self.0.split_once('$').map(|(_, member)| member)
    }

    /// Returns the id of a member of this shape. `name` has to be a valid identifier.
    pub fn with_member(&self, name: &str) -> Self {
        Self(format!("{}${name}", self.shape_part()).into())
    }

    /// Returns the id of the shape that contains this member; the id itself if it has no member name.
    pub fn without_member(&self) -> Self {
        match self.member() {
            None => self.clone(),
            Some(_) => Self(self.shape_part().into()),
        }
    }

    fn shape_part(&self) -> &str {
        self.0.split_once('$').map_or(&*self.0, |(shape, _)| shape)
    }
}

/// Allows a lookup by `&str` in a map with shape ids as keys.
impl std::borrow::Borrow<str> for ShapeId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The same as `Display`, because plans are reviewed as `Debug` snapshots.
impl fmt::Debug for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for ShapeId {
    type Err = ShapeIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Whether the text is a Smithy `Identifier`. Underscores alone are not, which also excludes Rust's `_`.
pub(super) fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    let has_valid_start = bytes.next().is_some_and(|b| b == b'_' || b.is_ascii_alphabetic());
    has_valid_start && bytes.all(|b| b == b'_' || b.is_ascii_alphanumeric()) && text.bytes().any(|b| b != b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_ids_into_parts() {
        let id = ShapeId::parse("com.amazonaws.fsx#Tag$Key").unwrap();
        assert_eq!((id.namespace(), id.name(), id.member()), ("com.amazonaws.fsx", "Tag", Some("Key")));
        assert_eq!(id.without_member().to_string(), "com.amazonaws.fsx#Tag");
        assert_eq!(id.without_member().with_member("Value").to_string(), "com.amazonaws.fsx#Tag$Value");
        assert_eq!(id.with_member("Value").to_string(), "com.amazonaws.fsx#Tag$Value");
    }

    #[test]
    fn rejects_ids_outside_the_abnf() {
        for good in ["a#B", "a.b_c.d1#_B1", "a#B$c", "_1#a"] {
            assert!(ShapeId::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "", "#", "B", "a#", "#B", "a..b#C", "a.#C", "1a#B", "a#1B", "a#B$", "a#B$1", "a#B$c$d", "a#B#C", "a#B c",
            "a#_", "a#Ü",
        ] {
            assert!(ShapeId::parse(bad).is_err(), "{bad}");
        }
    }
}
