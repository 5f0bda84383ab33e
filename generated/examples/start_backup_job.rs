//! Lets AWS Backup make a backup now, and waits until the job is done.
//!
//! `cargo run --example start_backup_job --features client -- my-vault RESOURCE_ARN ROLE_ARN`
mod place;

use anyhow::Context as _;
use clap::Parser as _;
use ferrosmith_aws::ferrosmith::client::Waiting;
use ferrosmith_aws::{
    WhenSome as _,
    backup::{
        Client, Config,
        operation::{DescribeBackupJob, StartBackupJob, StartBackupJobRequired},
        types::Lifecycle,
        waiter,
    },
};
use indicatif::ProgressBar;
use std::time::Duration;

#[derive(clap::Parser)]
struct Arguments {
    /// The vault that keeps the backup
    vault: String,
    /// The ARN of what is backed up
    resource: String,
    /// The ARN of the role in which AWS Backup does so
    role: String,
    /// After how many days the backup is deleted; never by default
    #[arg(long)]
    keep: Option<i64>,
    /// How many seconds to wait at most
    #[arg(long, default_value_t = 3600)]
    wait: u64,
    #[command(flatten)]
    place: place::Place,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { vault, resource, role, keep, wait, place } = Arguments::parse();
    let client = Client::new(place.apply(Config::from_env().await?));

    let required = StartBackupJobRequired { backup_vault_name: vault, resource_arn: resource, iam_role_arn: role };
    let lifecycle = keep.map(|days| Lifecycle::new().delete_after_days(days));
    let call = StartBackupJob::new(required).when_some(lifecycle, StartBackupJob::lifecycle);
    let id = client.send(call).await?.backup_job_id.context("the job has no id")?;
    println!("job {id} is started");

    let this = DescribeBackupJob::new(&*id);
    let (bar, wait) = (ProgressBar::new_spinner(), Duration::from_secs(wait));
    let shown = |wait: &Waiting<_>| bar.set_message(wait.to_string());
    let end = client.wait_until_observed(&waiter::BACKUP_JOB_COMPLETED, this, wait, shown).await?;
    bar.finish_and_clear();
    let backup = end.output.and_then(|job| job.recovery_point_arn).context("the job made no backup")?;
    println!("{backup} is made");
    Ok(())
}
