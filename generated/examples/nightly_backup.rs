//! A nightly job: backs file systems of Amazon FSx up, waits until the backups can be restored, and deletes its old ones.
//!
//! `cargo run --example nightly_backup --features client -- fs-0498eed5fe91001ec --keep 7`
use anyhow::Context as _;
use clap::Parser as _;
use ferrosmith_aws::{
    Timestamp,
    fsx::{
        Client, Config,
        operation::{CreateBackup, DeleteBackup, DeleteBackupError, DescribeBackups},
        types::{Filter, FilterName, Tag},
        waiter,
    },
};
use indicatif::ProgressBar;
use std::time::{Duration, SystemTime};

#[derive(clap::Parser)]
struct Arguments {
    /// The ids of the file systems
    #[arg(required = true)]
    file_systems: Vec<String>,
    /// How many days to keep the backups that this program made
    #[arg(long, default_value_t = 7)]
    keep: u64,
    /// How many seconds to wait for a backup at most
    #[arg(long, default_value_t = 3600)]
    wait: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { file_systems, keep, wait } = Arguments::parse();
    let client = Client::new(Config::from_env().await?);
    let oldest = Timestamp::from(SystemTime::now() - Duration::from_secs(keep * 24 * 60 * 60));
    for file_system in &file_systems {
        let id = back_up(&client, file_system, Duration::from_secs(wait))
            .await
            .with_context(|| format!("cannot back {file_system} up"))?;
        println!("{file_system}: {id}");
        delete_older(&client, file_system, oldest)
            .await
            .with_context(|| format!("cannot delete old backups of {file_system}"))?;
    }
    Ok(())
}

async fn back_up(client: &Client, file_system: &str, at_most: Duration) -> anyhow::Result<String> {
    let call = CreateBackup::new().file_system_id(file_system).tags([Tag::new("made-by", "nightly")]);
    let backup = client.send(call).await?.backup.context("the response has no backup")?;
    let id = backup.backup_id.context("the backup has no id")?;
    let progress = ProgressBar::new_spinner();
    let this = DescribeBackups::new().backup_ids([&*id]);
    client
        .wait_until_observed(&waiter::BACKUP_AVAILABLE, this, at_most, |wait| progress.set_message(wait.to_string()))
        .await?;
    progress.finish_and_clear();
    Ok(id)
}

async fn delete_older(client: &Client, file_system: &str, oldest: Timestamp) -> anyhow::Result<()> {
    let filter = Filter::new().name(FilterName::FileSystemId).values([file_system]);
    let mut backups = client.pages(DescribeBackups::new().filters([filter])).items();
    while let Some(backup) = backups.next().await {
        let backup = backup?;
        let is_ours = backup.tags.iter().flatten().any(|tag| *tag == Tag::new("made-by", "nightly"));
        let Some(id) = backup.backup_id.filter(|_| is_ours && backup.creation_time < Some(oldest)) else { continue };
        match client.send(DeleteBackup::new(&*id)).await {
            Ok(_) => println!("{file_system}: deleted {id}"),
            Err(error) if matches!(error.service(), Some(DeleteBackupError::BackupNotFound(_))) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
