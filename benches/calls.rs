//! The same calls through both clients, answered from memory: what a call costs beside the network.
//! `benches/client.sh calls` compiles it.
use aws_sdk_fsx::config::{BehaviorVersion, Credentials, Region};
use aws_smithy_http_client::test_util::infallible_client_fn;
use ferrosmith_aws::{
    ferrosmith::{
        Bytes,
        client::{BoxFuture, Credentials as Keys, Limits, Transport, TransportError},
        http,
    },
    fsx::{self, operation::DescribeBackups},
};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// A response of so many backups, as the service writes them.
fn response(backups: usize) -> Bytes {
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

#[derive(Debug)]
struct Memory(Bytes);

impl Transport for Memory {
    fn send<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: &'a Limits,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let response = http::Response::new(self.0.clone());
        Box::pin(async { Ok(response) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

fn ours(body: &Bytes) -> fsx::Client {
    let config = fsx::Config::new("us-east-1").credentials(Keys::new("AKIDEXAMPLE", "secret"));
    fsx::Client::with_transport(config, Memory(body.clone()))
}

fn official(body: &Bytes) -> aws_sdk_fsx::Client {
    let body = body.clone();
    let config = aws_sdk_fsx::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "static"))
        .http_client(infallible_client_fn(move |_| http::Response::new(body.clone())))
        .build();
    aws_sdk_fsx::Client::from_conf(config)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (name, backups, rounds) in [("small", 0, 100), ("large", 1_000, 10)] {
        let body = response(backups);
        let (ours, official) = (ours(&body), official(&body));
        let mut best = [Duration::MAX; 2];
        // In turns, so that both meet the same machine; several at a time, so that neither finds the other's caches.
        for _ in 0..rounds {
            for _ in 0..20 {
                let start = Instant::now();
                let output = ours.send(DescribeBackups::new()).await?;
                assert_eq!(output.backups.as_ref().map(Vec::len), Some(backups));
                black_box(output);
                best[0] = best[0].min(start.elapsed());
            }
            for _ in 0..20 {
                let start = Instant::now();
                let output = official.describe_backups().send().await?;
                assert_eq!(output.backups().len(), backups);
                black_box(output);
                best[1] = best[1].min(start.elapsed());
            }
        }
        let [ours, theirs] = best.map(|time| time.as_secs_f64() * 1e6);
        println!(
            "{name} ({} bytes): ours {ours:.0} µs, official {theirs:.0} µs, {:.1} times as fast",
            body.len(),
            theirs / ours
        );
    }
    Ok(())
}
