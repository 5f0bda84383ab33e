//! The same calls through both clients, answered from memory: what a call costs beside the network.
//! `benches/client.sh calls` compiles it.
mod response;

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
use response::response;
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

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
