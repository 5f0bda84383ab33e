//! How setters and constructors fill in a member `F`, which is a `T` or an `Option<T>`.
use std::collections::BTreeMap;

/// From anything that is or becomes a `T`.
#[inline]
pub fn value<T, F: From<T>>(member: &mut F, value: impl Into<T>) {
    *member = F::from(value.into());
}

/// A list, from anything that becomes a `T`.
#[inline]
pub fn list<T, F: From<Vec<T>>>(member: &mut F, elements: impl IntoIterator<Item = impl Into<T>>) {
    *member = F::from(elements.into_iter().map(Into::into).collect());
}

/// A map, to anything that becomes a `T`.
#[inline]
pub fn map<T, F: From<BTreeMap<String, T>>>(
    member: &mut F,
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) {
    *member = F::from(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect());
}
