//! Clients of the official SDK whose calls are answered from memory, and the same shapes for serde alone.
pub mod plain;

use aws_sdk_fsx::{
    config::{BehaviorVersion, Credentials, Region},
    operation::create_file_system::builders::CreateFileSystemInputBuilder,
    types::{CreateFileSystemLustreConfiguration, FileSystemType, LustreDeploymentType, StorageType, Tag},
};
use aws_smithy_http_client::test_util::infallible_client_fn;
use cases::calls::Memory;
use ferrosmith_aws::ferrosmith::Bytes;
use tokio::runtime::Runtime;

/// The official client of FSx.
pub fn fsx(responses: Vec<Bytes>) -> aws_sdk_fsx::Client {
    fsx_with_status(200, responses)
}

/// The official client of FSx; all responses have this status.
pub fn fsx_with_status(status: u16, responses: Vec<Bytes>) -> aws_sdk_fsx::Client {
    let memory = Memory::new(status, responses);
    let config = aws_sdk_fsx::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "static"))
        .http_client(infallible_client_fn(move |_| memory.respond()))
        .build();
    aws_sdk_fsx::Client::from_conf(config)
}

/// The official client of AWS Backup.
pub fn backup(responses: Vec<Bytes>) -> aws_sdk_backup::Client {
    let memory = Memory::new(200, responses);
    let config = aws_sdk_backup::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "static"))
        .http_client(infallible_client_fn(move |_| memory.respond()))
        .build();
    aws_sdk_backup::Client::from_conf(config)
}

/// The runtime that the official SDK needs.
pub fn tokio() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// The request of [`cases::paths::create_file_system`].
pub fn create_file_system(tags: usize) -> CreateFileSystemInputBuilder {
    let tags = (0..tags).map(|tag| Tag::builder().key(format!("key-{tag}")).value(format!("value \"{tag}\"")).build());
    let lustre = CreateFileSystemLustreConfiguration::builder()
        .weekly_maintenance_start_time("2:20:30")
        .deployment_type(LustreDeploymentType::Persistent2)
        .per_unit_storage_throughput(250)
        .automatic_backup_retention_days(7)
        .copy_tags_to_backups(true)
        .build();
    aws_sdk_fsx::operation::create_file_system::CreateFileSystemInput::builder()
        .file_system_type(FileSystemType::Lustre)
        .subnet_ids("subnet-12345678")
        .storage_capacity(1_200)
        .storage_type(StorageType::Ssd)
        .security_group_ids("sg-12345678")
        .security_group_ids("sg-23456789")
        .set_tags(Some(tags.collect()))
        .kms_key_id("arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5678-90ab-cdef-1234567890ab")
        .lustre_configuration(lustre)
}
