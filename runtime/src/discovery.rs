//! How the endpoints of operations are discovered, as data. Smithy: "Client endpoint discovery".
use crate::Operation;
#[cfg(feature = "transport")]
use crate::client::discovery::Functions;
use std::fmt;

/// How clients discover the endpoint of an operation (`aws.api#clientDiscoveredEndpoint`): by another operation of its
/// service.
pub struct Discovery {
    /// The name of the operation that discovers endpoints (`aws.api#clientEndpointDiscovery`).
    pub operation: &'static str,
    /// Whether the regional endpoint of the service does not serve the operation.
    pub is_required: bool,
    /// Whether endpoints depend on the operation that is called: the discovery has the input member `Operation`.
    pub is_by_operation: bool,
    /// The input members on which endpoints depend (`aws.api#clientEndpointDiscoveryId`).
    pub identifiers: &'static [&'static str],
    /// The code of the error that says that an endpoint is no longer valid.
    pub error: Option<&'static str>,
    #[cfg(feature = "transport")]
    pub(crate) functions: Functions,
}

impl Discovery {
    /// Declares that endpoints are discovered by the operation `O`.
    pub const fn by<O: Operation + Default>() -> Self {
        Self {
            operation: O::SCHEMA.name,
            is_required: false,
            is_by_operation: false,
            identifiers: &[],
            error: None,
            #[cfg(feature = "transport")]
            functions: Functions::of::<O>(),
        }
    }

    /// Applies `required` of `aws.api#clientDiscoveredEndpoint`.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Declares that the discovery has the input member `Operation`.
    #[must_use]
    pub const fn by_operation(mut self) -> Self {
        self.is_by_operation = true;
        self
    }

    /// Applies `aws.api#clientEndpointDiscoveryId` on these input members.
    #[must_use]
    pub const fn identifiers(mut self, members: &'static [&'static str]) -> Self {
        self.identifiers = members;
        self
    }

    /// Applies `error` of `aws.api#clientEndpointDiscovery`.
    #[must_use]
    pub const fn error(mut self, code: &'static str) -> Self {
        self.error = Some(code);
        self
    }
}

impl fmt::Debug for Discovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, is_required, is_by_operation, identifiers, error, .. } = self;
        let mut printed = f.debug_struct("Discovery");
        printed.field("operation", operation).field("is_required", is_required);
        printed.field("is_by_operation", is_by_operation).field("identifiers", identifiers);
        printed.field("error", error).finish_non_exhaustive()
    }
}
