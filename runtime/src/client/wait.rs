//! Waiting until a service says that something is as it was hoped for (Smithy 2.0: "Waiter workflow").
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
    /// Makes the call again and again, until `waiter` says that it ended, for no longer than `at_most`.
    ///
    /// A call that is under way when the time is over is not cut off; [`Settings::timeout`](super::Settings::timeout)
    /// bounds it. Each call is retried as any other.
    ///
    /// ```ignore
    /// let backup = DescribeBackups::new().backup_ids(["backup-1"]);
    /// client.wait_until(&waiter::BACKUP_AVAILABLE, backup, Duration::from_secs(3600)).await?;
    /// ```
    ///
    /// # Errors
    /// What is waited for will not come, did not come in time, or a call failed: see [`WaitError`].
    pub async fn wait_until<O: Operation<Service = S>>(
        &self,
        waiter: &Waiter<O>,
        operation: O,
        at_most: Duration,
    ) -> Result<Waited<O::Output>, WaitError<O>> {
        let start = Instant::now();
        let mut slept = Duration::ZERO;
        let mut attempts = 0_u32;
        loop {
            let result = self.call(&operation).await;
            attempts = attempts.saturating_add(1);
            // A transport of tests may sleep without letting time pass.
            let elapsed = start.elapsed().max(slept);
            let acceptor = waiter.matching_acceptor(&operation, result.as_ref());
            match (acceptor.map(|acceptor| (acceptor, acceptor.state)), result) {
                (Some((_, State::Success)), result) => return Ok(Waited { output: result.ok(), attempts, elapsed }),
                (Some((acceptor, State::Failure)), result) => {
                    return Err(WaitError::Failed(Box::new(Failed::new(waiter.name, acceptor, result))));
                }
                (None, Err(error)) => return Err(WaitError::Call(error)),
                (Some((_, State::Retry)), result) | (None, result) => {
                    let Some(pause) = waiter.delays.pause(attempts, at_most.saturating_sub(elapsed), random()) else {
                        let observed = result.as_ref().ok().and_then(|output| waiter.observed(output));
                        let over = TimedOut { waiter: waiter.name, attempts, elapsed, observed, result };
                        return Err(WaitError::TimedOut(Box::new(over)));
                    };
                    drop(result);
                    self.sleep(pause).await;
                    slept = slept.saturating_add(pause);
                }
            }
        }
    }
}

/// How a wait ended well.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Waited<T> {
    /// The last output; none where the end was an error, as when something deleted is not found any more.
    pub output: Option<T>,
    /// How many calls were made.
    pub attempts: u32,
    /// How long it took.
    pub elapsed: Duration,
}

/// How a wait did not end well.
#[non_exhaustive]
pub enum WaitError<O: Operation> {
    /// The service says that what is waited for will not come.
    Failed(Box<Failed<O>>),
    /// It did not come in time.
    TimedOut(Box<TimedOut<O>>),
    /// A call failed, with an error that says nothing of what is waited for.
    Call(Error<O::Error>),
}

/// What is waited for will not come.
#[non_exhaustive]
pub struct Failed<O: Operation> {
    /// The waiter's name in the model.
    pub waiter: &'static str,
    /// What was seen that means failure: a path into the output and what was there.
    pub observed: Option<String>,
    /// The service's own sentence about it, where the waiter knows its place in the output.
    pub message: Option<String>,
    /// The last answer.
    pub result: Result<O::Output, Error<O::Error>>,
}

/// What is waited for did not come in time.
#[non_exhaustive]
pub struct TimedOut<O: Operation> {
    /// The waiter's name in the model.
    pub waiter: &'static str,
    /// How many calls were made.
    pub attempts: u32,
    /// How long it took.
    pub elapsed: Duration,
    /// What was seen instead of success: a path into the output and what was there.
    pub observed: Option<String>,
    /// The last answer.
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
    /// It and what caused it, in one line: for programs that print an error and end.
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
            Self::TimedOut(over) => {
                let TimedOut { waiter, attempts, elapsed, observed, result } = &**over;
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
            Self::TimedOut(over) => {
                let TimedOut { waiter, attempts, elapsed, observed, .. } = &**over;
                let calls = if *attempts == 1 { "call" } else { "calls" };
                write!(f, "{waiter} did not come within {:.0} s and {attempts} {calls}", elapsed.as_secs_f64())?;
                write_observed(observed.as_deref(), f)
            }
            Self::Call(error) => error.fmt(f),
        }
    }
}

/// An error that was the last answer is the source, and not told here.
fn write_observed(observed: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    observed.map_or(Ok(()), |observed| write!(f, "; {}", Printable(observed)))
}

impl<O: Operation + 'static> StdError for WaitError<O> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Failed(failed) => failed.result.as_ref().err().map(|error| error as _),
            Self::TimedOut(over) => over.result.as_ref().err().map(|error| error as _),
            Self::Call(error) => error.source(),
        }
    }
}
