//! What a program would write by hand for these responses: structures that derive `Deserialize`, without anything else.
#![allow(dead_code, reason = "members are read, and not used")]
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeBackupsOutput {
    pub backups: Vec<Backup>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Backup {
    backup_id: String,
    lifecycle: String,
    r#type: String,
    progress_percent: i32,
    creation_time: f64,
    kms_key_id: String,
    #[serde(rename = "ResourceARN")]
    resource_arn: String,
    owner_id: String,
    tags: Vec<Tag>,
    file_system: FileSystem,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    key: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct FileSystem {
    owner_id: String,
    creation_time: f64,
    file_system_id: String,
    file_system_type: String,
    lifecycle: String,
    storage_capacity: i32,
    storage_type: String,
    vpc_id: String,
    subnet_ids: Vec<String>,
    network_interface_ids: Vec<String>,
    #[serde(rename = "DNSName")]
    dns_name: String,
    file_system_type_version: String,
    #[serde(rename = "ResourceARN")]
    resource_arn: String,
    tags: Vec<Tag>,
    lustre_configuration: LustreConfiguration,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct LustreConfiguration {
    weekly_maintenance_start_time: String,
    deployment_type: String,
    per_unit_storage_throughput: i32,
    mount_name: String,
    daily_automatic_backup_start_time: String,
    automatic_backup_retention_days: i32,
    copy_tags_to_backups: bool,
    data_compression_type: String,
}
