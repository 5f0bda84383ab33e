//! Prints a line to stderr for a stage that takes longer than a second, and counts many small ones.

use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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

/// Counts on one line of stderr, if that is a terminal.
pub(crate) struct Counter {
    total: usize,
    done: AtomicUsize,
    is_shown: bool,
}

impl Counter {
    pub(crate) fn new(total: usize) -> Self {
        let is_shown = io::stderr().is_terminal() && !IS_SILENT.load(Ordering::Relaxed);
        Self { total, done: AtomicUsize::new(0), is_shown }
    }

    /// Counts one more, which has this name.
    pub(crate) fn next(&self, name: &str) {
        const WIDTH: usize = 30;
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.is_shown {
            let filled = WIDTH * done / self.total.max(1);
            eprint!("\r\x1b[K[{}{}] {done}/{} {name}", "#".repeat(filled), " ".repeat(WIDTH - filled), self.total);
        }
    }
}

/// Removes the line.
impl Drop for Counter {
    fn drop(&mut self) {
        if self.is_shown {
            eprint!("\r\x1b[K");
        }
    }
}
