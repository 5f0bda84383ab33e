//! The jobs of AWS Backup of the last hours, as JSON that people read: times as RFC 3339, names in snake_case.
//!
//! `cargo run --example job_report --features client,serde -- --hours 24 --state FAILED`
use clap::Parser as _;
use ferrosmith_aws::{
    Timestamp, WhenSome as _,
    backup::{Client, Config, operation::ListBackupJobs, types::BackupJobState},
    ferrosmith::serde::Readable,
};
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
    let client = Client::new(Config::from_env().await?);
    let since = Timestamp::from(SystemTime::now() - Duration::from_secs(hours * 60 * 60));
    let call = ListBackupJobs::new().by_created_after(since).when_some(state, ListBackupJobs::by_state);
    let mut jobs = client.pages(call).items();
    let mut report = Vec::new();
    while let Some(job) = jobs.next().await {
        report.push(job?);
    }
    println!("{}", serde_json::to_string_pretty(&Readable(&report))?);
    Ok(())
}
