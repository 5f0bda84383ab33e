//! Snapshots of the two services: a table of all names, and three complete operations.
use crate::support::{name_table, service_plan, services};

#[test]
fn names_of_fsx() {
    insta::assert_snapshot!(name_table(&service_plan("fsx")));
}

#[test]
fn names_of_backup() {
    insta::assert_snapshot!(name_table(&service_plan("backup")));
}

#[test]
fn operations() {
    let generated = services();
    for path in
        ["fsx/operation/create_backup.rs", "fsx/operation/copy_backup.rs", "backup/operation/start_backup_job.rs"]
    {
        let name = path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        insta::assert_snapshot!(name, generated.files[path]);
    }
}
