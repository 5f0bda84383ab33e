//! The table of what passed.
use crate::{SUITES, Suite, skips};
use std::panic::catch_unwind;

/// Runs every case once more and counts: a case is skipped where the table of skips names it and it fails as it should.
#[test]
fn summary() {
    quietly();
    println!("{:<36} {:>6} {:>6} {:>7} {:>6}", "suite", "cases", "passed", "skipped", "failed");
    let mut total = [0; 4];
    for Suite { name, cases, .. } in SUITES {
        let mut counts = [cases.len(), 0, 0, 0];
        for (id, run) in *cases {
            let column = match (catch_unwind(run), skips::reason(id)) {
                (Err(_), _) => 3,
                (Ok(()), Some(_)) => 2,
                (Ok(()), None) => 1,
            };
            counts[column] += 1;
        }
        row(name, counts);
        total.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
    }
    row("all", total);
    // The default hook again, which tells of this failure.
    drop(std::panic::take_hook());
    assert_eq!(total[3], 0, "cases failed");
}

/// The cases that fail here fail as tests of their own too, and tell there why.
fn quietly() {
    let told = std::panic::take_hook();
    let this = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() != this {
            told(info);
        }
    }));
}

fn row(suite: &str, [cases, passed, skipped, failed]: [usize; 4]) {
    println!("{suite:<36} {cases:>6} {passed:>6} {skipped:>7} {failed:>6}");
}
