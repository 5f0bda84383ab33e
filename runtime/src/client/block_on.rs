//! A minimal executor for blocking clients: runs a future on the thread that waits for it.
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
    /// When to poll again even if no waker is called.
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

/// Runs a future to completion on the current thread.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    // Calls may be nested: save the outer deadline and restore it afterwards.
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
            Some(deadline) => thread::park_timeout(deadline.saturating_duration_since(Instant::now())),
            None => thread::park(),
        }
    }
}

/// Completes at `deadline`. Works only inside [`block_on`].
pub(super) fn sleep_until(deadline: Instant) -> impl Future<Output = ()> {
    poll_fn(move |_| {
        if Instant::now() >= deadline {
            return Poll::Ready(());
        }
        WAKE_AT.set(Some(WAKE_AT.get().map_or(deadline, |other| other.min(deadline))));
        Poll::Pending
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{deadline::first, off_thread};
    use std::{future, time::Duration};

    #[test]
    fn it_waits_for_the_waker() {
        assert_eq!(block_on(async { 7 }), 7);
        let slow = off_thread::run(|| thread::sleep(Duration::from_millis(20)));
        assert_eq!(block_on(slow), Some(()));
    }

    #[test]
    fn it_wakes_at_the_earliest_deadline_even_if_nested() {
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
