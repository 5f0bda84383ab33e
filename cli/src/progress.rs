//! Prints a line to stderr for a stage that takes longer than a second.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Process-wide, because stderr is.
static IS_SILENT: AtomicBool = AtomicBool::new(false);

/// Suppresses all further lines.
pub(crate) fn silence() {
    IS_SILENT.store(true, Ordering::Relaxed);
}

/// Runs `work`, and prints `name…` to stderr if that takes longer than a second.
pub(crate) fn stage<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let (finished, running) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if !IS_SILENT.load(Ordering::Relaxed)
                && running.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout)
            {
                eprintln!("{name}…");
            }
        });
        let result = work();
        drop(finished); // wakes the thread, so that a short stage returns without delay
        result
    })
}
