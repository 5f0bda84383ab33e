//! The public API of shapes: constructors, setters, open enums, printing.
use ferrosmith_aws::{
    Blob,
    backup::operation::{DeleteRecoveryPoint, StartBackupJob, StartBackupJobRequired},
    fsx::types::{BackupType, SelfManagedActiveDirectoryConfiguration, Tag},
};
use ferrosmith_tests::{
    hostile_names, int_enums, keywords,
    sensitive::types::{Card, HiddenProof, Proof},
};
use std::{borrow::Cow, str::FromStr as _};

#[test]
fn constructors_take_what_is_required() {
    let call = DeleteRecoveryPoint::new("vault", String::from("arn:r"));
    assert_eq!(call.backup_vault_name.as_deref(), Some("vault"));
    assert_eq!(call.recovery_point_arn.as_deref(), Some("arn:r"));

    // More than two, by their names, in any order, of any types that become theirs.
    let call = StartBackupJob::new(StartBackupJobRequired {
        iam_role_arn: "arn:role",
        resource_arn: String::from("arn:r"),
        backup_vault_name: Cow::from("vault"),
    });
    assert_eq!(call.backup_vault_name.as_deref(), Some("vault"));
    assert_eq!(call.resource_arn.as_deref(), Some("arn:r"));
    assert_eq!(call.iam_role_arn.as_deref(), Some("arn:role"));
    assert_eq!(call.index, None);
}

#[test]
fn shapes_are_plain_data() {
    let Tag { key, value } = Tag { key: Some("k".to_owned()), ..Tag::default() };
    assert_eq!((key.as_deref(), value), (Some("k"), None));
    assert_ne!(Tag::new("a", "b"), Tag::new("a", "c"));
    assert_eq!(Tag::new("a", "b").clone(), Tag::new("a", "b"));
    assert!(BackupType::from("AWS_BACKUP") == BackupType::AwsBackup);
}

#[test]
fn enums_are_open() {
    assert_eq!(BackupType::from("AUTOMATIC"), BackupType::Automatic);
    assert_eq!(BackupType::from_str("AUTOMATIC"), Ok(BackupType::Automatic));
    let newer = BackupType::from("SOMETIMES".to_owned());
    assert_eq!((newer.as_str(), newer.to_string().as_str()), ("SOMETIMES", "SOMETIMES"));
    assert!(matches!(newer, BackupType::Unknown(_)));
    assert_eq!(BackupType::VALUES, ["AUTOMATIC", "USER_INITIATED", "AWS_BACKUP"]);
    assert!(BackupType::VALUES.iter().all(|value| BackupType::from(*value).as_str() == *value));
    assert_eq!(size_of::<Option<BackupType>>(), 16);
    let codes = int_enums::types::Priority::VALUES;
    assert!(!codes.is_empty() && codes.iter().all(|code| int_enums::types::Priority::from(*code).as_i32() == *code));
    assert_eq!(int_enums::types::Priority::from(4711).as_i32(), 4711);
}

#[test]
fn secrets_are_not_printed() {
    let directory = SelfManagedActiveDirectoryConfiguration::new("example.com", ["10.0.0.1"]).password("hunter2");
    insta::assert_snapshot!(format!("{directory:?}"));
    for secret in [
        format!("{:?}", Card::new("4111")),
        format!("{:?}", Proof::Password("4111".to_owned())),
        format!("{:?}", Proof::Card(Card::new("4111"))),
        format!("{:?}", HiddenProof::Text("4111".to_owned())),
    ] {
        assert!(secret.contains("[redacted]") && !secret.contains("4111"), "{secret}");
    }
    assert_eq!(format!("{:?}", Proof::Photo(Blob::new("xy"))), "photo(Blob(2 bytes))");
}

#[test]
fn hostile_names_are_usable() {
    let nested = keywords::types::Type::new().r#type("t").r#impl(keywords::types::Struct::default());
    let call = keywords::operation::Self_::new(nested, "t", keywords::types::Struct::default()).self_("s").r#gen("g");
    assert_eq!((call.r#type.as_deref(), call.self_.as_deref()), (Some("t"), Some("s")));
    let shape = hostile_names::types::Option_::default();
    assert_eq!(Clone::clone(&shape), shape);
}
