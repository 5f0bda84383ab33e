//! The errors of calls.
mod construction;
mod operation;

pub use construction::ConstructionError;
pub(crate) use operation::has_sensitive_message;
pub use operation::{OperationError, Unhandled};
#[doc(hidden)]
pub use operation::{display, of_service, source};

use crate::{Operation, OperationSchema, Service, ServiceSchema, printable::Printable, schema::Retry};
use bytes::Bytes;
use http::Response;
use std::{error::Error as StdError, fmt, sync::Arc};

/// A boxed error, as the source of another.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// A shared error, as the source of errors of several calls.
pub type SharedError = Arc<dyn StdError + Send + Sync>;

/// Why a call failed; `E` is the error type of the operation or of its service.
///
/// `Display` prints one sentence without the cause, which is the [`source`](StdError::source); [`report`](Self::report)
/// prints both. The operator `?` converts it to the error type of the service, such as `fsx::Error`;
/// [`cast`](Self::cast) does so and keeps the details of the call.
pub struct Error<E>(Box<Inner<E>>);

struct Inner<E> {
    kind: ErrorKind<E>,
    context: Context,
}

/// The call that failed.
struct Context {
    service: &'static ServiceSchema,
    operation: &'static OperationSchema,
    attempts: u32,
    host: Option<Box<str>>,
}

/// The kind of a failure.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind<E> {
    /// The request could not be built, for example because a required member is missing. Nothing was sent.
    Construction(ConstructionError),
    /// No credentials were available, or they could not sign the request. Nothing was sent.
    Credentials(SharedError),
    /// No response was received.
    Transport(BoxError),
    /// No response was received in time.
    Timeout(BoxError),
    /// A hook of the configuration (`Config::modify_before_signing`, `Config::read_after_attempt`) ended the call.
    Hook(BoxError),
    /// The service reports success, but its response cannot be parsed.
    Response(ResponseError),
    /// The service reports an error.
    Service(ServiceError<E>),
}

impl<E> ErrorKind<E> {
    fn map<F>(self, convert: impl FnOnce(E) -> F) -> ErrorKind<F> {
        match self {
            Self::Construction(error) => ErrorKind::Construction(error),
            Self::Credentials(error) => ErrorKind::Credentials(error),
            Self::Transport(error) => ErrorKind::Transport(error),
            Self::Timeout(error) => ErrorKind::Timeout(error),
            Self::Hook(error) => ErrorKind::Hook(error),
            Self::Response(error) => ErrorKind::Response(error),
            Self::Service(ServiceError { error, metadata }) => {
                ErrorKind::Service(ServiceError { error: convert(error), metadata })
            }
        }
    }
}

/// An error that the service reports.
#[derive(Debug)]
#[non_exhaustive]
pub struct ServiceError<E> {
    /// The error, as the model declares it.
    pub error: E,
    /// The data that all errors have.
    pub metadata: ErrorMetadata,
}

/// The data that all errors of a service have.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ErrorMetadata {
    /// The HTTP status.
    pub status: u16,
    /// The error code, usually the name of its shape.
    pub code: Option<String>,
    /// The error message. A message that the model marks as sensitive is only a member of the error itself.
    pub message: Option<String>,
    /// The request id, for AWS support.
    pub request_id: Option<String>,
    /// The beginning of the body if it is not an error of the protocol: the page of a proxy, for example.
    pub excerpt: Option<String>,
}

impl ErrorMetadata {
    pub(crate) fn new(response: &Response<Bytes>, code: Option<String>, message: Option<String>) -> Self {
        let excerpt = if code.is_none() && message.is_none() { excerpt(response.body()) } else { None };
        Self { status: response.status().as_u16(), code, message, request_id: request_id(response), excerpt }
    }
}

/// Returns the beginning of a body, unless it is JSON or a CBOR map, whose members may be secret.
fn excerpt(body: &[u8]) -> Option<String> {
    // No text in UTF-8 begins with such a byte, and neither does a page in a Latin script.
    if matches!(body.first(), Some(0xa0..0xc0)) {
        return None;
    }
    const MAX_CHARS: usize = 200;
    // A character takes up to four bytes.
    let start = body.get(..4 * MAX_CHARS).unwrap_or(body);
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim();
    (!text.is_empty() && !text.starts_with(['{', '['])).then(|| text.chars().take(MAX_CHARS).collect())
}

/// Returns the request id, which AWS services send in one of these headers.
pub(crate) fn request_id(response: &Response<Bytes>) -> Option<String> {
    let names = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];
    names.iter().find_map(|name| Some(response.headers().get(*name)?.to_str().ok()?.to_owned()))
}

/// A successful response that cannot be parsed.
#[derive(Debug)]
#[non_exhaustive]
pub struct ResponseError {
    /// The HTTP status.
    pub status: u16,
    /// The request id, for AWS support.
    pub request_id: Option<String>,
    /// What is wrong with the response.
    pub source: BoxError,
}

impl ResponseError {
    pub(crate) fn new(response: &Response<Bytes>, source: BoxError) -> Self {
        Self { status: response.status().as_u16(), request_id: request_id(response), source }
    }
}

impl<E> Error<E> {
    /// Creates an error of the operation `O`, with one attempt.
    pub(crate) fn for_operation<O: Operation>(kind: ErrorKind<E>) -> Self {
        Self::of_call(O::Service::SCHEMA, O::SCHEMA, kind)
    }

    /// Creates an error of an operation, with one attempt.
    pub(crate) fn of_call(
        service: &'static ServiceSchema,
        operation: &'static OperationSchema,
        kind: ErrorKind<E>,
    ) -> Self {
        Self::new(kind, Context { service, operation, attempts: 1, host: None })
    }

    fn new(kind: ErrorKind<E>, context: Context) -> Self {
        Self(Box::new(Inner { kind, context }))
    }

    #[cfg(feature = "transport")]
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.context.attempts = attempts;
        self
    }

    #[cfg(feature = "transport")]
    pub(crate) fn with_host(mut self, host: Option<&str>) -> Self {
        self.0.context.host = host.map(Into::into);
        self
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> &ErrorKind<E> {
        &self.0.kind
    }

    /// Consumes the error and returns the kind of the failure.
    pub fn into_kind(self) -> ErrorKind<E> {
        self.0.kind
    }

    /// Returns the name of the operation in the model (`CreateBackup`).
    pub fn operation(&self) -> &'static str {
        self.0.context.operation.name
    }

    /// Returns the number of attempts; 0 if nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.context.attempts
    }

    /// Returns the error and its causes in one line, for programs that print an error and exit.
    pub fn report(&self) -> impl fmt::Display + '_
    where
        E: fmt::Debug + 'static,
    {
        Report(self)
    }

    /// Returns the error of the service, if the service reported one.
    pub fn service(&self) -> Option<&E> {
        match self.kind() {
            ErrorKind::Service(error) => Some(&error.error),
            _ => None,
        }
    }

    /// Converts the error of the service and keeps everything else: `error.cast::<fsx::Error>()`.
    pub fn cast<F: From<E>>(self) -> Error<F> {
        Error::new(self.0.kind.map(F::from), self.0.context)
    }

    fn metadata(&self) -> Option<&ErrorMetadata> {
        match self.kind() {
            ErrorKind::Service(error) => Some(&error.metadata),
            _ => None,
        }
    }

    /// Returns the error code, if the service reported one.
    pub fn code(&self) -> Option<&str> {
        self.metadata()?.code.as_deref()
    }

    /// Whether the service says that nothing is left to do: what was to be created exists, or what was to be deleted does
    /// not (`@idempotent`, `exists` and `notFound`). Always `false` for operations whose model does not say so. With
    /// `Settings::already_so`, such calls succeed.
    pub fn is_already_so(&self) -> bool {
        self.code().is_some_and(|code| self.0.context.operation.already_so.contains(&code))
    }

    /// Returns the error message, if the service reported one.
    pub fn message(&self) -> Option<&str> {
        self.metadata()?.message.as_deref()
    }

    /// Returns the request id, for AWS support.
    pub fn request_id(&self) -> Option<&str> {
        match self.kind() {
            ErrorKind::Service(error) => error.metadata.request_id.as_deref(),
            ErrorKind::Response(error) => error.request_id.as_deref(),
            _ => None,
        }
    }

    /// Returns the HTTP status, if a response was received.
    pub fn status(&self) -> Option<u16> {
        match self.kind() {
            ErrorKind::Service(error) => Some(error.metadata.status),
            ErrorKind::Response(error) => Some(error.status),
            _ => None,
        }
    }
}

/// The error codes of AWS services that mean throttling.
const THROTTLE_CODES: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// The error codes of AWS services that mean a transient failure.
const TRANSIENT_CODES: &[&str] = &["InternalError", "RequestTimeout", "RequestTimeoutException"];

impl<E: OperationError> Error<E> {
    /// Whether the same call may succeed if it is repeated. That is so for errors that the model marks as `@retryable`,
    /// for throttling and transient error codes, for the statuses 429, 500, 502, 503 and 504, and if no response was
    /// received.
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Construction(_) | ErrorKind::Credentials(_) | ErrorKind::Response(_) | ErrorKind::Hook(_) => {
                false
            }
            ErrorKind::Transport(_) | ErrorKind::Timeout(_) => true,
            ErrorKind::Service(error) => error.is_retryable(),
        }
    }

    /// Whether the service is throttling the caller.
    pub fn is_throttle(&self) -> bool {
        matches!(self.kind(), ErrorKind::Service(error) if error.is_throttle())
    }
}

impl<E: OperationError> ServiceError<E> {
    pub(crate) fn is_retryable(&self) -> bool {
        let ErrorMetadata { status, code, .. } = &self.metadata;
        self.error.retry().is_some()
            || self.is_throttle()
            || matches!(status, 500 | 502 | 503 | 504)
            || code.as_deref().is_some_and(|code| TRANSIENT_CODES.contains(&code))
    }

    pub(crate) fn is_throttle(&self) -> bool {
        self.error.retry() == Some(Retry::Throttle)
            || self.metadata.status == 429
            || self.metadata.code.as_deref().is_some_and(|code| THROTTLE_CODES.contains(&code))
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Context { service, operation, attempts, host } = &self.0.context;
        write!(f, "{} {}: ", service.sdk_id, operation.name)?;
        let mut details = Details::default();
        match self.kind() {
            ErrorKind::Construction(_) => f.write_str("the request cannot be made")?,
            ErrorKind::Credentials(_) => f.write_str("no usable credentials")?,
            ErrorKind::Transport(_) => write_no_response("", host.as_deref(), f)?,
            ErrorKind::Timeout(_) => write_no_response(" in time", host.as_deref(), f)?,
            ErrorKind::Hook(_) => f.write_str("a hook of the configuration ended the call")?,
            ErrorKind::Response(error) => {
                f.write_str("the response cannot be read")?;
                details.response(error.status, error.request_id.as_deref());
            }
            ErrorKind::Service(error) => {
                let ErrorMetadata { status, code, message, request_id, excerpt } = &error.metadata;
                write_code_and_message(code.as_deref(), message.as_deref(), f)?;
                excerpt.as_ref().map_or(Ok(()), |text| write!(f, ": `{}`", Printable(text)))?;
                details.response(*status, request_id.as_deref());
            }
        }
        if *attempts > 1 {
            details.0.push(format!("{attempts} attempts"));
        }
        if details.0.is_empty() { Ok(()) } else { write!(f, " ({})", details.0.join(", ")) }
    }
}

/// The details in parentheses at the end of a message.
#[derive(Default)]
struct Details(Vec<String>);

impl Details {
    fn response(&mut self, status: u16, request_id: Option<&str>) {
        self.0.push(format!("status {status}"));
        self.0.extend(request_id.map(|id| format!("request id {}", Printable(id))));
    }
}

/// Prints an error and its chain of sources.
pub(crate) struct Report<'a>(pub(crate) &'a dyn StdError);

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)?;
        let mut next = self.0.source();
        while let Some(source) = next {
            write!(f, ": {source}")?;
            next = source.source();
        }
        Ok(())
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Context { service, operation, attempts, host } = &self.0.context;
        let mut printed = f.debug_struct("Error");
        printed.field("service", &service.sdk_id).field("operation", &operation.name);
        printed.field("attempts", attempts).field("host", host).field("kind", self.kind()).finish()
    }
}

fn write_no_response(in_time: &str, host: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "no response{in_time}")?;
    host.map_or(Ok(()), |host| write!(f, " from {}", Printable(host)))
}

fn write_code_and_message(code: Option<&str>, message: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{}", Printable(code.unwrap_or("an error without a code")))?;
    message.map_or(Ok(()), |message| write!(f, ": {}", Printable(message)))
}

impl<E: fmt::Debug + 'static> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.kind() {
            ErrorKind::Construction(error) => Some(error),
            ErrorKind::Credentials(error) => Some(&**error),
            ErrorKind::Transport(error) | ErrorKind::Timeout(error) | ErrorKind::Hook(error) => Some(&**error),
            ErrorKind::Response(error) => Some(&*error.source),
            // `Display` already contains the code and the message.
            ErrorKind::Service(_) => None,
        }
    }
}
