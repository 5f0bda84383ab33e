//! Runs tests that are known only at run time, or says why they are not. The test harness of Rust can ignore only at
//! compile time, and whether moto is there may change without anything being compiled.
use std::{env, panic, process::ExitCode, thread, time::Instant};

/// A test, which fails by a panic.
pub(crate) struct Test {
    pub(crate) name: String,
    pub(crate) run: Box<dyn Fn() + Send + Sync + panic::RefUnwindSafe>,
}

/// Runs the tests whose names contain what the command line says, all at once; whether all of `tests` passed.
pub(crate) fn run(tests: &[Test]) -> Result<bool, ExitCode> {
    let filters: Vec<_> = env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_selected = |test: &&Test| filters.is_empty() || filters.iter().any(|filter| test.name.contains(filter));
    let wanted: Vec<_> = tests.iter().filter(is_selected).collect();
    println!("\nrunning {} tests", wanted.len());
    let start = Instant::now();
    let failed = thread::scope(|scope| {
        let runs: Vec<_> = wanted.iter().map(|test| (test, scope.spawn(|| panic::catch_unwind(&*test.run)))).collect();
        let mut failed = 0;
        for (test, run) in runs {
            let has_passed = matches!(run.join(), Ok(Ok(())));
            println!("test {} ... {}", test.name, if has_passed { "ok" } else { "FAILED" });
            failed += usize::from(!has_passed);
        }
        failed
    });
    let (passed, left_out) = (wanted.len() - failed, tests.len() - wanted.len());
    println!(
        "\ntest result: {}. {passed} passed; {failed} failed; {left_out} filtered out; finished in {:.2}s\n",
        if failed == 0 { "ok" } else { "FAILED" },
        start.elapsed().as_secs_f64()
    );
    if failed == 0 { Ok(left_out == 0) } else { Err(ExitCode::FAILURE) }
}

/// Says that no test was run.
pub(crate) fn ignore(tests: &[Test], reason: &str) {
    println!("\nrunning {} tests", tests.len());
    for test in tests {
        println!("test {} ... ignored", test.name);
    }
    println!("\ntest result: ok. 0 passed; 0 failed; {} ignored: {reason}\n", tests.len());
}
