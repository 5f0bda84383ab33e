//! Which operations were tried, so that none that moto has is forgotten.
use crate::Kind;
use std::{collections::BTreeSet, sync::Mutex};

/// What moto has of Amazon FSx.
const FSX: &[&str] = &[
    "CreateBackup",
    "CreateFileSystem",
    "DeleteBackup",
    "DeleteFileSystem",
    "DescribeBackups",
    "DescribeFileSystems",
    "ListTagsForResource",
    "TagResource",
    "UntagResource",
];
/// What moto has of AWS Backup.
const BACKUP: &[&str] = &[
    "CreateBackupPlan",
    "CreateBackupVault",
    "CreateReportPlan",
    "DeleteBackupPlan",
    "DeleteBackupVault",
    "DeleteBackupVaultLockConfiguration",
    "DeleteReportPlan",
    "DescribeBackupVault",
    "DescribeReportPlan",
    "GetBackupPlan",
    "ListBackupPlans",
    "ListBackupVaults",
    "ListReportPlans",
    "ListTags",
    "PutBackupVaultLockConfiguration",
    "TagResource",
    "UntagResource",
];

static WORKED: Mutex<BTreeSet<(Kind, &str, &str)>> = Mutex::new(BTreeSet::new());

/// An operation of a service worked through this client.
pub(crate) fn worked(kind: Kind, service: &'static str, operation: &'static str) {
    WORKED.lock().unwrap().insert((kind, service, operation));
}

/// All that moto has worked through both clients, and nothing else.
pub(crate) fn all_worked() {
    let services = [("backup", BACKUP), ("fsx", FSX)];
    let of_kind =
        |kind| services.iter().flat_map(move |(service, names)| names.iter().map(move |name| (kind, *service, *name)));
    let expected: BTreeSet<_> = Kind::BOTH.into_iter().flat_map(of_kind).collect();
    assert_eq!(*WORKED.lock().unwrap(), expected);
    println!("{} operations of FSx and {} of Backup, each through both clients\n", FSX.len(), BACKUP.len());
}
