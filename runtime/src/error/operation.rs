//! What generated enums of errors have in common.
use super::{Error, ErrorKind, ErrorMetadata, SharedError, write_code_and_message};
use crate::{Schema, Structure, schema::Retry};
use std::{error::Error as StdError, fmt, sync::Arc};

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

/// The source of an error: that of a failure which is none of the service's.
pub fn source(error: &impl OperationError) -> Option<&(dyn StdError + 'static)> {
    error.payload().err()?.failure.as_ref()?.source()
}

/// The error of a service for a failed call, whatever it is that failed.
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

/// An error that the model does not declare for the operation, or, in the error of a service, a call that failed
/// otherwise.
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

    /// The name of the error, where the response gives one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The service's sentence about it, where the response gives one.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What failed, where it is none of the service's errors: no response, say.
    pub fn failure(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.failure.as_deref()
    }
}
