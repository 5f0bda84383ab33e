//! Deadlines of what has no timer of its own: a user's credentials, say, in a client that knows no runtime.
use super::off_thread;
use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::mpsc,
    task::Poll,
    time::Duration,
};

/// The output of one future, unless another ends before it. The other is not polled where the one is ready at once.
pub(super) async fn first<T>(mut one: Pin<&mut impl Future<Output = T>>, other: impl Future) -> Option<T> {
    let mut other = pin!(other);
    poll_fn(|context| match one.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => other.as_mut().poll(context).map(|_| None),
    })
    .await
}

/// The future's output, unless it takes longer. Where it has to wait, a thread counts the time; it ends with the future.
pub(super) async fn within<F: Future>(duration: Duration, future: F) -> Option<F::Output> {
    let (_ends_the_thread, end) = mpsc::channel::<()>();
    let timer = async { off_thread::run(move || end.recv_timeout(duration)).await };
    first(pin!(future), timer).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{future, time::Instant};

    #[test]
    fn what_is_ready_needs_no_time() {
        assert_eq!(pollster::block_on(within(Duration::ZERO, future::ready(7))), Some(7));
    }

    #[test]
    fn what_takes_too_long_is_given_up() {
        let start = Instant::now();
        assert_eq!(pollster::block_on(within(Duration::from_millis(50), future::pending::<()>())), None);
        assert!((50..5_000).contains(&start.elapsed().as_millis()));
        let slow = off_thread::run(|| std::thread::sleep(Duration::from_millis(20)));
        assert_eq!(pollster::block_on(within(Duration::from_secs(60), slow)), Some(Some(())));
    }
}
