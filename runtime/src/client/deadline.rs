//! Timeouts for futures that have no timer of their own, such as a refresh of credentials.
use super::{Transport, block_on::sleep_until};
use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

/// The timer of a client.
#[derive(Clone, Debug)]
pub(super) enum Timer {
    /// The transport's timer, in async clients.
    Transport(Arc<dyn Transport>),
    /// The thread that waits, in blocking clients.
    Thread,
}

impl Timer {
    /// Returns the future's output, or `None` if it takes longer than `duration`. Polls the future at least once.
    pub(super) async fn timeout<F: Future>(&self, duration: Duration, future: F) -> Option<F::Output> {
        // The timer starts only when the future is pending.
        let timeout = async {
            match self {
                Self::Transport(transport) => transport.timer(duration).await,
                Self::Thread => match Instant::now().checked_add(duration) {
                    Some(deadline) => sleep_until(deadline).await,
                    None => std::future::pending().await,
                },
            }
        };
        first(pin!(future), timeout).await
    }
}

/// Returns the output of `one`, or `None` if `other` ends first. `other` is not polled if `one` is ready at once.
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
    fn a_ready_future_never_times_out() {
        assert_eq!(block_on(Timer::Thread.timeout(Duration::ZERO, future::ready(7))), Some(7));
    }

    #[test]
    fn a_slow_future_times_out() {
        let start = Instant::now();
        assert_eq!(block_on(Timer::Thread.timeout(Duration::from_millis(50), future::pending::<()>())), None);
        assert!(start.elapsed() >= Duration::from_millis(50));
        for long in [Duration::from_secs(60), Duration::MAX] {
            let slow = off_thread::run(|| std::thread::sleep(Duration::from_millis(20)));
            assert_eq!(block_on(Timer::Thread.timeout(long, slow)), Some(Some(())));
        }
    }
}
