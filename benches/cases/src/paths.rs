//! The key paths whose instructions are counted.
use crate::{
    calls,
    responses::{backup_jobs, backups, not_found},
    run::run,
};
use ferrosmith_aws::{
    backup::operation::{ListBackupJobs, StartBackupJob, StartBackupJobRequired},
    ferrosmith::{Bytes, Endpoint, Operation, http::Response},
    fsx::{
        operation::{CreateFileSystem, DescribeBackups},
        types::{CreateFileSystemLustreConfiguration, FileSystemType, LustreDeploymentType, StorageType, Tag},
    },
};

/// A path: its name, and a function that prepares it and returns what is counted.
pub type Path = (&'static str, fn() -> Box<dyn FnMut()>);

/// All key paths.
pub const PATHS: &[Path] = &[
    ("read 1 backup", || read::<DescribeBackups>(200, backups(1))),
    ("read 1,000 backups", || read::<DescribeBackups>(200, backups(1_000))),
    ("read 1,000 backup jobs", || read::<ListBackupJobs>(200, backup_jobs(1_000, None))),
    ("read an error", || read::<DescribeBackups>(400, not_found())),
    ("write a request, awsJson1_1", || write(create_file_system(0))),
    ("write a request with 1,000 tags", || write(create_file_system(1_000))),
    ("write a request, restJson1", || write(start_backup_job())),
    ("a small call", || {
        let client = calls::fsx(vec![backups(0)]);
        counted_twice(move || drop(run(client.send(DescribeBackups::new())).expect("an output")))
    }),
    ("a call with 1,000 backups", || {
        let client = calls::fsx(vec![backups(1_000)]);
        counted_twice(move || drop(run(client.send(DescribeBackups::new())).expect("an output")))
    }),
    ("a small call, restJson1", || {
        let client = calls::backup(vec![backup_jobs(0, None)]);
        counted_twice(move || drop(run(client.send(ListBackupJobs::new())).expect("an output")))
    }),
    ("the first call of a client", || {
        let mut client = Some(calls::fsx(vec![backups(0)]));
        Box::new(move || {
            if let Some(client) = client.take() {
                drop(run(client.send(DescribeBackups::new())).expect("an output"));
            }
        })
    }),
    ("100 pages", || {
        let client = calls::backup(calls::pages());
        counted_twice(move || {
            let mut pages = client.pages(ListBackupJobs::new());
            let mut count = 0;
            while let Some(page) = run(pages.next()) {
                page.expect("a page");
                count += 1;
            }
            assert_eq!(count, 100);
        })
    }),
];

/// What a client does once (keys, endpoints) is not counted.
fn counted_twice(mut path: impl FnMut() + 'static) -> Box<dyn FnMut()> {
    path();
    Box::new(path)
}

fn read<O: Operation>(status: u16, body: Bytes) -> Box<dyn FnMut()> {
    Box::new(move || {
        let mut response = Response::new(body.clone());
        *response.status_mut() = status.try_into().expect("a status");
        assert_eq!(O::from_response(response).is_ok(), status == 200);
    })
}

fn write<O: Operation + 'static>(call: O) -> Box<dyn FnMut()> {
    let endpoint = "https://fsx.us-east-1.amazonaws.com".parse::<Endpoint>().expect("an endpoint");
    Box::new(move || drop(call.to_request_with(&endpoint, &|| "token".to_owned()).expect("a request")))
}

/// A request with nested members and some tags.
pub fn create_file_system(tags: usize) -> CreateFileSystem {
    let tags: Vec<_> = (0..tags).map(|tag| Tag::new(format!("key-{tag}"), format!("value \"{tag}\""))).collect();
    CreateFileSystem::new(FileSystemType::Lustre, ["subnet-12345678"])
        .storage_capacity(1_200)
        .storage_type(StorageType::Ssd)
        .security_group_ids(["sg-12345678", "sg-23456789"])
        .tags(tags)
        .kms_key_id("arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5678-90ab-cdef-1234567890ab")
        .lustre_configuration(
            CreateFileSystemLustreConfiguration::new()
                .weekly_maintenance_start_time("2:20:30")
                .deployment_type(LustreDeploymentType::Persistent2)
                .per_unit_storage_throughput(250)
                .automatic_backup_retention_days(7)
                .copy_tags_to_backups(true),
        )
}

/// A request with members in the path and the body.
pub fn start_backup_job() -> StartBackupJob {
    StartBackupJob::new(StartBackupJobRequired {
        backup_vault_name: "nightly",
        resource_arn: "arn:aws:fsx:us-east-1:123456789012:file-system/fs-0123456789abcdef0",
        iam_role_arn: "arn:aws:iam::123456789012:role/service-role/AWSBackupDefaultServiceRole",
    })
    .start_window_minutes(60)
    .complete_window_minutes(480)
}
