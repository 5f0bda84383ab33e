//! Generating both services: text in, files out.
use criterion::{Criterion, criterion_group, criterion_main};
use ferrosmith_codegen::{Source, Target, generate};
use std::{fs, hint::black_box, path::Path};

fn target(module: &str) -> Target {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let sources = ["json", "overlay.json"].iter().map(|extension| {
        let path = format!("{module}.{extension}");
        Source { text: fs::read_to_string(models.join(&path)).expect("a model"), path }
    });
    Target { module: module.to_owned(), sources: sources.collect(), is_feature: true, ..Target::default() }
}

fn generation(criterion: &mut Criterion) {
    let targets = [target("fsx"), target("backup")];
    let mut group = criterion.benchmark_group("generation");
    group.sample_size(10);
    group.bench_function("FSx and AWS Backup", |bencher| {
        bencher.iter(|| black_box(generate(&targets).expect("files").files.len()));
    });
}

criterion_group!(benches, generation);
criterion_main!(benches);
