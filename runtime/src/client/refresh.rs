//! A refresh of credentials that many calls wait for.
//!
//! In an async client the waiting calls share the future: whichever is polled first drives it for all. In a blocking
//! client it runs on a thread of its own. In both it is cancelled when no call waits for it any more, and never runs
//! twice at once.
use super::{BoxFuture, block_on::block_on};
use std::{
    future::poll_fn,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
};

/// A refresh that runs once for any number of waiting calls.
pub(super) struct Refresh<T> {
    outcome: OnceLock<Outcome<T>>,
    /// `None` after the refresh has ended.
    future: Mutex<Option<BoxFuture<'static, T>>>,
    waiters: Arc<Waiters>,
    /// The thread that runs it, in blocking clients.
    thread: Option<RefreshThread>,
}

/// How a refresh ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome<T> {
    Done(T),
    /// The last waiting call was dropped.
    Cancelled,
    /// The credentials provider panicked.
    Panicked,
}

#[derive(Default)]
struct RefreshThread {
    is_started: AtomicBool,
    waker: Waiters,
}

impl<T> std::fmt::Debug for Refresh<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refresh").field("waiting", &self.waiters.count()).finish_non_exhaustive()
    }
}

impl<T: Clone + Send + Sync + 'static> Refresh<T> {
    /// Creates a refresh that starts when it is first awaited. `has_thread` selects whether it runs on its own thread.
    pub(super) fn new(future: BoxFuture<'static, T>, has_thread: bool) -> Arc<Self> {
        let thread = has_thread.then(RefreshThread::default);
        Arc::new(Self { outcome: OnceLock::new(), future: Mutex::new(Some(future)), waiters: Arc::default(), thread })
    }

    pub(super) fn is_running(&self) -> bool {
        self.outcome.get().is_none()
    }

    /// Registers another waiter.
    pub(super) fn join(self: &Arc<Self>) -> RefreshWaiter<T> {
        RefreshWaiter { refresh: Arc::clone(self), id: self.waiters.register() }
    }

    fn poll(&self, id: usize, context: &Context<'_>) -> Poll<Outcome<T>> {
        // Register the waker before anything else, so that no wake-up is lost.
        self.waiters.add(id, context.waker());
        if self.thread.is_none() {
            match self.future.try_lock() {
                Ok(mut future) => self.advance(&mut future, &Waker::from(Arc::clone(&self.waiters))),
                // Another call is polling it right now; that call's waker wakes all.
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Poisoned(_)) => self.end(Outcome::Panicked),
            }
        }
        self.outcome.get().map_or(Poll::Pending, |outcome| Poll::Ready(outcome.clone()))
    }

    fn advance(&self, future: &mut Option<BoxFuture<'static, T>>, waker: &Waker) {
        let Some(running) = future else { return };
        let panics = EndOnPanic(self);
        if let Poll::Ready(output) = running.as_mut().poll(&mut Context::from_waker(waker)) {
            *future = None;
            self.end(Outcome::Done(output));
        }
        drop(panics);
    }

    /// Starts a thread that runs the refresh; runs it on this thread if none can be spawned.
    fn start(self: &Arc<Self>) {
        let Some(thread) = &self.thread else { return };
        if thread.is_started.swap(true, Ordering::SeqCst) {
            return;
        }
        let refresh = Arc::clone(self);
        let builder = thread::Builder::new().name("ferrosmith-credentials".to_owned());
        if builder.spawn(move || refresh.run()).is_err() {
            self.run();
        }
    }

    /// The body of the thread.
    fn run(&self) {
        let Some(thread) = &self.thread else { return };
        let mut future = lock(&self.future);
        block_on(poll_fn(|context| {
            thread.waker.add(0, context.waker());
            self.advance(&mut future, context.waker());
            if self.waiters.count() == 0 && self.is_running() {
                *future = None;
                self.end(Outcome::Cancelled);
            }
            if self.is_running() { Poll::Pending } else { Poll::Ready(()) }
        }));
    }

    fn end(&self, outcome: Outcome<T>) {
        // The first outcome wins.
        _ = self.outcome.set(outcome);
        self.waiters.wake_all();
    }
}

/// Ends the refresh for all waiters if its future panics.
struct EndOnPanic<'a, T: Clone + Send + Sync + 'static>(&'a Refresh<T>);

impl<T: Clone + Send + Sync + 'static> Drop for EndOnPanic<'_, T> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end(Outcome::Panicked);
        }
    }
}

/// A call that waits for a refresh.
pub(super) struct RefreshWaiter<T: Clone + Send + Sync + 'static> {
    refresh: Arc<Refresh<T>>,
    id: usize,
}

impl<T: Clone + Send + Sync + 'static> RefreshWaiter<T> {
    /// Waits until the refresh has ended.
    pub(super) async fn outcome(self) -> Outcome<T> {
        self.refresh.start();
        poll_fn(|context| self.refresh.poll(self.id, context)).await
    }
}

impl<T: Clone + Send + Sync + 'static> Drop for RefreshWaiter<T> {
    fn drop(&mut self) {
        let Refresh { waiters, thread, future, .. } = &*self.refresh;
        if waiters.unregister(self.id) > 0 || !self.refresh.is_running() {
            return;
        }
        match thread {
            // The thread notices that no waiter remains, and cancels the refresh.
            Some(thread) => thread.waker.wake_all(),
            None => {
                let cancelled = future.try_lock().ok().and_then(|mut future| future.take());
                self.refresh.end(Outcome::Cancelled);
                drop(cancelled);
            }
        }
    }
}

/// The waiting calls, and their wakers.
#[derive(Default)]
struct Waiters {
    next: AtomicUsize,
    count: AtomicUsize,
    /// Sorted by the number of the waiter.
    wakers: Mutex<Vec<(usize, Waker)>>,
}

impl Waiters {
    fn register(&self) -> usize {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.next.fetch_add(1, Ordering::SeqCst)
    }

    /// Removes a waiter. Returns the number of those that remain.
    fn unregister(&self, id: usize) -> usize {
        let mut wakers = lock(&self.wakers);
        if let Ok(index) = wakers.binary_search_by_key(&id, |(id, _)| *id) {
            wakers.remove(index);
        }
        drop(wakers);
        self.count.fetch_sub(1, Ordering::SeqCst).saturating_sub(1)
    }

    fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    fn add(&self, id: usize, waker: &Waker) {
        let mut wakers = lock(&self.wakers);
        match wakers.binary_search_by_key(&id, |(id, _)| *id) {
            Ok(index) => wakers.get_mut(index).into_iter().for_each(|(_, known)| known.clone_from(waker)),
            Err(index) => wakers.insert(index, (id, waker.clone())),
        }
    }

    fn wake_all(&self) {
        // Wake outside of the lock: the woken tasks acquire it.
        let wakers = std::mem::take(&mut *lock(&self.wakers));
        wakers.into_iter().for_each(|(_, waker)| waker.wake());
    }
}

impl Wake for Waiters {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{deadline::Timer, off_thread};
    use std::{future, future::Future, time::Duration};

    fn refresh(has_thread: bool, future: impl Future<Output = u8> + Send + 'static) -> Arc<Refresh<u8>> {
        Refresh::new(Box::pin(future), has_thread)
    }

    #[test]
    fn many_wait_for_one() {
        for has_thread in [false, true] {
            let runs = Arc::new(AtomicUsize::new(0));
            let counter = Arc::clone(&runs);
            let refresh = refresh(has_thread, async move {
                counter.fetch_add(1, Ordering::SeqCst);
                off_thread::run(|| thread::sleep(Duration::from_millis(50))).await;
                7
            });
            let waiters: Vec<_> = (0..8).map(|_| refresh.join()).collect();
            thread::scope(|scope| {
                for waiter in waiters {
                    scope.spawn(|| assert_eq!(block_on(waiter.outcome()), Outcome::Done(7)));
                }
            });
            assert_eq!(runs.load(Ordering::SeqCst), 1);
            assert_eq!(block_on(refresh.join().outcome()), Outcome::Done(7));
        }
    }

    /// Sends a message when it is dropped.
    struct Dropped(std::sync::mpsc::Sender<()>);

    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.send(()).unwrap();
        }
    }

    #[test]
    fn it_is_cancelled_with_its_last_waiter() {
        for has_thread in [false, true] {
            let (sender, receiver) = std::sync::mpsc::channel();
            let dropped = Dropped(sender);
            let refresh = refresh(has_thread, async move {
                let _dropped = dropped;
                future::pending().await
            });
            let (first, second) = (refresh.join(), refresh.join());
            let short = Timer::Thread.timeout(Duration::from_millis(20), first.outcome());
            assert_eq!(block_on(short), None);
            assert!(refresh.is_running() && receiver.try_recv().is_err());
            drop(second);
            receiver.recv_timeout(Duration::from_secs(60)).unwrap();
            assert_eq!(block_on(refresh.join().outcome()), Outcome::Cancelled);
        }
    }

    #[test]
    fn a_panic_is_reported_to_all() {
        for has_thread in [false, true] {
            let refresh = refresh(has_thread, async { panic!("on purpose") });
            let other = refresh.join();
            let first = thread::spawn({
                let waiter = refresh.join();
                move || block_on(waiter.outcome())
            });
            // Without its own thread, the future panics on the thread that polls it.
            assert!(first.join().map_or(!has_thread, |outcome| outcome == Outcome::Panicked));
            assert_eq!(block_on(other.outcome()), Outcome::Panicked);
        }
    }
}
