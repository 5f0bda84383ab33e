//! Lists all backups of Amazon FSx, page after page.
//!
//! `cargo run --example list_backups --features client`
mod place;

use clap::Parser as _;
use ferrosmith_aws::fsx::{Client, Config, operation::DescribeBackups};

#[derive(clap::Parser)]
struct Arguments {
    #[command(flatten)]
    place: place::Place,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let config = Arguments::parse().place.apply(Config::from_env().await?);

    let mut backups = Client::new(config).pages(DescribeBackups::new().max_results(100)).items();
    while let Some(backup) = backups.next().await {
        let backup = backup?;
        let id = backup.backup_id.unwrap_or_default();
        println!("{id} {}", backup.lifecycle.as_ref().map_or("?", |lifecycle| lifecycle.as_str()));
    }
    Ok(())
}
