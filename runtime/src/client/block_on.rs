//! Runs a future on the thread that waits for it: what blocking clients do.
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Instant,
};

thread_local! {
    /// When the thread has to look again, even if nothing wakes it.
    static WAKE_AT: Cell<Option<Instant>> = const { Cell::new(None) };
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

/// The future's output, for which this thread waits.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    // One may run within another, which must find its own moment again.
    let outer = WAKE_AT.take();
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            WAKE_AT.set(outer);
            return output;
        }
        match WAKE_AT.take() {
            Some(moment) => thread::park_timeout(moment.saturating_duration_since(Instant::now())),
            None => thread::park(),
        }
    }
}

/// Is ready from this moment on, where [`block_on`] runs it.
pub(super) fn sleep_until(moment: Instant) -> impl Future<Output = ()> {
    poll_fn(move |_| {
        if Instant::now() >= moment {
            return Poll::Ready(());
        }
        WAKE_AT.set(Some(WAKE_AT.get().map_or(moment, |other| other.min(moment))));
        Poll::Pending
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{deadline::first, off_thread};
    use std::{future, time::Duration};

    #[test]
    fn it_waits_for_who_wakes_it() {
        assert_eq!(block_on(async { 7 }), 7);
        let slow = off_thread::run(|| thread::sleep(Duration::from_millis(20)));
        assert_eq!(block_on(slow), Some(()));
    }

    #[test]
    fn it_wakes_at_the_earliest_moment_also_around_another() {
        let start = Instant::now();
        let (soon, late) = (start + Duration::from_millis(50), start + Duration::from_secs(600));
        let nested = pin!(async {
            block_on(async { off_thread::run(|| ()).await });
            future::pending::<()>().await;
        });
        let timers = async { first(pin!(sleep_until(late)), sleep_until(soon)).await };
        assert_eq!(block_on(first(nested, timers)), None);
        assert!(start.elapsed() >= Duration::from_millis(50) && start.elapsed() < Duration::from_secs(300));
    }
}
