//! Waiters: polling until a resource reaches a state (Smithy 2.0: "Waiter workflow").
use super::{Client, call::random};
use crate::{
    Error, Operation, Service,
    error::Report,
    printable::Printable,
    waiter::{Acceptor, State, Waiter},
};
use std::{
    error::Error as StdError,
    fmt,
    time::{Duration, Instant},
};

impl<S: Service> Client<S> {
    /// Sends the operation repeatedly, until `waiter` reaches success or failure, or `max_wait` has passed.
    ///
    /// A call that is in progress at that time is not cancelled; [`Settings::timeout`](super::Settings::timeout) limits
    /// it. Each call is retried like any other.
    ///
    /// ```ignore
    /// let backup = DescribeBackups::new().backup_ids(["backup-1"]);
    /// client.wait_until(&waiter::BACKUP_AVAILABLE, backup, Duration::from_secs(3600)).await?;
    /// ```
    ///
    /// # Errors
    /// The waiter reached its failure state, the time ran out, or a call failed: see [`WaitError`].
    pub async fn wait_until<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        max_wait: Duration,
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        self.wait_until_observed(waiter, operation, max_wait, |_| ()).await
    }

    /// Like [`wait_until`](Self::wait_until), and calls `observe` before each delay with the last result, for example
    /// to write a log line or to update a progress bar.
    ///
    /// ```ignore
    /// let bar = indicatif::ProgressBar::new_spinner();
    /// client.wait_until_observed(&waiter::BACKUP_AVAILABLE, backup, hour, |wait| bar.set_message(wait.to_string())).await?;
    /// // Backups[].Lifecycle is ["CREATING"]; 3 calls in 45 s, the next in 15 s
    /// ```
    ///
    /// # Errors
    /// Same as [`wait_until`](Self::wait_until).
    pub async fn wait_until_observed<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        max_wait: Duration,
        mut observe: impl FnMut(&Waiting<'_, O>),
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        let start = Instant::now();
        let mut slept = Duration::ZERO;
        let mut attempts = 0_u32;
        loop {
            let result = self.call(&operation).await;
            attempts = attempts.saturating_add(1);
            // The transport of a test may return from `sleep` immediately.
            let elapsed = start.elapsed().max(slept);
            let acceptor = waiter.matching_acceptor(&operation, result.as_ref());
            match (acceptor.map(|acceptor| (acceptor, acceptor.state)), result) {
                (Some((_, State::Success)), result) => return Ok(Waited { output: result.ok(), attempts, elapsed }),
                (Some((acceptor, State::Failure)), result) => {
                    return Err(WaitError::Failed(Box::new(Failed::new(waiter.name, acceptor, result))));
                }
                (None, Err(error)) => return Err(WaitError::Call(error)),
                (Some((_, State::Retry)), result) | (None, result) => {
                    let Some(delay) = waiter.delays.delay(attempts, max_wait.saturating_sub(elapsed), random()) else {
                        let observed = result.as_ref().ok().and_then(|output| waiter.observed(output));
                        let timed_out = TimedOut { waiter: waiter.name, attempts, elapsed, observed, result };
                        return Err(WaitError::TimedOut(Box::new(timed_out)));
                    };
                    observe(&Waiting { waiter, result: result.as_ref(), attempts, elapsed, delay, max_wait });
                    drop(result);
                    self.sleep(delay).await;
                    slept = slept.saturating_add(delay);
                }
            }
        }
    }
}

/// The progress of a waiter, from [`Client::wait_until_observed`]. [`Display`](fmt::Display) prints it in one line.
#[non_exhaustive]
pub struct Waiting<'a, O: Operation> {
    /// The waiter.
    pub waiter: &'a Waiter<O>,
    /// The result of the last call. It is an error if the waiter retries after that error.
    pub result: Result<&'a O::Output, &'a Error<O::Error>>,
    /// The number of calls so far.
    pub attempts: u32,
    /// The time since the first call.
    pub elapsed: Duration,
    /// The delay before the next call.
    pub delay: Duration,
    /// The maximum time to wait.
    pub max_wait: Duration,
}

impl<O: Operation> Waiting<'_, O> {
    /// Returns what was observed instead of success: a path into the output and its value, or the code of an error.
    pub fn observed(&self) -> Option<String> {
        match self.result {
            Ok(output) => self.waiter.observed(output),
            Err(error) => error.code().map(str::to_owned),
        }
    }
}

impl<O: Operation> fmt::Display for Waiting<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.observed() {
            Some(observed) => write!(f, "{}", Printable(&observed))?,
            None => write!(f, "{} has not come", self.waiter.name)?,
        }
        let Self { attempts, elapsed, delay, .. } = self;
        let calls = if *attempts == 1 { "call" } else { "calls" };
        let [elapsed, delay] = [elapsed, delay].map(Duration::as_secs_f64);
        write!(f, "; {attempts} {calls} in {elapsed:.0} s, the next in {delay:.0} s")
    }
}

impl<O: Operation> fmt::Debug for Waiting<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { waiter, result, attempts, elapsed, delay, max_wait } = self;
        let mut printed = f.debug_struct("Waiting");
        printed.field("waiter", &waiter.name).field("result", result).field("attempts", attempts);
        printed.field("elapsed", elapsed).field("delay", delay).field("max_wait", max_wait).finish()
    }
}

/// The result of a successful wait.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Waited<T> {
    /// The last output; `None` if an error meant success, for example "not found" after a deletion.
    pub output: Option<T>,
    /// The number of calls.
    pub attempts: u32,
    /// The time from the first call to the end.
    pub elapsed: Duration,
}

/// The error of a wait.
#[non_exhaustive]
pub enum WaitError<O: Operation> {
    /// The waiter reached its failure state: the expected state will not be reached.
    Failed(Box<Failed<O>>),
    /// The expected state was not reached in time.
    TimedOut(Box<TimedOut<O>>),
    /// A call failed with an error that no acceptor of the waiter matches.
    Call(Error<O::Error>),
}

/// A waiter that reached its failure state.
#[non_exhaustive]
pub struct Failed<O: Operation> {
    /// The waiter's name in the model.
    pub waiter: &'static str,
    /// The observed value that means failure: a path into the output and its value.
    pub observed: Option<String>,
    /// The service's message, if the waiter knows its path in the output.
    pub message: Option<String>,
    /// The result of the last call.
    pub result: Result<O::Output, Error<O::Error>>,
}

/// A waiter that did not succeed in time.
#[non_exhaustive]
pub struct TimedOut<O: Operation> {
    /// The waiter's name in the model.
    pub waiter: &'static str,
    /// The number of calls.
    pub attempts: u32,
    /// The time from the first call to the end.
    pub elapsed: Duration,
    /// The observed value instead of success: a path into the output and its value.
    pub observed: Option<String>,
    /// The result of the last call.
    pub result: Result<O::Output, Error<O::Error>>,
}

impl<O: Operation> Failed<O> {
    fn new(waiter: &'static str, acceptor: &Acceptor, result: Result<O::Output, Error<O::Error>>) -> Self {
        let output = result.as_ref().ok();
        let observed = output.and_then(|output| acceptor.observed(output));
        Self { waiter, observed, message: output.and_then(|output| acceptor.failure_message(output)), result }
    }
}

impl<O: Operation + 'static> WaitError<O> {
    /// Returns the error and its sources in one line, for programs that print an error and exit.
    pub fn report(&self) -> impl fmt::Display + '_ {
        Report(self)
    }
}

impl<O: Operation> fmt::Debug for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(failed) => {
                let Failed { waiter, observed, message, result } = &**failed;
                let mut printed = f.debug_struct("Failed");
                printed.field("waiter", waiter).field("observed", observed).field("message", message);
                printed.field("result", result).finish()
            }
            Self::TimedOut(timed_out) => {
                let TimedOut { waiter, attempts, elapsed, observed, result } = &**timed_out;
                let mut printed = f.debug_struct("TimedOut");
                printed.field("waiter", waiter).field("attempts", attempts).field("elapsed", elapsed);
                printed.field("observed", observed).field("result", result).finish()
            }
            Self::Call(error) => f.debug_tuple("Call").field(error).finish(),
        }
    }
}

impl<O: Operation> fmt::Display for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(failed) => {
                write!(f, "{} will not come", failed.waiter)?;
                write_observed(failed.observed.as_deref(), f)?;
                failed.message.as_ref().map_or(Ok(()), |message| write!(f, ": {}", Printable(message)))
            }
            Self::TimedOut(timed_out) => {
                let TimedOut { waiter, attempts, elapsed, observed, .. } = &**timed_out;
                let calls = if *attempts == 1 { "call" } else { "calls" };
                write!(f, "{waiter} did not come within {:.0} s and {attempts} {calls}", elapsed.as_secs_f64())?;
                write_observed(observed.as_deref(), f)
            }
            Self::Call(error) => error.fmt(f),
        }
    }
}

/// Writes the observed value. An error of the last call is not written here, because it is the source.
fn write_observed(observed: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    observed.map_or(Ok(()), |observed| write!(f, "; {}", Printable(observed)))
}

impl<O: Operation + 'static> StdError for WaitError<O> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Failed(failed) => failed.result.as_ref().err().map(|error| error as _),
            Self::TimedOut(timed_out) => timed_out.result.as_ref().err().map(|error| error as _),
            Self::Call(error) => error.source(),
        }
    }
}
