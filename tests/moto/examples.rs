//! The examples of the generated crate, as their readers run them.
use crate::{Kind, MOTO, Moto, Run};
use ferrosmith_aws::fsx::operation::{CreateBackup, CreateFileSystem};
use std::process::{Command, Output};

pub(crate) const TESTS: &[(&str, Run)] = &[("examples: backups are listed and made", backups)];

/// The example of this name.
fn run(example: &str, moto: Moto, arguments: &[&str]) -> Output {
    Command::new(example)
        .args(["--endpoint", &MOTO.endpoint, "--region", moto.region])
        .args(arguments)
        .env_clear()
        .envs([("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")])
        // Neither client asks for a proxy, and nobody listens at this one.
        .env("HTTP_PROXY", "http://127.0.0.1:9")
        .output()
        .unwrap()
}

fn backups(moto: Moto) {
    let client = moto.client();
    let made = client.send(CreateFileSystem::new("LUSTRE", ["subnet-1"])).unwrap().file_system.unwrap();
    let file_system = made.file_system_id.unwrap();
    let ids: Vec<_> = (0..2)
        .map(|_| client.send(CreateBackup::new().file_system_id(&*file_system)).unwrap().backup.unwrap())
        .map(|backup| backup.backup_id.unwrap())
        .collect();

    let example = match moto.kind {
        Kind::Async => env!("CARGO_BIN_EXE_list_backups"),
        Kind::Blocking => env!("CARGO_BIN_EXE_list_backups_blocking"),
    };
    let listed = run(example, moto, &[]);
    let printed = String::from_utf8(listed.stdout).unwrap();
    assert_eq!(
        printed,
        format!("{} CREATING\n{} CREATING\n", ids[0], ids[1]),
        "{:?}",
        String::from_utf8(listed.stderr)
    );

    let created = run(env!("CARGO_BIN_EXE_create_backup"), moto, &[&file_system, "--wait", "1"]);
    let (printed, complaint) = (String::from_utf8(created.stdout).unwrap(), String::from_utf8(created.stderr).unwrap());
    assert!(printed.starts_with("backup-") && printed.ends_with(" is being made\n"), "{printed}{complaint}");
    // moto's backups stay in CREATING for ever, and a program that waits says so.
    assert!(!created.status.success() && complaint.contains("BackupAvailable did not come within"), "{complaint}");
    assert!(complaint.contains("CREATING"), "{complaint}");
}
