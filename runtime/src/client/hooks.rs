//! Functions of the user's that see every attempt of a call.
//!
//! They are named after the interceptors of the AWS SDK for Rust.
use super::Config;
use crate::error::BoxError;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use std::{error::Error as StdError, fmt, sync::Arc};

/// An attempt of a call, as [`Config::modify_before_signing`] and [`Config::read_after_attempt`] see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Attempt {
    /// The name of the service (`FSx`).
    pub service: &'static str,
    /// The name of the operation in the model (`CreateBackup`).
    pub operation: &'static str,
    /// 1 for the first attempt of a call.
    pub number: u32,
}

type Before = dyn Fn(&mut Request<Bytes>, &Attempt) -> Result<(), BoxError> + Send + Sync;
type Answer<'a> = Result<&'a Response<Bytes>, &'a (dyn StdError + Send + Sync + 'static)>;
type After = dyn Fn(Answer<'_>, &Attempt) -> Result<(), BoxError> + Send + Sync;

/// In the order in which they were added.
#[derive(Clone, Default)]
pub(super) struct Hooks {
    before: Vec<Arc<Before>>,
    after: Vec<Arc<After>>,
}

impl Config {
    /// A function that sees each request before it is signed, every attempt of every call, and may change it: add a header
    /// for tracing, say. What it changes is signed. Several run in the order in which they were added.
    ///
    /// It sees all of the request but signature and credentials: what the model calls sensitive too. An error ends the call
    /// with [`ErrorKind::Hook`](crate::ErrorKind::Hook), unsent. Requests for credentials, and those presigned, do not pass
    /// here.
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

    /// A function that sees how each attempt of every call ended: the response, whatever its status, or why there is none.
    /// Several run in the order in which they were added.
    ///
    /// It sees all of the response: what the model calls sensitive too. An error ends the call with
    /// [`ErrorKind::Hook`](crate::ErrorKind::Hook), though the service may have done what it was asked.
    ///
    /// ```
    /// use ferrosmith::client::Config;
    ///
    /// let config = Config::new("eu-central-1").read_after_attempt(|answer, attempt| {
    ///     match answer {
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

    pub(super) fn read_after_attempt(&self, answer: Answer<'_>, attempt: &Attempt) -> Result<(), BoxError> {
        self.after.iter().try_for_each(|hook| hook(answer, attempt))
    }
}

/// How many there are.
impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} before signing, {} after attempts", self.before.len(), self.after.len())
    }
}
