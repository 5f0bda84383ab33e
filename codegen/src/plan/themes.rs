//! Operations grouped by what they are about, told from their names alone: `CreateBackup` and `DescribeBackups` are about backups,
//! `UpdateBackupVaultAccessPolicy` about backup vaults.
use super::names::words;
use std::collections::BTreeMap;

/// What stands between the object of a verb and what it is done with.
const PREPOSITIONS: &[&str] = &["by", "for", "from", "in", "of", "on", "to", "with"];

/// Plurals that end in `es`, as far as they can be told from `caches` and `databases`.
const SIBILANTS: &[&str] = &["sses", "xes", "tches", "nches", "rches", "shes", "iases", "tuses", "ruses"];

/// The subjects in alphabetical order, each with its operations in the order given. What shares its subject with no other comes last,
/// without one; so does everything where there would be one subject alone.
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

/// The words behind the verb, in the singular.
struct Objects {
    direct: Vec<String>,
    /// Those behind a preposition.
    indirect: Vec<String>,
}

impl Objects {
    fn new(operation: &str) -> Self {
        let snake = words(operation);
        let mut words: Vec<&str> = snake.split('_').filter(|word| !word.is_empty()).collect();
        // `Batch` says how a verb is done, and `CreateAndAttach` are two verbs.
        while let ["batch" | "bulk", _, _, ..] | [_, "and" | "or", _, _, ..] = words.as_slice() {
            let both = words.get(1).is_some_and(|word| matches!(*word, "and" | "or"));
            words.drain(..if both { 2 } else { 1 });
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

/// The shortest object of all that this one begins with, or else the longest that it ends with: `BackupVault` of
/// `BackupVaultAccessPolicy`, and of `LogicallyAirGappedBackupVault`.
fn subject<'a>(object: &'a [String], all: &'a [Objects]) -> &'a [String] {
    let candidates = || all.iter().map(|other| other.direct.as_slice()).filter(|other| !other.is_empty());
    let begins = candidates().filter(|other| object.starts_with(other)).min_by_key(|other| other.len());
    let ends = candidates().filter(|other| object.ends_with(other)).max_by_key(|other| {
        // Each ends with itself, which says nothing.
        if other.len() == object.len() { 0 } else { other.len() }
    });
    match begins {
        Some(subject) if subject.len() < object.len() => subject,
        _ => ends.or(begins).unwrap_or(object),
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

    fn told(operations: &[&str]) -> Vec<String> {
        let line = |(title, names): (Option<String>, Vec<&str>)| {
            format!("{}: {}", title.unwrap_or_else(|| "others".to_owned()), names.join(" "))
        };
        group(operations).into_iter().map(line).collect()
    }

    #[test]
    fn operations_are_grouped_by_what_they_are_about() {
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
        assert_eq!(told(&operations), expected);
    }

    #[test]
    fn where_nothing_is_shared_there_is_one_list() {
        assert_eq!(told(&["SendMessage", "ReceiveMessage"]), ["others: SendMessage ReceiveMessage"]);
        assert_eq!(told(&["A", "B", ""]), ["others: A B "]);
        assert_eq!(told(&[]), ["others: "]);
    }

    #[test]
    fn the_last_word_is_told_in_the_singular() {
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
