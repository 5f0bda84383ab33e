//! What setters and constructors make of their arguments.
use std::collections::BTreeMap;

/// Anything that is or becomes a `T`.
#[inline]
pub fn value<T>(value: impl Into<T>) -> T {
    value.into()
}

/// A list of anything that becomes a `T`.
#[inline]
pub fn list<T>(elements: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    elements.into_iter().map(Into::into).collect()
}

/// A map to anything that becomes a `T`.
#[inline]
pub fn map<T>(entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>) -> BTreeMap<String, T> {
    entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}
