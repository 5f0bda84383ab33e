//! Responses as the services write them, without white space.
use ferrosmith_aws::ferrosmith::Bytes;

/// A response of `DescribeBackups`; 1,000 backups are 1.2 MB.
pub fn backups(count: usize) -> Bytes {
    let backup = |number: usize| {
        compact(&format!(
            r#"{{"BackupId":"backup-{number:017x}","Lifecycle":"AVAILABLE","Type":"USER_INITIATED","ProgressPercent":100,
            "CreationTime":1516925490.087,"KmsKeyId":"arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5678-90ab-cdef-{number:012x}",
            "ResourceARN":"arn:aws:fsx:us-east-1:123456789012:backup/backup-{number:017x}","OwnerId":"123456789012",
            "Tags":[{{"Key":"Name","Value":"nightly {number}"}},{{"Key":"team","Value":"storage"}}],
            "FileSystem":{{"OwnerId":"123456789012","CreationTime":1516925490.087,"FileSystemId":"fs-{number:017x}",
            "FileSystemType":"LUSTRE","Lifecycle":"AVAILABLE","StorageCapacity":1200,"StorageType":"SSD","VpcId":"vpc-12345678",
            "SubnetIds":["subnet-12345678"],"NetworkInterfaceIds":["eni-12345678","eni-23456789","eni-34567890"],
            "DNSName":"fs-{number:017x}.fsx.us-east-1.amazonaws.com","FileSystemTypeVersion":"2.12",
            "ResourceARN":"arn:aws:fsx:us-east-1:123456789012:file-system/fs-{number:017x}",
            "Tags":[{{"Key":"Name","Value":"scratch {number}"}}],
            "LustreConfiguration":{{"WeeklyMaintenanceStartTime":"2:20:30","DeploymentType":"PERSISTENT_1",
            "PerUnitStorageThroughput":50,"MountName":"3353fbmv","DailyAutomaticBackupStartTime":"04:00",
            "AutomaticBackupRetentionDays":7,"CopyTagsToBackups":true,"DataCompressionType":"LZ4"}}}}}}"#
        ))
    };
    let list: Vec<_> = (0..count).map(backup).collect();
    format!(r#"{{"Backups":[{}],"NextToken":null}}"#, list.join(",")).into()
}

/// A page of `ListBackupJobs`; 1,000 jobs are 1.1 MB. The next page has the token, if there is one.
pub fn backup_jobs(count: usize, next_token: Option<usize>) -> Bytes {
    let job = |number: usize| {
        compact(&format!(
            r#"{{"AccountId":"123456789012","BackupJobId":"{number:08X}-1A2B-3C4D-5E6F-1234567890AB","BackupVaultName":"nightly",
            "BackupVaultArn":"arn:aws:backup:us-east-1:123456789012:backup-vault:nightly",
            "RecoveryPointArn":"arn:aws:backup:us-east-1:123456789012:recovery-point:{number:08x}-1a2b-3c4d-5e6f-1234567890ab",
            "ResourceArn":"arn:aws:fsx:us-east-1:123456789012:file-system/fs-{number:017x}",
            "CreationDate":1516925490.087,"CompletionDate":1516925890.112,"State":"COMPLETED","PercentDone":"100.0",
            "BackupSizeInBytes":1288490188800,"IamRoleArn":"arn:aws:iam::123456789012:role/service-role/AWSBackupDefaultServiceRole",
            "CreatedBy":{{"BackupPlanId":"1a2b3c4d-5678-90ab-cdef-{number:012x}",
            "BackupPlanArn":"arn:aws:backup:us-east-1:123456789012:backup-plan:1a2b3c4d-5678-90ab-cdef-{number:012x}",
            "BackupPlanVersion":"ZGE4MTU5ZjQtYjkyNy00OWYwLTg4ZDMtMTY3ZTZmZTdkMTVj","BackupRuleId":"1a2b3c4d-5678-90ab-cdef-0123456789ab"}},
            "StartBy":1516954290,"ResourceType":"FSx","BackupOptions":{{}},"IsParent":false,"ResourceName":"scratch {number}",
            "InitiationDate":1516925490.087,"MessageCategory":"SUCCESS"}}"#
        ))
    };
    let jobs: Vec<_> = (0..count).map(job).collect();
    let token = next_token.map(|token| format!(r#","NextToken":"page-{token}""#)).unwrap_or_default();
    format!(r#"{{"BackupJobs":[{}]{token}}}"#, jobs.join(",")).into()
}

/// An error of FSx; its status is 400.
pub fn not_found() -> Bytes {
    Bytes::from_static(br#"{"__type":"BackupNotFound","Message":"Backup backup-0123456789abcdef0 does not exist."}"#)
}

fn compact(text: &str) -> String {
    text.lines().map(str::trim).collect()
}
