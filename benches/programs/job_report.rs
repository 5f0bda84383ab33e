//! `generated/examples/job_report.rs` with the official SDK, whose types do not serialize.
use aws_config::BehaviorVersion;
use aws_sdk_backup::{
    Client,
    primitives::{DateTime, DateTimeFormat},
    types::{BackupJob, BackupJobState},
};
use clap::Parser as _;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

#[derive(clap::Parser)]
struct Arguments {
    /// How many hours to look back
    #[arg(long, default_value_t = 24)]
    hours: u64,
    /// Only jobs in this state
    #[arg(long)]
    state: Option<BackupJobState>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { hours, state } = Arguments::parse();
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    let since = DateTime::from(SystemTime::now() - Duration::from_secs(hours * 60 * 60));
    let mut jobs =
        client.list_backup_jobs().by_created_after(since).set_by_state(state).into_paginator().items().send();
    let mut report = Vec::new();
    while let Some(job) = jobs.next().await {
        report.push(readable(&job?)?);
    }
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

fn readable(job: &BackupJob) -> anyhow::Result<Value> {
    let time = |time: Option<&DateTime>| time.map(|time| time.fmt(DateTimeFormat::DateTime)).transpose();
    let mut value = json!({
        "account_id": job.account_id(),
        "backup_job_id": job.backup_job_id(),
        "backup_vault_name": job.backup_vault_name(),
        "vault_type": job.vault_type(),
        "vault_lock_state": job.vault_lock_state(),
        "backup_vault_arn": job.backup_vault_arn(),
        "encryption_key_arn": job.encryption_key_arn(),
        "is_encrypted": job.is_encrypted(),
        "recovery_point_arn": job.recovery_point_arn(),
        "resource_arn": job.resource_arn(),
        "creation_date": time(job.creation_date())?,
        "completion_date": time(job.completion_date())?,
        "state": job.state().map(BackupJobState::as_str),
        "status_message": job.status_message(),
        "percent_done": job.percent_done(),
        "backup_size_in_bytes": job.backup_size_in_bytes(),
        "iam_role_arn": job.iam_role_arn(),
        "expected_completion_date": time(job.expected_completion_date())?,
        "start_by": time(job.start_by())?,
        "resource_type": job.resource_type(),
        "bytes_transferred": job.bytes_transferred(),
        "backup_options": job.backup_options(),
        "backup_type": job.backup_type(),
        "parent_job_id": job.parent_job_id(),
        "is_parent": job.is_parent(),
        "resource_name": job.resource_name(),
        "initiation_date": time(job.initiation_date())?,
        "message_category": job.message_category(),
        "created_by": job.created_by().map(|by| {
            json!({
                "backup_plan_id": by.backup_plan_id(),
                "backup_plan_arn": by.backup_plan_arn(),
                "backup_plan_version": by.backup_plan_version(),
                "backup_rule_id": by.backup_rule_id(),
            })
        }),
    });
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    Ok(value)
}
