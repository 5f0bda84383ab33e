//! Likely renames: an element that was removed and one that was added in the same place, under a similar name.
use super::pairs::Pairs;
use std::collections::{BTreeMap, BTreeSet};

/// A place that lost or gained more elements than this was rewritten, not renamed. It also bounds the comparisons.
const MAX_CHANGES: usize = 16;
/// How similar two names have to be, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.6;

impl<'a, T> Pairs<'a, T> {
    /// Takes likely renames out of `removed` and `added`, as pairs of the old and the new element.
    ///
    /// Two elements are in the same place if they follow the same kept element. `is_alike` says whether they may be the same
    /// apart from their names.
    pub(super) fn take_renames(
        &mut self,
        [old, new]: [&'a [T]; 2],
        name: impl Fn(&T) -> &str,
        is_alike: impl Fn(&T, &T) -> bool,
    ) -> Vec<(&'a T, &'a T)> {
        if self.removed.is_empty() || self.added.is_empty() {
            return Vec::new();
        }
        let kept = |side: fn(&(&'a T, &'a T)) -> &'a T| -> BTreeMap<*const T, usize> {
            self.both.iter().enumerate().map(|(index, pair)| (std::ptr::from_ref(side(pair)), index)).collect()
        };
        let places = [places(old, &kept(|pair| pair.0)), places(new, &kept(|pair| pair.1))];
        let mut changes: BTreeMap<Option<usize>, [Vec<&'a T>; 2]> = BTreeMap::new();
        for (side, elements) in [&self.removed, &self.added].into_iter().enumerate() {
            for element in elements {
                let place = places[side].get(&std::ptr::from_ref(*element)).copied().flatten();
                changes.entry(place).or_default()[side].push(element);
            }
        }
        let mut renames: Vec<(&T, &T)> = Vec::new();
        for [removed, mut added] in
            changes.into_values().filter(|sides| sides.iter().all(|side| side.len() <= MAX_CHANGES))
        {
            for before in removed {
                let candidates = added.iter().enumerate().filter(|(_, after)| is_alike(before, after));
                let similarities = candidates.map(|(index, after)| (index, similarity(name(before), name(after))));
                let best = similarities.max_by(|one, other| one.1.total_cmp(&other.1));
                if let Some((index, _)) = best.filter(|(_, similarity)| *similarity >= MIN_SIMILARITY) {
                    renames.push((before, added.remove(index)));
                }
            }
        }
        let renamed: BTreeSet<*const T> =
            renames.iter().flat_map(|(before, after)| [*before, *after]).map(std::ptr::from_ref).collect();
        for side in [&mut self.removed, &mut self.added] {
            side.retain(|element| !renamed.contains(&std::ptr::from_ref(*element)));
        }
        renames
    }
}

/// For each element, the index of the last kept element before it.
fn places<T>(elements: &[T], kept: &BTreeMap<*const T, usize>) -> BTreeMap<*const T, Option<usize>> {
    let mut last = None;
    let place = |element| {
        let element = std::ptr::from_ref(element);
        last = kept.get(&element).copied().or(last);
        (element, last)
    };
    elements.iter().map(place).collect()
}

/// From 0 to 1, regardless of case and separators. A name that contains the other is similar.
fn similarity(one: &str, other: &str) -> f64 {
    let [one, other] = [one, other].map(|name| name.replace(['_', '-', '.', ':'], "").to_ascii_lowercase());
    let shorter = one.len().min(other.len());
    let contains = shorter >= 3 && (one.contains(&other) || other.contains(&one));
    if contains { 1.0 } else { strsim::normalized_damerau_levenshtein(&one, &other) }
}

#[cfg(test)]
mod tests {
    use crate::diff::pairs::pairs;

    fn renames(old: &[&'static str], new: &[&'static str]) -> (Vec<(&'static str, &'static str)>, [usize; 2]) {
        let mut pairs = pairs(old, new, |name| *name, |name| *name);
        let renames = pairs.take_renames([old, new], |name| name, |_, _| true);
        (renames.into_iter().map(|(one, other)| (*one, *other)).collect(), [pairs.removed.len(), pairs.added.len()])
    }

    #[test]
    fn a_rename_is_a_like_name_in_the_same_place() {
        let old = ["Name", "KmsKeyId", "State"];
        assert_eq!(renames(&old, &["Name", "KmsKeyArn", "State"]), (vec![("KmsKeyId", "KmsKeyArn")], [0, 0]));
        assert_eq!(renames(&old, &["Name", "KmsKeyId", "BackupState"]), (vec![("State", "BackupState")], [0, 0]));
        // Beside a new one, and two at once.
        let found = renames(&old, &["Name", "Tags", "KmsKeyArn", "States"]);
        assert_eq!(found, (vec![("KmsKeyId", "KmsKeyArn"), ("State", "States")], [0, 1]));
        // Elsewhere, or under quite another name.
        assert_eq!(renames(&old, &["Name", "State", "KmsKeyArn"]), (vec![], [1, 1]));
        assert_eq!(renames(&old, &["Name", "Vault", "State"]), (vec![], [1, 1]));
        assert_eq!(renames(&["BLUE"], &["NAVY"]), (vec![], [1, 1]));
    }

    #[test]
    fn what_cannot_be_the_same_is_no_rename() {
        let (old, new) = ([("KeyId", 1)], [("KeyArn", 2)]);
        let mut pairs = pairs(&old, &new, |one| one.0, |one| one.0);
        assert!(pairs.take_renames([&old, &new], |one| one.0, |one, other| one.1 == other.1).is_empty());
        assert_eq!((pairs.removed.len(), pairs.added.len()), (1, 1));
    }

    #[test]
    fn a_list_that_is_new_as_a_whole_is_compared_in_no_time() {
        let names = |prefix: &str| -> Vec<String> { (0..20_000).map(|index| format!("{prefix}_{index}")).collect() };
        let (old, new) = (names("OLD_VALUE"), names("QUITE_ANOTHER"));
        let mut pairs = pairs(&old, &new, |name| name.as_str(), |name| name.as_str());
        assert!(pairs.take_renames([&old, &new], |name| name, |_, _| true).is_empty());
    }
}
