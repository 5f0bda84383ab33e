//! User functions that are called for every attempt of a call.
//!
//! Their names are those of the interceptor hooks of the AWS SDK for Rust.
use super::Config;
use crate::error::BoxError;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use std::{error::Error as StdError, fmt, sync::Arc};

/// Describes an attempt of a call, for [`Config::modify_before_signing`] and [`Config::read_after_attempt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Attempt {
    /// The name of the service (`FSx`).
    pub service: &'static str,
    /// The name of the operation in the model (`CreateBackup`).
    pub operation: &'static str,
    /// The number of the attempt, starting with 1.
    pub number: u32,
}

type Before = dyn Fn(&mut Request<Bytes>, &Attempt) -> Result<(), BoxError> + Send + Sync;
type AttemptResult<'a> = Result<&'a Response<Bytes>, &'a (dyn StdError + Send + Sync + 'static)>;
type After = dyn Fn(AttemptResult<'_>, &Attempt) -> Result<(), BoxError> + Send + Sync;

/// The hooks of a configuration, in the order in which they were added.
#[derive(Clone, Default)]
pub(super) struct Hooks {
    before: Vec<Arc<Before>>,
    after: Vec<Arc<After>>,
}

impl Config {
    /// Adds a function that is called before signing in every attempt of every call. It may change the request, for
    /// example add a header for tracing; the changes are signed. Several functions run in the order in which they were
    /// added.
    ///
    /// The function receives the complete request except for signature and credentials. This includes sensitive
    /// members. An error ends the call with [`ErrorKind::Hook`](crate::ErrorKind::Hook) before it is sent. The function
    /// is not called for requests for credentials, nor for presigned requests.
    ///
    /// ```
    /// use ferrosmith::{client::Config, http::HeaderValue};
    ///
    /// let config = Config::new("eu-central-1").modify_before_signing(|request, attempt| {
    ///     let trace = format!("{}-{}", attempt.operation, attempt.number);
    ///     request.headers_mut().insert("x-trace", HeaderValue::try_from(trace)?);
    ///     Ok(())
    /// });
    /// ```
    #[must_use]
    pub fn modify_before_signing(
        mut self,
        hook: impl Fn(&mut Request<Bytes>, &Attempt) -> Result<(), BoxError> + Send + Sync + 'static,
    ) -> Self {
        self.hooks.before.push(Arc::new(hook));
        self
    }

    /// Adds a function that is called after every attempt of every call, with the response (of any status) or the
    /// error. Several functions run in the order in which they were added.
    ///
    /// The function receives the complete response, including sensitive members. An error ends the call with
    /// [`ErrorKind::Hook`](crate::ErrorKind::Hook), although the service may have executed the operation.
    ///
    /// ```
    /// use ferrosmith::client::Config;
    ///
    /// let config = Config::new("eu-central-1").read_after_attempt(|result, attempt| {
    ///     match result {
    ///         Ok(response) => println!("{} {}: {}", attempt.operation, attempt.number, response.status()),
    ///         Err(failure) => println!("{} {}: {failure}", attempt.operation, attempt.number),
    ///     }
    ///     Ok(())
    /// });
    /// ```
    #[must_use]
    pub fn read_after_attempt(
        mut self,
        hook: impl Fn(Result<&Response<Bytes>, &(dyn StdError + Send + Sync + 'static)>, &Attempt) -> Result<(), BoxError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.hooks.after.push(Arc::new(hook));
        self
    }
}

impl Hooks {
    pub(super) fn modify_before_signing(
        &self,
        request: &mut Request<Bytes>,
        attempt: &Attempt,
    ) -> Result<(), BoxError> {
        if self.before.is_empty() {
            return Ok(());
        }
        let length = request.body().len();
        self.before.iter().try_for_each(|hook| hook(request, attempt))?;
        if request.body().len() != length {
            let length = HeaderValue::from(request.body().len());
            request.headers_mut().insert(header::CONTENT_LENGTH, length);
        }
        Ok(())
    }

    pub(super) fn read_after_attempt(&self, result: AttemptResult<'_>, attempt: &Attempt) -> Result<(), BoxError> {
        self.after.iter().try_for_each(|hook| hook(result, attempt))
    }
}

/// Prints the number of hooks.
impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} before signing, {} after attempts", self.before.len(), self.after.len())
    }
}
