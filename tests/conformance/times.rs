//! How long it takes to evaluate endpoint rules, in both forms that models have:
//! `cargo test --release -p ferrosmith-tests --test conformance times -- --ignored --nocapture`
use crate::{SUITES, Suite};
use std::{
    cell::Cell,
    hint::black_box,
    time::{Duration, Instant},
};

const REPETITIONS: u32 = 50;
const ROUNDS: u32 = 20;

thread_local! {
    /// How long evaluations took and how many there were, while they are measured.
    static MEASURED: Cell<Option<(Duration, u32)>> = const { Cell::new(None) };
}

/// Evaluates, and repeats it if it is measured.
pub(crate) fn evaluated<T>(evaluate: impl Fn() -> T) -> T {
    if let Some((time, count)) = MEASURED.get() {
        let start = Instant::now();
        for _ in 0..REPETITIONS {
            black_box(evaluate());
        }
        MEASURED.set(Some((time + start.elapsed(), count + REPETITIONS)));
    }
    evaluate()
}

/// Returns the nanoseconds of an evaluation, on average over the cases of a suite, in the best of some rounds: whatever
/// else the machine does only makes it slower.
fn nanoseconds(suite: &Suite) -> f64 {
    let round = |_| {
        MEASURED.set(Some((Duration::ZERO, 0)));
        suite.cases.iter().for_each(|(_, run)| run());
        let (time, count) = MEASURED.take().unwrap_or_default();
        time.as_secs_f64() * 1e9 / f64::from(count.max(1))
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

#[test]
#[ignore = "prints a table, of a release build on a quiet machine"]
fn times() {
    println!("{:<36} {:>6} {:>12} {:>12}", "suite", "cases", "rule set, ns", "diagram, ns");
    let mut pairs = 0;
    for rules in SUITES {
        let diagram = format!("{}_bdd", rules.name);
        let Some(diagram) = SUITES.iter().find(|suite| suite.name == diagram) else { continue };
        println!(
            "{:<36} {:>6} {:>12.0} {:>12.0}",
            rules.name,
            rules.cases.len(),
            nanoseconds(rules),
            nanoseconds(diagram)
        );
        pairs += 1;
    }
    assert!(pairs > 0, "no model has both forms");
}
