//! Which element of the new list is which of the old one.
use std::collections::BTreeMap;

/// What became of the elements of a list.
pub(super) struct Pairs<'a, T> {
    /// In both, in the order of the new list.
    pub(super) both: Vec<(&'a T, &'a T)>,
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
}

/// Pairs elements of the same `key`, and of what is left those of the same `name`: what callers write stays the same where
/// the model only calls it otherwise.
pub(super) fn pairs<'a, T, K: Ord, N: Ord>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&'a T) -> K,
    name: impl Fn(&'a T) -> N,
) -> Pairs<'a, T> {
    let mut by_key: BTreeMap<K, &'a T> = old.iter().map(|one| (key(one), one)).collect();
    let first: Vec<(&T, Option<&T>)> = new.iter().map(|one| (one, by_key.remove(&key(one)))).collect();
    let mut by_name: BTreeMap<N, &'a T> = by_key.into_values().map(|one| (name(one), one)).collect();
    let mut pairs = Pairs { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    for (one, same_key) in first {
        match same_key.or_else(|| by_name.remove(&name(one))) {
            Some(old) => pairs.both.push((old, one)),
            None => pairs.added.push(one),
        }
    }
    pairs.removed = by_name.into_values().collect();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_goes_before_the_name() {
        let old = [("a", 1), ("b", 2), ("c", 3), ("d", 4)];
        let new = [("b", 1), ("c", 3), ("x", 4), ("y", 5)];
        let pairs = pairs(&old, &new, |one| one.0, |one| one.1);
        assert_eq!(pairs.both, [(&("b", 2), &("b", 1)), (&("c", 3), &("c", 3)), (&("d", 4), &("x", 4))]);
        assert_eq!((pairs.removed, pairs.added), (vec![&("a", 1)], vec![&("y", 5)]));
    }
}
