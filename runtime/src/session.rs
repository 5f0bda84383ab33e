//! The operation that creates sessions.
#[cfg(feature = "transport")]
use crate::client::sessions::{self, Get};
use crate::{Operation, OperationSchema};

/// The operation of a service that creates sessions (`ferrosmith#sessionCredentials`). Clients call it if an endpoint
/// asks for signatures with the credentials of a session, the authentication scheme `sigv4-s3express`.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct SessionOperation {
    /// The operation.
    pub operation: &'static OperationSchema,
    /// The endpoint parameter whose value a session belongs to.
    pub parameter: &'static str,
    /// The input member that gets this value.
    pub member: &'static str,
    /// The output member with the credentials: names of members, separated by dots.
    pub credentials: &'static str,
    /// Returns the credentials of a session. Only a service with sessions refers to this code.
    #[cfg(feature = "transport")]
    pub(crate) get: Get,
}

impl SessionOperation {
    /// Applies `ferrosmith#sessionCredentials`.
    pub const fn new<O: Operation + Default>(
        parameter: &'static str,
        member: &'static str,
        credentials: &'static str,
    ) -> Self {
        Self {
            operation: O::SCHEMA,
            parameter,
            member,
            credentials,
            #[cfg(feature = "transport")]
            get: sessions::get::<O>,
        }
    }
}
