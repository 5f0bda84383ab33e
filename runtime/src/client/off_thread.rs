//! Runs blocking work on a separate thread while a future waits for it.
use std::{
    future::{Future, poll_fn},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    thread,
};

/// The state that the thread and the future share.
struct Shared<T> {
    result: Option<T>,
    is_done: bool,
    waker: Option<Waker>,
}

/// Wakes the future when it is dropped, which also happens if the thread panics.
struct Sender<T>(Arc<Mutex<Shared<T>>>);

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut shared = lock(&self.0);
        shared.is_done = true;
        if let Some(waker) = shared.waker.take() {
            waker.wake();
        }
    }
}

/// Runs `work` on a new thread and returns its result, without blocking the current thread: an executor runs other
/// tasks there, and this crate depends on no executor. Returns `None` if no thread can be spawned, or if `work` panics.
pub(super) fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Option<T>> + Send {
    let shared = Arc::new(Mutex::new(Shared { result: None, is_done: false, waker: None }));
    let sender = Sender(Arc::clone(&shared));
    let thread = thread::Builder::new().name("ferrosmith".to_owned()).spawn(move || {
        let result = work();
        lock(&sender.0).result = Some(result);
    });
    // If the thread cannot be spawned, the sender is dropped together with the closure.
    drop(thread);
    poll_fn(move |context| {
        let mut shared = lock(&shared);
        if shared.is_done {
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
    fn it_returns_the_result() {
        assert_eq!(block_on(run(|| 7)), Some(7));
        let slow = run(|| thread::sleep(std::time::Duration::from_millis(20)));
        assert_eq!(block_on(slow), Some(()));
        assert_eq!(block_on(run(|| -> u8 { panic!("on purpose") })), None);
    }
}
