//! Groups operations by subject, derived from their names: the subject of `CreateBackup` and `DescribeBackups` is the
//! backup, that of `UpdateBackupVaultAccessPolicy` the backup vault.
use super::names::words;
use std::collections::BTreeMap;

/// Prepositions between the direct and the indirect object of a verb.
const PREPOSITIONS: &[&str] = &["by", "for", "from", "in", "of", "on", "to", "with"];

/// Endings of plurals in `es`, without those that are ambiguous, such as of `caches` and `databases`.
const SIBILANTS: &[&str] = &["sses", "xes", "tches", "nches", "rches", "shes", "iases", "tuses", "ruses"];

/// Returns the subjects in alphabetical order, each with its operations in the order given. Operations that share their
/// subject with no other come last, with `None`. If there would be only one subject, all operations are in one group
/// with `None`.
pub(super) fn group<'a>(operations: &[&'a str]) -> Vec<(Option<String>, Vec<&'a str>)> {
    let objects: Vec<Objects> = operations.iter().map(|name| Objects::new(name)).collect();
    let mut counts: BTreeMap<&[String], usize> = BTreeMap::new();
    for object in &objects {
        let subject = subject(&object.direct, &objects);
        *counts.entry(subject).or_default() += 1;
    }
    let is_shared = |subject: &[String]| counts.get(subject).is_some_and(|count| *count > 1);
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut others = Vec::new();
    for (name, object) in operations.iter().zip(&objects) {
        let direct = subject(&object.direct, &objects);
        let indirect = object.indirect.as_slice();
        match [direct, indirect].into_iter().find(|subject| is_shared(subject)) {
            Some(subject) => groups.entry(title(subject)).or_default().push(name),
            None => others.push(*name),
        }
    }
    if groups.len() < 2 {
        return vec![(None, operations.to_vec())];
    }
    let others = (!others.is_empty()).then_some((None, others));
    groups.into_iter().map(|(title, names)| (Some(title), names)).chain(others).collect()
}

/// The words after the verb, in the singular.
struct Objects {
    direct: Vec<String>,
    /// The words after a preposition.
    indirect: Vec<String>,
}

impl Objects {
    fn new(operation: &str) -> Self {
        let snake = words(operation);
        let mut words: Vec<&str> = snake.split('_').filter(|word| !word.is_empty()).collect();
        // `Batch` modifies the verb, and `CreateAndAttach` has two verbs.
        while let ["batch" | "bulk", _, _, ..] | [_, "and" | "or", _, _, ..] = words.as_slice() {
            let has_two_verbs = words.get(1).is_some_and(|word| matches!(*word, "and" | "or"));
            words.drain(..if has_two_verbs { 2 } else { 1 });
        }
        let objects = words.get(1..).filter(|objects| !objects.is_empty()).unwrap_or(&words);
        let end = objects.iter().position(|word| PREPOSITIONS.contains(word) || matches!(*word, "and" | "or"));
        let (direct, indirect) = objects.split_at(end.filter(|end| *end > 0).unwrap_or(objects.len()));
        Self { direct: singular(direct), indirect: singular(indirect.get(1..).unwrap_or_default()) }
    }
}

fn singular(words: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    if let Some(last) = words.last_mut() {
        let stem = match last.as_str() {
            word if word.ends_with("ies") && word.len() > 4 => word.strip_suffix("ies").map(|stem| format!("{stem}y")),
            word if SIBILANTS.iter().any(|end| word.ends_with(end)) => word.strip_suffix("es").map(ToOwned::to_owned),
            word if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") => None,
            word => word.strip_suffix('s').map(ToOwned::to_owned),
        };
        if let Some(stem) = stem.filter(|stem| stem.len() > 1) {
            *last = stem;
        }
    }
    words
}

/// Returns the shortest of all objects that this one starts with, or else the longest that it ends with: `BackupVault`
/// for `BackupVaultAccessPolicy` and for `LogicallyAirGappedBackupVault`.
fn subject<'a>(object: &'a [String], all: &'a [Objects]) -> &'a [String] {
    let candidates = || all.iter().map(|other| other.direct.as_slice()).filter(|other| !other.is_empty());
    let prefix = candidates().filter(|other| object.starts_with(other)).min_by_key(|other| other.len());
    let suffix = candidates().filter(|other| object.ends_with(other)).max_by_key(|other| {
        // Every object ends with itself, so that match counts least.
        if other.len() == object.len() { 0 } else { other.len() }
    });
    match prefix {
        Some(subject) if subject.len() < object.len() => subject,
        _ => suffix.or(prefix).unwrap_or(object),
    }
}

/// `Backup vault`
fn title(subject: &[String]) -> String {
    let text = subject.join(" ");
    let mut characters = text.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group_lines(operations: &[&str]) -> Vec<String> {
        let line = |(title, names): (Option<String>, Vec<&str>)| {
            format!("{}: {}", title.unwrap_or_else(|| "others".to_owned()), names.join(" "))
        };
        group(operations).into_iter().map(line).collect()
    }

    #[test]
    fn operations_are_grouped_by_subject() {
        let operations = [
            "BatchGetItem",
            "CopyBackup",
            "CreateAndAttachS3AccessPoint",
            "CreateLogicallyAirGappedBackupVault",
            "CreateVolumeFromBackup",
            "DeleteItem",
            "DeleteVolume",
            "DescribeBackups",
            "DetachAndDeleteS3AccessPoint",
            "ListPolicies",
            "DeletePolicy",
            "ListTagsForResource",
            "PutBackupVaultAccessPolicy",
            "TagResource",
            "UntagResource",
            "Query",
        ];
        let expected = [
            "Backup: CopyBackup DescribeBackups PutBackupVaultAccessPolicy",
            "Item: BatchGetItem DeleteItem",
            "Policy: ListPolicies DeletePolicy",
            "Resource: ListTagsForResource TagResource UntagResource",
            "S3 access point: CreateAndAttachS3AccessPoint DetachAndDeleteS3AccessPoint",
            "Volume: CreateVolumeFromBackup DeleteVolume",
            "others: CreateLogicallyAirGappedBackupVault Query",
        ];
        assert_eq!(group_lines(&operations), expected);
    }

    #[test]
    fn without_shared_subjects_there_is_one_group() {
        assert_eq!(group_lines(&["SendMessage", "ReceiveMessage"]), ["others: SendMessage ReceiveMessage"]);
        assert_eq!(group_lines(&["A", "B", ""]), ["others: A B "]);
        assert_eq!(group_lines(&[]), ["others: "]);
    }

    #[test]
    fn the_last_word_becomes_singular() {
        let cases = [
            ("policies", "policy"),
            ("aliases", "alias"),
            ("boxes", "box"),
            ("caches", "cache"),
            ("databases", "database"),
            ("access", "access"),
            ("status", "status"),
        ];
        for (many, one) in cases {
            assert_eq!(singular(&["x", many]), ["x", one]);
        }
    }
}
