//! Lists all backups of Amazon FSx, page after page, without an async runtime.
//!
//! `cargo run --example list_backups_blocking --features blocking`
mod place;

use clap::Parser as _;
use ferrosmith_aws::fsx::{Config, blocking::Client, operation::DescribeBackups};

#[derive(clap::Parser)]
struct Arguments {
    #[command(flatten)]
    place: place::Place,
}

fn main() -> anyhow::Result<()> {
    let config = Arguments::parse().place.apply(Config::from_env_blocking()?);

    for backup in Client::new(config).pages(DescribeBackups::new().max_results(100)).items() {
        let backup = backup?;
        let id = backup.backup_id.unwrap_or_default();
        println!("{id} {}", backup.lifecycle.as_ref().map_or("?", |lifecycle| lifecycle.as_str()));
    }
    Ok(())
}
