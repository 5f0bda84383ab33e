//! Copies a backup of Amazon FSx to another Region, and waits until the copy can be restored.
//!
//! `cargo run --example copy_backup --features client -- backup-0a1b2c3d4e5f --from us-east-1 --region eu-central-1`
mod place;

use anyhow::Context as _;
use clap::Parser as _;
use ferrosmith_aws::fsx::{
    Client, Config,
    operation::{CopyBackup, DescribeBackups},
    waiter,
};
use std::time::Duration;

#[derive(clap::Parser)]
struct Arguments {
    /// The id of the backup
    backup: String,
    /// The Region that has it; the copy is made in that of the client
    #[arg(long)]
    from: String,
    /// How many seconds to wait at most
    #[arg(long, default_value_t = 3600)]
    wait: u64,
    #[command(flatten)]
    place: place::Place,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { backup, from, wait, place } = Arguments::parse();
    // The Region to which it is copied makes the copy.
    let client = Client::new(place.apply(Config::from_env().await?));

    let call = CopyBackup::new(backup).source_region(from).copy_tags(true);
    let copy = client.send(call).await?.backup.context("the answer has no backup")?;
    let id = copy.backup_id.context("the copy has no id")?;
    println!("{id} is being made");

    let this = DescribeBackups::new().backup_ids([&*id]);
    let end = client.wait_until(&waiter::BACKUP_AVAILABLE, this, Duration::from_secs(wait)).await?;
    println!("{id} is available after {} s", end.elapsed.as_secs());
    Ok(())
}
