//! The futures of calls are small. They are part of the user's futures, so 2 KB per call would add up with many tasks.
use ferrosmith::client::{Client, Config, FakeTransport};
use ferrosmith_aws::{
    backup::{self, operation::StartBackupJob},
    fsx::{self, operation::CreateFileSystem, operation::DescribeBackups},
};
use std::{mem::size_of_val, time::Duration};

/// The limit in bytes.
const LARGEST: usize = 2048;

#[test]
fn futures_of_calls_are_small() {
    let config = Config::new("eu-central-1").anonymous();
    let fsx: Client<fsx::Fsx> = Client::with_transport(config.clone(), FakeTransport::new());
    let backup: Client<backup::Backup> = Client::with_transport(config, FakeTransport::new());
    let (mut pages, mut items) = (fsx.pages(DescribeBackups::new()), fsx.pages(DescribeBackups::new()).items());
    let hour = Duration::from_secs(3600);
    let sizes = [
        ("send", size_of_val(&fsx.send(DescribeBackups::new()))),
        // The largest inputs.
        ("send CreateFileSystem", size_of_val(&fsx.send(CreateFileSystem::default()))),
        ("send StartBackupJob", size_of_val(&backup.send(StartBackupJob::default()))),
        ("presign", size_of_val(&fsx.presign(DescribeBackups::new(), hour))),
        ("next page", size_of_val(&pages.next())),
        ("next item", size_of_val(&items.next())),
        ("wait_until", size_of_val(&fsx.wait_until(&fsx::waiter::BACKUP_AVAILABLE, DescribeBackups::new(), hour))),
    ];
    let large: Vec<_> = sizes.iter().filter(|(_, size)| *size > LARGEST).collect();
    assert!(large.is_empty(), "{large:?} of {sizes:?}");
    println!("{sizes:?}");
}
