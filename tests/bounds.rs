//! The size of the diff of generated code after a change of a model.
use crate::support::service;
use ferrosmith_codegen::{Files, Target, generate};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// An additional optional string changes at most eight lines, in one hunk of one file.
#[test]
fn an_added_member_is_one_hunk() {
    let before = generate(&[service("fsx")]).unwrap().files;
    let after = generate(&[changed_model("fsx", |shapes| {
        if let Some(members) = shapes["com.amazonaws.fsx#Backup"].get_mut("members") {
            members["Colour"] = json!({ "target": "smithy.api#String" });
        }
    })])
    .unwrap()
    .files;
    let changed = changed(&before, &after);
    assert_eq!(changed, BTreeSet::from(["fsx/types/backup.rs"]));
    let (before, after) = (&before["fsx/types/backup.rs"], &after["fsx/types/backup.rs"]);
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let same = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let added = after.len() - before.len();
    assert!((1..=8).contains(&added), "{added} lines");
    assert_eq!(before[same..], after[same + added..], "more than one place changed");
}

/// A renamed member changes only the file of its type.
#[test]
fn a_renamed_member_is_one_file() {
    for (module, shape, member, file) in [
        ("fsx", "com.amazonaws.fsx#Backup", "KmsKeyId", "fsx/types/backup.rs"),
        ("fsx", "com.amazonaws.fsx#CreateBackupRequest", "VolumeId", "fsx/operation/create_backup.rs"),
        ("backup", "com.amazonaws.backup#BackupJob", "IamRoleArn", "backup/types/backup_job.rs"),
    ] {
        let before = generate(&[service(module)]).unwrap().files;
        let after = generate(&[changed_model(module, |shapes| rename(shapes, shape, member))]).unwrap().files;
        assert_eq!(changed(&before, &after), BTreeSet::from([file]));
    }
}

/// Renames a member, without changing the order of members, and its traits in the overlay.
fn rename(shapes: &mut Map<String, Value>, shape: &str, member: &str) {
    if let Some(documentation) = shapes.remove(&format!("{shape}${member}")) {
        shapes.insert(format!("{shape}${member}Anew"), documentation);
    }
    if let Some(Value::Object(members)) = shapes.get_mut(shape).and_then(|shape| shape.get_mut("members")) {
        let renamed = |(name, value)| (if name == member { format!("{name}Anew") } else { name }, value);
        *members = std::mem::take(members).into_iter().map(renamed).collect();
    }
}

/// Returns the service after a change of the shapes in its model and overlay.
fn changed_model(module: &str, change: impl Fn(&mut Map<String, Value>)) -> Target {
    let mut target = service(module);
    for source in &mut target.sources {
        let mut json: Value = serde_json::from_str(&source.text).unwrap();
        change(json["shapes"].as_object_mut().unwrap());
        source.text = json.to_string();
    }
    target
}

fn changed<'a>(before: &'a Files, after: &'a Files) -> BTreeSet<&'a str> {
    let paths = before.keys().chain(after.keys());
    paths.filter(|path| before.get(*path) != after.get(*path)).map(String::as_str).collect()
}
