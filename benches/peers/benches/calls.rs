//! Whole calls, signed and answered from memory: what a client costs beside the network.
use cases::{calls, responses, run::run};
use criterion::{Criterion, criterion_group, criterion_main};
use ferrosmith_aws::{backup::operation::ListBackupJobs, ferrosmith::Bytes, fsx::operation::DescribeBackups};
use std::hint::black_box;

fn describe_backups(criterion: &mut Criterion) {
    let runtime = peers::tokio();
    for (name, count) in [("small call", 0), ("call with 1000 backups", 1_000)] {
        let body = responses::backups(count);
        let mut group = criterion.benchmark_group(name);
        let client = calls::fsx(vec![body.clone()]);
        group.bench_function("ferrosmith", |bencher| {
            bencher.iter(|| black_box(run(client.send(DescribeBackups::new())).expect("an output")));
        });
        let client = peers::fsx(vec![body]);
        group.bench_function("official", |bencher| {
            bencher.iter(|| black_box(runtime.block_on(client.describe_backups().send()).expect("an output")));
        });
    }
    let body = responses::not_found();
    let mut group = criterion.benchmark_group("call with an error");
    let client = calls::fsx_with_status(400, vec![body.clone()]);
    group.bench_function("ferrosmith", |bencher| {
        bencher.iter(|| black_box(run(client.send(DescribeBackups::new())).expect_err("an error")));
    });
    let client = peers::fsx_with_status(400, vec![body]);
    group.bench_function("official", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(client.describe_backups().send()).expect_err("an error")));
    });
}

fn pages(criterion: &mut Criterion) {
    let runtime = peers::tokio();
    let mut group = criterion.benchmark_group("100 pages");
    let client = calls::backup(calls::pages());
    group.bench_function("ferrosmith", |bencher| {
        bencher.iter(|| {
            let mut pages = client.pages(ListBackupJobs::new());
            while let Some(page) = run(pages.next()) {
                black_box(page.expect("a page"));
            }
        });
    });
    let client = peers::backup(calls::pages());
    group.bench_function("official", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let mut pages = client.list_backup_jobs().into_paginator().send();
                while let Some(page) = pages.next().await {
                    black_box(page.expect("a page"));
                }
            });
        });
    });
}

fn requests(criterion: &mut Criterion) {
    let runtime = peers::tokio();
    let output = || vec![Bytes::from_static(br#"{"FileSystem":{}}"#)];
    for (name, tags) in [("call that creates", 0), ("call with 1000 tags", 1_000)] {
        let mut group = criterion.benchmark_group(name);
        let client = calls::fsx(output());
        let call = cases::paths::create_file_system(tags).client_request_token("token");
        group.bench_function("ferrosmith", |bencher| {
            bencher.iter(|| black_box(run(client.send(call.clone())).expect("an output")));
        });
        let client = peers::fsx(output());
        let call = peers::create_file_system(tags).client_request_token("token");
        group.bench_function("official", |bencher| {
            bencher.iter(|| black_box(runtime.block_on(call.clone().send_with(&client)).expect("an output")));
        });
    }
}

criterion_group!(benches, describe_backups, requests, pages);
criterion_main!(benches);
