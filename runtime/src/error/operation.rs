//! The common interface of generated error enums.
use super::{Error, ErrorKind, ErrorMetadata, SharedError, write_code_and_message};
use crate::{Schema, Structure, schema::Retry};
use std::{error::Error as StdError, fmt, sync::Arc};

/// The error type of an operation or a service: an enum of error structures.
pub trait OperationError: StdError + Send + Sync + Sized + 'static {
    /// The codes of the declared errors.
    const CODES: &'static [&'static str];
    /// Returns an empty error for the code at `index` of [`CODES`](Self::CODES), or `otherwise` if the index is out of
    /// range.
    fn new(index: usize, otherwise: Unhandled) -> Self;
    /// Returns the members of a declared error.
    ///
    /// # Errors
    /// Returns the undeclared error.
    fn payload(&self) -> Result<&dyn Structure, &Unhandled>;
    /// Returns the members of a declared error, to be filled in.
    fn payload_mut(&mut self) -> Option<&mut dyn Structure>;
    /// Returns an empty error for this code, or `otherwise` if no declared error has it.
    fn from_code(code: Option<&str>, otherwise: Unhandled) -> Self {
        let index = code.and_then(|code| Self::CODES.iter().position(|declared| *declared == code));
        Self::new(index.unwrap_or(usize::MAX), otherwise)
    }
    /// Returns the error code.
    fn code(&self) -> Option<&str> {
        match self.payload() {
            Ok(payload) => Some(payload.schema().name),
            Err(unhandled) => unhandled.code(),
        }
    }
    /// Returns whether the error is retryable or a throttling error according to the model (`@retryable`).
    fn retry(&self) -> Option<Retry> {
        self.payload().ok()?.schema().retry
    }
}

/// Writes the code of an error, and its message if it has one.
///
/// # Errors
/// Returns an error if the formatter does.
pub fn display(error: &impl OperationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Err(Unhandled { failure: Some(failure), .. }) = error.payload() {
        return fmt::Display::fmt(failure, f);
    }
    let message = error.payload().ok().and_then(|payload| {
        let (index, _) = message_member(payload.schema()).filter(|(_, is_sensitive)| !is_sensitive)?;
        match payload.get(index) {
            crate::Ref::String(text) => Some(text),
            _ => None,
        }
    });
    write_code_and_message(error.code(), message, f)
}

/// Returns the source of an error: only a failed call that is not an error of the service has one.
pub fn source(error: &impl OperationError) -> Option<&(dyn StdError + 'static)> {
    error.payload().err()?.failure.as_ref()?.source()
}

/// Converts any failed call to the error type of its service.
pub fn of_service<E: OperationError, S: OperationError + From<E>>(error: Error<E>) -> S {
    let context = error.0.context;
    match error.0.kind {
        ErrorKind::Service(service) => service.error.into(),
        kind => {
            let failure: Error<Unhandled> = Error::new(kind.map(|_| Unhandled::default()), context);
            S::new(usize::MAX, Unhandled { failure: Some(Arc::new(failure)), ..Unhandled::default() })
        }
    }
}

/// Returns the index of the member with the error message, and whether it is sensitive.
fn message_member(schema: &Schema) -> Option<(usize, bool)> {
    let is_message = |name: &str| name.eq_ignore_ascii_case("message") || name.eq_ignore_ascii_case("errorMessage");
    let (index, member) = schema.find(0, |member| is_message(member.name))?;
    Some((index, schema.is_sensitive || member.is_sensitive))
}

/// Whether the message of an error must not be printed.
pub(crate) fn has_sensitive_message(schema: &Schema) -> bool {
    message_member(schema).is_some_and(|(_, is_sensitive)| is_sensitive)
}

/// An error that the model does not declare for the operation. In the error type of a service, also any other failure
/// of a call.
#[derive(Clone, Debug, Default)]
pub struct Unhandled {
    code: Option<Box<str>>,
    message: Option<Box<str>>,
    failure: Option<SharedError>,
}

impl Unhandled {
    pub(crate) fn new(metadata: &ErrorMetadata) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(Into::into);
        Self { code: text(&metadata.code), message: text(&metadata.message), failure: None }
    }

    /// Returns the error code, if the response has one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the error message, if the response has one.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the failure, if it is not an error that the service reported: for example, no response was received.
    pub fn failure(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.failure.as_deref()
    }
}
