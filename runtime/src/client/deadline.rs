//! Deadlines of what has no timer of its own: the search for credentials, say.
use super::{Transport, block_on::sleep_until};
use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

/// What counts the time that a client waits.
#[derive(Clone, Debug)]
pub(super) enum Timer {
    /// The transport of an async client.
    Transport(Arc<dyn Transport>),
    /// The thread that a blocking client waits on.
    Thread,
}

impl Timer {
    /// The future's output, unless it takes longer. It is polled once at least.
    pub(super) async fn timeout<F: Future>(&self, duration: Duration, future: F) -> Option<F::Output> {
        // Not counted before the future has to wait.
        let over = async {
            match self {
                Self::Transport(transport) => transport.timer(duration).await,
                Self::Thread => match Instant::now().checked_add(duration) {
                    Some(moment) => sleep_until(moment).await,
                    None => std::future::pending().await,
                },
            }
        };
        first(pin!(future), over).await
    }
}

/// The output of one future, unless another ends before it. The other is not polled where the one is ready at once.
pub(super) async fn first<T>(mut one: Pin<&mut impl Future<Output = T>>, other: impl Future) -> Option<T> {
    let mut other = pin!(other);
    poll_fn(|context| match one.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => other.as_mut().poll(context).map(|_| None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{block_on::block_on, off_thread};
    use std::future;

    #[test]
    fn what_is_ready_needs_no_time() {
        assert_eq!(block_on(Timer::Thread.timeout(Duration::ZERO, future::ready(7))), Some(7));
    }

    #[test]
    fn what_takes_too_long_is_given_up() {
        let start = Instant::now();
        assert_eq!(block_on(Timer::Thread.timeout(Duration::from_millis(50), future::pending::<()>())), None);
        assert!(start.elapsed() >= Duration::from_millis(50));
        for long in [Duration::from_secs(60), Duration::MAX] {
            let slow = off_thread::run(|| std::thread::sleep(Duration::from_millis(20)));
            assert_eq!(block_on(Timer::Thread.timeout(long, slow)), Some(Some(())));
        }
    }
}
