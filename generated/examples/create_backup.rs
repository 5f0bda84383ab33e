//! Backs a file system of Amazon FSx up, and waits until the backup can be restored.
//!
//! `cargo run --example create_backup --features client -- fs-0498eed5fe91001ec --name nightly`
mod place;

use anyhow::Context as _;
use clap::Parser as _;
use ferrosmith_aws::ferrosmith::client::Waiting;
use ferrosmith_aws::fsx::{
    Client, Config,
    operation::{CreateBackup, DescribeBackups},
    types::Tag,
    waiter,
};
use indicatif::ProgressBar;
use std::time::Duration;

#[derive(clap::Parser)]
struct Arguments {
    /// The id of the file system
    file_system: String,
    /// The name of the backup
    #[arg(long, default_value = "by ferrosmith")]
    name: String,
    /// How many seconds to wait at most
    #[arg(long, default_value_t = 3600)]
    wait: u64,
    #[command(flatten)]
    place: place::Place,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { file_system, name, wait, place } = Arguments::parse();
    let client = Client::new(place.apply(Config::from_env().await?));

    let call = CreateBackup::new().file_system_id(file_system).tags([Tag::new("Name", name)]);
    let backup = client.send(call).await?.backup.context("the answer has no backup")?;
    let id = backup.backup_id.context("the backup has no id")?;
    println!("{id} is being made");

    let this = DescribeBackups::new().backup_ids([&*id]);
    let (bar, wait) = (ProgressBar::new_spinner(), Duration::from_secs(wait));
    let shown = |wait: &Waiting<_>| bar.set_message(wait.to_string());
    let end = client.wait_until_observed(&waiter::BACKUP_AVAILABLE, this, wait, shown).await?;
    bar.finish_and_clear();
    println!("{id} is available after {} s", end.elapsed.as_secs());
    Ok(())
}
