//! Reading responses: ferrosmith, and the floors that no reader of JSON is expected to be below.
use cases::responses::{backup_jobs, backups, not_found};
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use ferrosmith_aws::{
    backup::operation::ListBackupJobs,
    ferrosmith::{Bytes, Operation, http::Response},
    fsx::operation::DescribeBackups,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::hint::black_box;

fn ours<O: Operation>(group: &mut BenchmarkGroup<'_, WallTime>, status: u16, body: &Bytes) {
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("ferrosmith", |bencher| {
        bencher.iter(|| {
            let mut response = Response::new(body.clone());
            *response.status_mut() = status.try_into().expect("a status");
            black_box(O::from_response(response).is_ok())
        });
    });
}

fn serde<T: DeserializeOwned>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, body: &Bytes) {
    group.bench_function(name, |bencher| {
        bencher.iter(|| drop(black_box(serde_json::from_slice::<T>(body).expect(name))))
    });
}

fn responses(criterion: &mut Criterion) {
    for count in [1, 1_000] {
        let body = backups(count);
        let mut group = criterion.benchmark_group(format!("response of {count} backups"));
        ours::<DescribeBackups>(&mut group, 200, &body);
        serde::<peers::plain::DescribeBackupsOutput>(&mut group, "serde, structures by hand", &body);
        serde::<serde_json::Value>(&mut group, "serde_json::Value", &body);
        serde::<IgnoredAny>(&mut group, "serde, IgnoredAny", &body);
    }
    let body = backup_jobs(1_000, None);
    let mut group = criterion.benchmark_group("response of 1000 backup jobs");
    ours::<ListBackupJobs>(&mut group, 200, &body);
    serde::<serde_json::Value>(&mut group, "serde_json::Value", &body);
    serde::<IgnoredAny>(&mut group, "serde, IgnoredAny", &body);
    drop(group);
    let body = not_found();
    let mut group = criterion.benchmark_group("error");
    ours::<DescribeBackups>(&mut group, 400, &body);
    serde::<serde_json::Value>(&mut group, "serde_json::Value", &body);
}

criterion_group!(benches, responses);
criterion_main!(benches);
