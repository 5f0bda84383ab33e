//! The nine operations of Amazon FSx that moto has.
use crate::{Moto, Remembering, Run};
use ferrosmith::{OperationError as _, client::WaitError};
use ferrosmith_aws::fsx::{
    Fsx,
    operation::{
        CreateBackup, CreateFileSystem, DeleteBackup, DeleteFileSystem, DeleteFileSystemError, DescribeBackups,
        DescribeFileSystems, DescribeVolumes, ListTagsForResource, TagResource, UntagResource,
    },
    types::{BackupLifecycle, FileSystemLifecycle, FileSystemType, Filter, Tag},
    waiter,
};
use std::time::Duration;

pub(crate) const TESTS: &[(&str, Run)] = &[
    ("fsx: file systems come and go", file_systems),
    ("fsx: backups come and go", backups),
    ("fsx: tags", tags),
    ("fsx: pages of file systems", pages_of_file_systems),
    ("fsx: pages of backups", pages_of_backups),
    ("fsx: waiting", waiting),
    ("fsx: errors that no model declares", undeclared),
];

/// A new file system, its id and ARN.
fn file_system(client: &Remembering<Fsx>) -> (String, String) {
    let call = CreateFileSystem::new(FileSystemType::Lustre, ["subnet-0123456789abcdef0"]).storage_capacity(1200);
    let file_system = client.send(call).unwrap().file_system.unwrap();
    (file_system.file_system_id.unwrap(), file_system.resource_arn.unwrap())
}

fn file_systems(moto: Moto) {
    let client = moto.client();
    let kinds = [FileSystemType::Lustre, FileSystemType::Ontap, FileSystemType::Openzfs, FileSystemType::Windows];
    let mut ids = Vec::new();
    for kind in kinds {
        let call = CreateFileSystem::new(kind.clone(), ["subnet-0123456789abcdef0"])
            .storage_capacity(1200)
            .tags([Tag::new("Name", "größer")]);
        let made = client.send(call).unwrap().file_system.unwrap();
        assert_eq!((made.file_system_type, made.storage_capacity), (Some(kind), Some(1200)));
        assert_eq!(made.tags, Some(vec![Tag::new("Name", "größer")]));
        assert!(made.resource_arn.unwrap().contains(moto.region));
        ids.push(made.file_system_id.unwrap());
    }

    let described = client.send(DescribeFileSystems::new().file_system_ids([&*ids[1]])).unwrap();
    assert_eq!(described.next_token, None);
    let found: Vec<_> =
        described.file_systems.unwrap().into_iter().map(|found| found.file_system_id.unwrap()).collect();
    assert_eq!(found, [&*ids[1]]);
    // moto drops ids that it does not know, where AWS would say `FileSystemNotFound`.
    let unknown = client.send(DescribeFileSystems::new().file_system_ids(["fs-00000000"])).unwrap();
    assert_eq!(unknown.file_systems, Some(vec![]));

    for id in &ids {
        let deleted = client.send(DeleteFileSystem::new(&**id)).unwrap();
        assert_eq!(deleted.file_system_id.as_ref(), Some(id));
        assert_eq!(deleted.lifecycle, Some(FileSystemLifecycle::Deleting));
    }
    let error = client.send(DeleteFileSystem::new(&*ids[0])).unwrap_err();
    assert!(matches!(error.service(), Some(DeleteFileSystemError::FileSystemNotFound(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(400), Some("FileSystemNotFound")));
    assert!(error.message().is_some() && error.request_id().is_some(), "{error}");
}

fn backups(moto: Moto) {
    let client = moto.client();
    let (file_system, _) = file_system(&client);
    let call = CreateBackup::new().file_system_id(&*file_system).tags([Tag::new("Name", "nightly")]);
    let backup = client.send(call).unwrap().backup.unwrap();
    assert_eq!(backup.lifecycle, Some(BackupLifecycle::Creating));
    assert_eq!(backup.tags, Some(vec![Tag::new("Name", "nightly")]));
    assert!(backup.creation_time.unwrap().seconds() > 1_700_000_000);
    // moto leaves these out, which the model requires: an answer is read nevertheless.
    assert_eq!((&backup.r#type, &backup.file_system), (&None, &None));

    let of_file_system = Filter::new().name("file-system-id").values([&*file_system]);
    let found = client.send(DescribeBackups::new().filters([of_file_system])).unwrap().backups.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].backup_id, backup.backup_id);

    let id = backup.backup_id.unwrap();
    let deleted = client.send(DeleteBackup::new(&*id)).unwrap();
    assert_eq!((deleted.backup_id.as_ref(), deleted.lifecycle), (Some(&id), Some(BackupLifecycle::Deleted)));
    assert_eq!(client.send(DescribeBackups::new()).unwrap().backups, Some(vec![]));
}

fn tags(moto: Moto) {
    let client = moto.client();
    let (_, arn) = file_system(&client);
    let tags = [Tag::new("a", "1"), Tag::new("b", ""), Tag::new("c", "drei & \"vier\"")];
    client.send(TagResource::new(&*arn, tags.clone())).unwrap();
    assert_eq!(client.send(ListTagsForResource::new(&*arn)).unwrap().tags, Some(tags.to_vec()));
    client.send(UntagResource::new(&*arn, ["a", "c"])).unwrap();
    assert_eq!(client.items(ListTagsForResource::new(&*arn)).unwrap(), [Tag::new("b", "")]);
}

fn pages_of_file_systems(moto: Moto) {
    let client = moto.client();
    let made: Vec<_> = (0..6).map(|_| file_system(&client).0).collect();
    let pages = client.pages(DescribeFileSystems::new().max_results(2)).unwrap();
    let sizes: Vec<_> = pages.iter().map(|page| page.file_systems.as_ref().unwrap().len()).collect();
    assert_eq!(sizes, [2, 2, 2]);
    assert_eq!(pages[2].next_token, None);

    let items = client.items(DescribeFileSystems::new().max_results(4)).unwrap();
    let found: Vec<_> = items.into_iter().map(|item| item.file_system_id.unwrap()).collect();
    assert_eq!(found, made);

    // By hand, from the second page on.
    let token = pages[0].next_token.clone().unwrap();
    let rest = client.items(DescribeFileSystems::new().max_results(2).next_token(token)).unwrap();
    assert_eq!(rest.len(), 4);
}

fn pages_of_backups(moto: Moto) {
    let client = moto.client();
    let (file_system, _) = file_system(&client);
    for _ in 0..5 {
        client.send(CreateBackup::new().file_system_id(&*file_system)).unwrap();
    }
    let pages = client.pages(DescribeBackups::new().max_results(2)).unwrap();
    let sizes: Vec<_> = pages.iter().map(|page| page.backups.as_ref().unwrap().len()).collect();
    assert_eq!(sizes, [2, 2, 1]);
    assert_eq!(client.items(DescribeBackups::new().max_results(2)).unwrap().len(), 5);

    let error = client.pages(DescribeBackups::new().max_results(2).next_token("no token")).unwrap_err();
    assert_eq!(error.status(), Some(400), "{error}");
}

fn waiting(moto: Moto) {
    let client = moto.client();
    let (file_system, _) = file_system(&client);
    let backup = client.send(CreateBackup::new().file_system_id(file_system)).unwrap().backup.unwrap();
    let id = backup.backup_id.unwrap();
    let this = DescribeBackups::new().backup_ids([&*id]);
    // moto's backups stay in CREATING for ever.
    let over =
        client.client.wait_until(&waiter::BACKUP_AVAILABLE, this.clone(), Duration::from_millis(500)).unwrap_err();
    let WaitError::TimedOut(over) = over else { panic!("{over}") };
    assert!(over.observed.as_deref().is_some_and(|seen| seen.contains("CREATING")), "{:?}", over.observed);

    client.send(DeleteBackup::new(id)).unwrap();
    let end = client.client.wait_until(&waiter::BACKUP_DELETED, this, Duration::from_secs(10)).unwrap();
    assert_eq!((end.attempts, end.output.unwrap().backups), (1, Some(vec![])));
}

fn undeclared(moto: Moto) {
    let client = moto.client();
    // AWS says `FileSystemNotFound`; moto's error is one that no operation of FSx declares.
    let error = client.send(CreateBackup::new().file_system_id("fs-00000000")).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some("ResourceNotFoundException")), "{error:?}");
    assert!(error.service().unwrap().payload().is_err(), "{error:?}");
    assert!(error.message().is_some() && error.request_id().is_some(), "{error:?}");

    // What moto has not is a page of HTML, without the id of a request.
    let error = client.send(DescribeVolumes::new()).unwrap_err();
    assert_eq!((error.status(), error.code(), error.request_id()), (Some(500), None, None), "{error:?}");
    assert!(error.is_retryable() && error.service().is_some(), "{error:?}");
    // Filters are looked at where there is something to filter.
    let (file_system, _) = file_system(&client);
    client.send(CreateBackup::new().file_system_id(file_system)).unwrap();
    let by_type = Filter::new().name("backup-type").values(["USER_INITIATED"]);
    let error = client.send(DescribeBackups::new().filters([by_type])).unwrap_err();
    assert_eq!(error.status(), Some(500), "{error:?}");
}
