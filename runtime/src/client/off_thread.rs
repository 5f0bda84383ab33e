//! Work that blocks, done on a thread of its own while a future waits for it.
use std::{
    future::{Future, poll_fn},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    thread,
};

/// What the thread and the future share.
struct Shared<T> {
    result: Option<T>,
    is_over: bool,
    waker: Option<Waker>,
}

/// Tells the future that the thread is done, even where it panicked.
struct Sender<T>(Arc<Mutex<Shared<T>>>);

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut shared = lock(&self.0);
        shared.is_over = true;
        if let Some(waker) = shared.waker.take() {
            waker.wake();
        }
    }
}

/// What `work` returns, without blocking the thread that asks: runtimes run other tasks there, and this crate knows none of
/// them. `None` where there is no thread to be had, or `work` panicked.
pub(super) fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Option<T>> + Send {
    let shared = Arc::new(Mutex::new(Shared { result: None, is_over: false, waker: None }));
    let sender = Sender(Arc::clone(&shared));
    let thread = thread::Builder::new().name("ferrosmith".to_owned()).spawn(move || {
        let result = work();
        lock(&sender.0).result = Some(result);
    });
    // Where there is no thread, the sender was dropped with what it should have run.
    drop(thread);
    poll_fn(move |context| {
        let mut shared = lock(&shared);
        if shared.is_over {
            return Poll::Ready(shared.result.take());
        }
        shared.waker = Some(context.waker().clone());
        Poll::Pending
    })
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::block_on::block_on;

    #[test]
    fn results_arrive() {
        assert_eq!(block_on(run(|| 7)), Some(7));
        let slow = run(|| thread::sleep(std::time::Duration::from_millis(20)));
        assert_eq!(block_on(slow), Some(()));
        assert_eq!(block_on(run(|| -> u8 { panic!("on purpose") })), None);
    }
}
