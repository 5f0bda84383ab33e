//! Likely renames: an element that was removed and one that was added at the same position, with a similar name.
use super::pairs::Pairs;
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of elements removed or added at one position. More mean a rewrite, not a rename. It also bounds
/// the number of comparisons.
const MAX_CHANGES: usize = 16;
/// The minimum similarity of two names, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.6;

impl<'a, T> Pairs<'a, T> {
    /// Removes likely renames from `removed` and `added`, and returns them as pairs of the old and the new element.
    ///
    /// Two elements are at the same position if they follow the same kept element. `is_alike` returns whether they are
    /// equal apart from their names.
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
        let positions = [positions(old, &kept(|pair| pair.0)), positions(new, &kept(|pair| pair.1))];
        let mut changes: BTreeMap<Option<usize>, [Vec<&'a T>; 2]> = BTreeMap::new();
        for (side, elements) in [&self.removed, &self.added].into_iter().enumerate() {
            for element in elements {
                let position = positions[side].get(&std::ptr::from_ref(*element)).copied().flatten();
                changes.entry(position).or_default()[side].push(element);
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

/// Returns for each element the index of the last kept element before it.
fn positions<T>(elements: &[T], kept: &BTreeMap<*const T, usize>) -> BTreeMap<*const T, Option<usize>> {
    let mut last = None;
    let position = |element| {
        let element = std::ptr::from_ref(element);
        last = kept.get(&element).copied().or(last);
        (element, last)
    };
    elements.iter().map(position).collect()
}

/// Returns the similarity of two names from 0 to 1, ignoring case and separators. It is 1 if one name contains the
/// other.
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
    fn a_rename_is_a_similar_name_at_the_same_position() {
        let old = ["Name", "KmsKeyId", "State"];
        assert_eq!(renames(&old, &["Name", "KmsKeyArn", "State"]), (vec![("KmsKeyId", "KmsKeyArn")], [0, 0]));
        assert_eq!(renames(&old, &["Name", "KmsKeyId", "BackupState"]), (vec![("State", "BackupState")], [0, 0]));
        // A rename together with a new element, and two renames at once.
        let found = renames(&old, &["Name", "Tags", "KmsKeyArn", "States"]);
        assert_eq!(found, (vec![("KmsKeyId", "KmsKeyArn"), ("State", "States")], [0, 1]));
        // At another position, or with a dissimilar name.
        assert_eq!(renames(&old, &["Name", "State", "KmsKeyArn"]), (vec![], [1, 1]));
        assert_eq!(renames(&old, &["Name", "Vault", "State"]), (vec![], [1, 1]));
        assert_eq!(renames(&["BLUE"], &["NAVY"]), (vec![], [1, 1]));
    }

    #[test]
    fn elements_that_are_not_alike_are_not_renames() {
        let (old, new) = ([("KeyId", 1)], [("KeyArn", 2)]);
        let mut pairs = pairs(&old, &new, |one| one.0, |one| one.0);
        assert!(pairs.take_renames([&old, &new], |one| one.0, |one, other| one.1 == other.1).is_empty());
        assert_eq!((pairs.removed.len(), pairs.added.len()), (1, 1));
    }

    #[test]
    fn a_completely_new_list_is_compared_quickly() {
        let names = |prefix: &str| -> Vec<String> { (0..20_000).map(|index| format!("{prefix}_{index}")).collect() };
        let (old, new) = (names("OLD_VALUE"), names("QUITE_ANOTHER"));
        let mut pairs = pairs(&old, &new, |name| name.as_str(), |name| name.as_str());
        assert!(pairs.take_renames([&old, &new], |name| name, |_, _| true).is_empty());
    }
}
