//! `generated/examples/nightly_backup.rs` with the official SDK.
use anyhow::Context as _;
use aws_config::BehaviorVersion;
use aws_sdk_fsx::{
    Client,
    operation::delete_backup::DeleteBackupError,
    primitives::DateTime,
    types::{BackupLifecycle, Filter, FilterName, Tag},
};
use clap::Parser as _;
use indicatif::ProgressBar;
use std::time::{Duration, Instant, SystemTime};

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
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    let oldest = DateTime::from(SystemTime::now() - Duration::from_secs(keep * 24 * 60 * 60));
    for file_system in &file_systems {
        let id = back_up(&client, file_system, Duration::from_secs(wait))
            .await
            .with_context(|| format!("cannot back {file_system} up"))?;
        println!("{file_system}: {id}");
        delete_older(&client, file_system, &oldest)
            .await
            .with_context(|| format!("cannot delete old backups of {file_system}"))?;
    }
    Ok(())
}

async fn back_up(client: &Client, file_system: &str, at_most: Duration) -> anyhow::Result<String> {
    let tag = Tag::builder().key("made-by").value("nightly").build();
    let output = client.create_backup().file_system_id(file_system).tags(tag).send().await?;
    let backup = output.backup.context("the response has no backup")?;
    let id = backup.backup_id.context("the backup has no id")?;
    let progress = ProgressBar::new_spinner();
    let start = Instant::now();
    let mut delay = Duration::from_secs(30);
    loop {
        let output = client.describe_backups().backup_ids(&id).send().await?;
        let state = output.backups().first().and_then(|backup| backup.lifecycle().cloned());
        match state {
            Some(BackupLifecycle::Available) => break,
            Some(BackupLifecycle::Failed | BackupLifecycle::Deleted) => anyhow::bail!("{id} will not become available"),
            state => progress.set_message(format!("{state:?} after {} s", start.elapsed().as_secs())),
        }
        if start.elapsed() + delay > at_most {
            anyhow::bail!("{id} did not become available within {} s", at_most.as_secs());
        }
        tokio::time::sleep(delay).await;
        delay = (delay * 2).min(Duration::from_secs(120));
    }
    progress.finish_and_clear();
    Ok(id)
}

async fn delete_older(client: &Client, file_system: &str, oldest: &DateTime) -> anyhow::Result<()> {
    let filter = Filter::builder().name(FilterName::FileSystemId).values(file_system).build();
    let mut pages = client.describe_backups().filters(filter).into_paginator().send();
    while let Some(page) = pages.next().await {
        for backup in page?.backups.unwrap_or_default() {
            let is_ours =
                backup.tags().iter().any(|tag| tag.key() == Some("made-by") && tag.value() == Some("nightly"));
            let is_old = backup.creation_time().is_some_and(|time| time < oldest);
            let Some(id) = backup.backup_id.filter(|_| is_ours && is_old) else { continue };
            match client.delete_backup().backup_id(&id).send().await {
                Ok(_) => println!("{file_system}: deleted {id}"),
                Err(error) if error.as_service_error().is_some_and(DeleteBackupError::is_backup_not_found) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}
