//! Matches the elements of two lists.
use std::collections::{BTreeMap, VecDeque};

/// The elements of two lists: matched, removed and added.
pub(super) struct Pairs<'a, T> {
    /// In both, in the order of the new list.
    pub(super) both: Vec<(&'a T, &'a T)>,
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
}

/// Matches elements with the same `key`, and of the remaining ones those with the same `name`: if only the name in the
/// model changes, callers use the same item.
pub(super) fn pairs<'a, T, K: Ord, N: Ord>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&'a T) -> K,
    name: impl Fn(&'a T) -> N,
) -> Pairs<'a, T> {
    let mut by_key = queues(old.iter(), &key);
    let by_key_matches: Vec<(&T, Option<&T>)> = new.iter().map(|one| (one, pop(&mut by_key, &key(one)))).collect();
    let mut by_name = queues(by_key.into_values().flatten(), &name);
    let mut pairs = Pairs { both: Vec::new(), removed: Vec::new(), added: Vec::new() };
    for (one, same_key) in by_key_matches {
        match same_key.or_else(|| pop(&mut by_name, &name(one))) {
            Some(old) => pairs.both.push((old, one)),
            None => pairs.added.push(one),
        }
    }
    pairs.removed = by_name.into_values().flatten().collect();
    pairs
}

/// Groups elements by key, in their order: enums may have duplicate values.
fn queues<'a, T, K: Ord>(all: impl Iterator<Item = &'a T>, key: impl Fn(&'a T) -> K) -> BTreeMap<K, VecDeque<&'a T>> {
    let mut queues: BTreeMap<K, VecDeque<&'a T>> = BTreeMap::new();
    for one in all {
        queues.entry(key(one)).or_default().push_back(one);
    }
    queues
}

fn pop<'a, T, K: Ord>(queues: &mut BTreeMap<K, VecDeque<&'a T>>, key: &K) -> Option<&'a T> {
    queues.get_mut(key)?.pop_front()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_take_precedence_over_names() {
        let old = [("a", 1), ("b", 2), ("c", 3), ("d", 4)];
        let new = [("b", 1), ("c", 3), ("x", 4), ("y", 5)];
        let pairs = pairs(&old, &new, |one| one.0, |one| one.1);
        assert_eq!(pairs.both, [(&("b", 2), &("b", 1)), (&("c", 3), &("c", 3)), (&("d", 4), &("x", 4))]);
        assert_eq!((pairs.removed, pairs.added), (vec![&("a", 1)], vec![&("y", 5)]));
    }

    #[test]
    fn duplicates_match_in_order() {
        let all = [("a", 1), ("a", 2)];
        let pairs = pairs(&all, &all, |one| one.0, |one| one.1);
        assert_eq!(pairs.both, [(&all[0], &all[0]), (&all[1], &all[1])]);
        assert!(pairs.removed.is_empty() && pairs.added.is_empty());
    }
}
