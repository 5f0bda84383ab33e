//! A large response, for the programs beside this file.
use ferrosmith_aws::ferrosmith::Bytes;

/// A response of so many backups, as the service writes them.
pub(crate) fn response(backups: usize) -> Bytes {
    let backup = |number: usize| {
        format!(
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
        )
    };
    // Services write no white space.
    let compact = |text: String| text.lines().map(str::trim).collect::<String>();
    let list: Vec<_> = (0..backups).map(backup).map(compact).collect();
    format!(r#"{{"Backups":[{}],"NextToken":null}}"#, list.join(",")).into()
}
