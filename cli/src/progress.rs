//! A line on stderr for a stage that takes so long that a person wonders.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Of the whole process, as stderr is.
static IS_SILENT: AtomicBool = AtomicBool::new(false);

/// No more lines.
pub(crate) fn silence() {
    IS_SILENT.store(true, Ordering::Relaxed);
}

/// Runs `work`, and says `what…` on stderr if that takes longer than a second.
pub(crate) fn stage<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (finished, running) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if !IS_SILENT.load(Ordering::Relaxed)
                && running.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout)
            {
                eprintln!("{what}…");
            }
        });
        let result = work();
        drop(finished); // wakes the thread at once, so that a quick stage stays quick
        result
    })
}
