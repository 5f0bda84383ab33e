//! What can go wrong with a call.
use crate::{Schema, Structure, schema::Retry, shown::Shown};
use bytes::Bytes;
use http::Response;
use std::{error::Error as StdError, fmt, sync::Arc};

/// The source of an error.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The source of an error that several calls share.
pub type SharedError = Arc<dyn StdError + Send + Sync>;

/// Why a call failed; `E` is the error of the operation, or of its service.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be made: a required member is absent, say. Nothing was sent.
    Construction(ConstructionError),
    /// There were no credentials, or they could not sign. Nothing was sent.
    Credentials(SharedError),
    /// No response arrived.
    Transport(BoxError),
    /// No response arrived in time.
    Timeout(BoxError),
    /// The service says that it succeeded, in a way that cannot be read.
    Response(Box<ResponseError>),
    /// The service says that it failed.
    Service(Box<ServiceError<E>>),
}

/// What the service says of its failure.
#[derive(Debug)]
#[non_exhaustive]
pub struct ServiceError<E> {
    /// The error, as the model declares it.
    pub error: E,
    /// What is the same for all errors.
    pub metadata: ErrorMetadata,
}

/// What is the same for all errors of a service.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ErrorMetadata {
    /// The HTTP status.
    pub status: u16,
    /// The name of the error.
    pub code: Option<String>,
    /// The service's sentence about it. One that the model calls sensitive is a member of the error alone.
    pub message: Option<String>,
    /// What AWS support asks for.
    pub request_id: Option<String>,
}

impl ErrorMetadata {
    pub(crate) fn new(response: &Response<Bytes>, code: Option<String>, message: Option<String>) -> Self {
        Self { status: response.status().as_u16(), code, message, request_id: request_id(response) }
    }
}

/// AWS services write the id of a request into one of these headers.
pub(crate) fn request_id(response: &Response<Bytes>) -> Option<String> {
    let names = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];
    names.iter().find_map(|name| Some(response.headers().get(*name)?.to_str().ok()?.to_owned()))
}

/// A response that says it succeeded, and cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct ResponseError {
    /// The HTTP status.
    pub status: u16,
    /// What AWS support asks for.
    pub request_id: Option<String>,
    /// What is wrong with it.
    pub source: BoxError,
}

impl<E> Error<E> {
    pub(crate) fn response(response: &Response<Bytes>, source: BoxError) -> Self {
        let request_id = request_id(response);
        Self::Response(Box::new(ResponseError { status: response.status().as_u16(), request_id, source }))
    }

    /// The error of the service, where that is what failed.
    pub fn service(&self) -> Option<&E> {
        match self {
            Self::Service(error) => Some(&error.error),
            _ => None,
        }
    }

    /// The same failure with the error of the service converted: `error.cast::<fsx::Error>()`.
    pub fn cast<F: From<E>>(self) -> Error<F> {
        match self {
            Self::Construction(error) => Error::Construction(error),
            Self::Credentials(error) => Error::Credentials(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::Response(error) => Error::Response(error),
            Self::Service(error) => {
                let ServiceError { error, metadata } = *error;
                Error::Service(Box::new(ServiceError { error: error.into(), metadata }))
            }
        }
    }

    fn metadata(&self) -> Option<&ErrorMetadata> {
        match self {
            Self::Service(error) => Some(&error.metadata),
            _ => None,
        }
    }

    /// The name of the service's error.
    pub fn code(&self) -> Option<&str> {
        self.metadata()?.code.as_deref()
    }

    /// The service's sentence about its error.
    pub fn message(&self) -> Option<&str> {
        self.metadata()?.message.as_deref()
    }

    /// The id of the request, for AWS support.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Service(error) => error.metadata.request_id.as_deref(),
            Self::Response(error) => error.request_id.as_deref(),
            _ => None,
        }
    }

    /// The HTTP status, where a response arrived.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Service(error) => Some(error.metadata.status),
            Self::Response(error) => Some(error.status),
            _ => None,
        }
    }
}

/// Codes of AWS services that ask for fewer requests.
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

/// Codes of AWS services that pass by themselves.
const TRANSIENT_CODES: &[&str] = &["InternalError", "RequestTimeout", "RequestTimeoutException"];

impl<E: OperationError> Error<E> {
    /// Whether the same call may succeed when it is made again: what the model says of the error (`@retryable`),
    /// throttling and transient codes, and the statuses 429, 500, 502, 503 and 504.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Construction(_) | Self::Credentials(_) | Self::Response(_) => false,
            Self::Transport(_) | Self::Timeout(_) => true,
            Self::Service(error) => {
                let ErrorMetadata { status, code, .. } = &error.metadata;
                error.error.retry().is_some()
                    || self.is_throttle()
                    || matches!(status, 500 | 502 | 503 | 504)
                    || code.as_deref().is_some_and(|code| TRANSIENT_CODES.contains(&code))
            }
        }
    }

    /// Whether the service asks for fewer requests.
    pub fn is_throttle(&self) -> bool {
        let Self::Service(error) = self else { return false };
        error.error.retry() == Some(Retry::Throttle)
            || error.metadata.status == 429
            || error.metadata.code.as_deref().is_some_and(|code| THROTTLE_CODES.contains(&code))
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Construction(error) => write!(f, "the request cannot be made: {error}"),
            Self::Credentials(error) => write!(f, "no usable credentials: {error}"),
            Self::Transport(error) => write!(f, "no response: {error}"),
            Self::Timeout(error) => write!(f, "no response in time: {error}"),
            Self::Response(error) => {
                write!(f, "the response (status {}", error.status)?;
                write_request_id(error.request_id.as_deref(), f)?;
                write!(f, ") cannot be read: {}", error.source)
            }
            Self::Service(error) => {
                let ErrorMetadata { status, code, message, request_id } = &error.metadata;
                write_code_and_message(code.as_deref(), message.as_deref(), f)?;
                write!(f, " (status {status}")?;
                write_request_id(request_id.as_deref(), f)?;
                f.write_str(")")
            }
        }
    }
}

fn write_request_id(request_id: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    request_id.map_or(Ok(()), |id| write!(f, ", request id {}", Shown(id)))
}

fn write_code_and_message(code: Option<&str>, message: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{}", Shown(code.unwrap_or("an error without a code")))?;
    message.map_or(Ok(()), |message| write!(f, ": {}", Shown(message)))
}

impl<E: StdError + 'static> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Construction(error) => Some(error),
            Self::Credentials(error) => Some(&**error),
            Self::Transport(error) | Self::Timeout(error) => Some(&**error),
            Self::Response(error) => Some(&*error.source),
            Self::Service(error) => Some(&error.error),
        }
    }
}

/// The error of an operation or a service: an enum of error structures.
pub trait OperationError: StdError + Send + Sync + Sized + 'static {
    /// The codes of the declared errors.
    const CODES: &'static [&'static str];
    /// The variant for the code at `index` of [`CODES`](Self::CODES), not filled in yet; `otherwise` where there is none.
    fn new(index: usize, otherwise: Unhandled) -> Self;
    /// The members of a declared error, or what is known of one that is not declared.
    ///
    /// # Errors
    /// The error is not declared.
    fn payload(&self) -> Result<&dyn Structure, &Unhandled>;
    /// The members of a declared error, to fill in.
    fn payload_mut(&mut self) -> Option<&mut dyn Structure>;
    /// The variant for this code, not filled in yet; `otherwise` where no declared error has it.
    fn from_code(code: Option<&str>, otherwise: Unhandled) -> Self {
        let index = code.and_then(|code| Self::CODES.iter().position(|declared| *declared == code));
        Self::new(index.unwrap_or(usize::MAX), otherwise)
    }
    /// The name of the error.
    fn code(&self) -> Option<&str> {
        match self.payload() {
            Ok(payload) => Some(payload.schema().name),
            Err(unhandled) => unhandled.code(),
        }
    }
    /// Whether the model says that the same call may succeed when it is made again (`@retryable`).
    fn retry(&self) -> Option<Retry> {
        self.payload().ok()?.schema().retry
    }
}

/// Writes the code of an error, and its message where it has one.
///
/// # Errors
/// The formatter's own.
pub fn display(error: &impl OperationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let message = error.payload().ok().and_then(|payload| {
        let (index, _) = message_member(payload.schema()).filter(|(_, is_sensitive)| !is_sensitive)?;
        match payload.get(index) {
            crate::Ref::String(text) => Some(text),
            _ => None,
        }
    });
    write_code_and_message(error.code(), message, f)
}

/// The member that holds the sentence of an error, and whether it is sensitive.
fn message_member(schema: &Schema) -> Option<(usize, bool)> {
    let is_message = |name: &str| name.eq_ignore_ascii_case("message") || name.eq_ignore_ascii_case("errorMessage");
    let (index, member) = schema.find(0, |member| is_message(member.name))?;
    Some((index, schema.is_sensitive || member.is_sensitive))
}

/// Whether the sentence of an error must not be printed.
pub(crate) fn has_sensitive_message(schema: &Schema) -> bool {
    message_member(schema).is_some_and(|(_, is_sensitive)| is_sensitive)
}

/// An error that the model does not declare for the operation, or that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unhandled {
    code: Option<Box<str>>,
    message: Option<Box<str>>,
}

impl Unhandled {
    pub(crate) fn new(metadata: &ErrorMetadata) -> Self {
        Self { code: metadata.code.as_deref().map(Into::into), message: metadata.message.as_deref().map(Into::into) }
    }

    /// The name of the error, where the response gives one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The service's sentence about it, where the response gives one.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

/// Why a request could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConstructionError {
    /// A member that is a part of the path or the host name is absent or empty.
    MissingLabel(&'static str),
    /// A member that is a part of the path or the host name has a value that would change its meaning (`.`, `..`, `/` in a host).
    InvalidLabel(&'static str),
    /// A member has a value that its header cannot hold.
    InvalidHeader(&'static str),
    /// A union of this name has a member that this version does not know.
    UnknownMember(&'static str),
    /// The body could not be written.
    Body(BoxError),
    /// The body could not be compressed.
    Compression(std::io::Error),
    /// The parts do not make a request.
    Http(http::Error),
    /// There is nowhere to send it: no Region is set, say.
    Endpoint(BoxError),
    /// The clock tells a time that no signature can bear.
    Clock(BoxError),
    /// The transport does not send such requests.
    Refused(BoxError),
}

impl fmt::Display for ConstructionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingLabel(member) => write!(f, "`{member}` is a part of the URI and must not be absent or empty"),
            Self::InvalidLabel(member) => write!(f, "`{member}` has a value that cannot be a part of the URI"),
            Self::InvalidHeader(member) => write!(f, "`{member}` has a value that a header cannot hold"),
            Self::UnknownMember(union) => {
                write!(f, "the body cannot be written: a member of the union {union} that is not known cannot be sent")
            }
            Self::Body(error) => write!(f, "the body cannot be written: {error}"),
            Self::Compression(error) => write!(f, "the body cannot be compressed: {error}"),
            Self::Http(error) => write!(f, "{error}"),
            Self::Endpoint(error) => write!(f, "it has no endpoint: {error}"),
            Self::Clock(error) => write!(f, "it cannot be signed: {error}"),
            Self::Refused(error) => write!(f, "the transport refuses it: {error}"),
        }
    }
}

impl StdError for ConstructionError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Compression(error) => Some(error),
            Self::Http(error) => Some(error),
            Self::Body(error) | Self::Endpoint(error) | Self::Clock(error) | Self::Refused(error) => Some(&**error),
            _ => None,
        }
    }
}

impl From<http::Error> for ConstructionError {
    fn from(error: http::Error) -> Self {
        Self::Http(error)
    }
}
