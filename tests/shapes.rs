//! The public API of shapes: constructors, setters, open enums, printing.
use ferrosmith_aws::{
    Blob, WhenSome as _,
    backup::operation::{DeleteRecoveryPoint, StartBackupJob, StartBackupJobRequired},
    fsx::types::{BackupType, SelfManagedActiveDirectoryConfiguration, Tag},
};
use ferrosmith_tests::{
    hostile_names, int_enums, keywords,
    sensitive::types::{Card, HiddenProof, Proof},
    unions::types::{AnyValue, Filter},
};
use std::{borrow::Cow, str::FromStr as _};

#[test]
fn constructors_take_required_members() {
    let call = DeleteRecoveryPoint::new("vault", String::from("arn:r"));
    assert_eq!(call.backup_vault_name.as_deref(), Some("vault"));
    assert_eq!(call.recovery_point_arn.as_deref(), Some("arn:r"));

    // More than two are named, in any order, with any types that convert to theirs.
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
    assert_eq!(BackupType::from("AWS_BACKUP"), BackupType::AwsBackup);
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
fn enums_are_compared_ordered_and_converted_as_their_text() {
    let known = BackupType::Automatic;
    assert!(known == "AUTOMATIC" && known == *"AUTOMATIC" && known != "automatic");
    assert_eq!((known.as_ref(), String::from(BackupType::from("SOMETIMES")).as_str()), ("AUTOMATIC", "SOMETIMES"));
    // It does not matter whether a value is known, because a later model may define it.
    let mut all: Vec<BackupType> = ["USER_INITIATED", "BETWEEN", "AUTOMATIC", "AWS_BACKUP"].map(Into::into).to_vec();
    all.sort();
    assert_eq!(all, ["AUTOMATIC", "AWS_BACKUP", "BETWEEN", "USER_INITIATED"]);
    for (one, other) in all.iter().flat_map(|one| all.iter().map(move |other| (one, other))) {
        assert_eq!(one.cmp(other).is_eq(), one == other);
        assert_eq!(one.partial_cmp(other), Some(one.as_str().cmp(other.as_str())));
    }

    let mut numbers = [3, -1, 4711, 1].map(int_enums::types::Priority::from);
    numbers.sort();
    assert_eq!(numbers.map(i32::from), [-1, 1, 3, 4711]);
}

#[test]
fn unions_have_accessors_and_conversions() {
    let filter = Filter::from("it".to_owned());
    assert!(filter.is_title() && !filter.is_not() && !filter.is_everything() && !filter.is_unknown());
    assert_eq!((filter.as_title().map(String::as_str), filter.as_not(), filter.as_and()), (Some("it"), None, None));
    assert!(Filter::Everything.is_everything());
    let all = Filter::from(vec![filter.clone()]);
    assert_eq!(all.as_and(), Some(&vec![filter.clone()]));
    // A boxed member is returned as its content.
    assert_eq!(Filter::Not(Box::new(filter.clone())).as_not(), Some(&filter));

    assert_eq!(AnyValue::from(7_i64).as_long_value(), Some(&7));
    assert!(AnyValue::from(7_i8).is_byte_value() && AnyValue::from(Blob::new("x")).is_blob_value());
    assert!(AnyValue::from(vec![AnyValue::UnitValue]).is_recursive_list() && AnyValue::UnitValue.is_unit_value());
}

#[test]
fn when_some_sets_optional_members() {
    let call = |name: Option<&str>| Tag::new("a", "b").when_some(name, Tag::key);
    assert_eq!([call(None), call(Some("k"))], [Tag::new("a", "b"), Tag::new("k", "b")]);
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
    let required = keywords::operation::SelfRequired {
        r#async: keywords::types::Struct::default(),
        r#type: "t",
        r#match: nested,
        _3d: "3",
    };
    let call = keywords::operation::Self_::new(required).self_("s").r#gen("g");
    assert_eq!((call.r#type.as_deref(), call.self_.as_deref()), (Some("t"), Some("s")));
    let shape = hostile_names::types::Option_::default();
    assert_eq!(Clone::clone(&shape), shape);
}
