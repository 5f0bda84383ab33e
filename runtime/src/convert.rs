//! Conversions in setters and constructors. The type `F` of the member is `T` or `Option<T>`.
use std::collections::BTreeMap;

/// Sets a member from a value that converts into `T`.
#[inline]
pub fn value<T, F: From<T>>(member: &mut F, value: impl Into<T>) {
    *member = F::from(value.into());
}

/// Sets a list from values that convert into `T`.
#[inline]
pub fn list<T, F: From<Vec<T>>>(member: &mut F, elements: impl IntoIterator<Item = impl Into<T>>) {
    *member = F::from(elements.into_iter().map(Into::into).collect());
}

/// Sets a map from entries whose values convert into `T`.
#[inline]
pub fn map<T, F: From<BTreeMap<String, T>>>(
    member: &mut F,
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) {
    *member = F::from(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect());
}
