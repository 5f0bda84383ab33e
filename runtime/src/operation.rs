//! Services and operations as data, and the two directions of a call without I/O.
use crate::{
    Endpoint, Error, OperationError, Structure,
    endpoint::{Context, rules::RuleSet},
    error::{
        ConstructionError, ErrorKind, ErrorMetadata, ResponseError, ServiceError, Unhandled, has_sensitive_message,
    },
    protocol::{Call, ErrorDescription, Protocol, content},
};
use bytes::Bytes;
use std::fmt;

/// A service, as generated code describes it.
pub trait Service {
    /// What is the same for all of its operations.
    const SCHEMA: &'static ServiceSchema;
    /// All errors of the service.
    type Error: OperationError;
}

/// What is the same for all operations of a service.
#[derive(Debug)]
pub struct ServiceSchema {
    /// The name of the shape: what `X-Amz-Target` begins with.
    pub name: &'static str,
    /// The version of the API, mostly a date.
    pub version: &'static str,
    /// How its messages are written.
    pub protocol: &'static dyn Protocol,
    /// The name in requests' signatures (`aws.auth#sigv4`); none where requests are not signed.
    pub signing_name: Option<&'static str>,
    /// The first label of the regional host names (`aws.api#service`, `endpointPrefix`).
    pub endpoint_prefix: &'static str,
    /// The name by which configuration and other tools know the service (`aws.api#service`, `sdkId`).
    pub sdk_id: &'static str,
    /// Where its requests go (`smithy.rules#endpointRuleSet`); without rules, to the regional host names.
    pub rules: Option<&'static RuleSet>,
}

/// An operation: its input is the type that implements it.
pub trait Operation: Structure + Sized {
    /// The service that has it.
    type Service: Service;
    /// What it returns.
    type Output: Structure + Default;
    /// How it fails.
    type Error: OperationError + Into<<Self::Service as Service>::Error>;
    /// Its facts.
    const SCHEMA: &'static OperationSchema;

    /// The HTTP request that makes this call, unsigned. An idempotency token that is absent is filled in (UUID v4).
    ///
    /// # Errors
    /// A member that the request cannot do without is absent or empty, or a value has no place in its header.
    #[cfg(feature = "random")]
    fn to_request(&self, endpoint: &Endpoint) -> Result<http::Request<Bytes>, ConstructionError> {
        self.to_request_with(endpoint, &|| uuid::Uuid::new_v4().to_string())
    }

    /// The HTTP request that makes this call, unsigned. An idempotency token that is absent is filled in with what `token`
    /// makes; no two calls may get the same.
    ///
    /// # Errors
    /// A member that the request cannot do without is absent or empty, or a value has no place in its header.
    fn to_request_with(
        &self,
        endpoint: &Endpoint,
        token: &dyn Fn() -> String,
    ) -> Result<http::Request<Bytes>, ConstructionError> {
        request(self, endpoint, token, Some(content::MINIMUM_TO_COMPRESS))
    }

    /// What a response says: the output where the status is 2xx, else the error.
    ///
    /// A member that is `null` is absent, members that the model does not know are passed over, and of a key that is there
    /// twice the last value counts. A `null` in a list or a map is left out, so a list may be shorter than what was sent,
    /// unless the model says `@sparse`; then it is `None`. Of an error as much is read as can be: one oddity costs the
    /// member that it stands in.
    ///
    /// # Errors
    /// The response is an error of the service, or cannot be read.
    fn from_response(response: http::Response<impl Into<Bytes>>) -> Result<Self::Output, Error<Self::Error>> {
        let response = response.map(Into::into);
        let protocol = Self::Service::SCHEMA.protocol;
        if !response.status().is_success() {
            return Err(Error::of::<Self>(ErrorKind::Service(read_error(protocol, &response))));
        }
        let mut output = Self::Output::default();
        match protocol.read_output(&response, &mut output) {
            Ok(()) => Ok(output),
            Err(source) => Err(Error::of::<Self>(ErrorKind::Response(ResponseError::new(&response, source)))),
        }
    }
}

/// The request of a call, compressed from so many bytes on.
pub(crate) fn request<O: Operation>(
    input: &O,
    endpoint: &Endpoint,
    token: &dyn Fn() -> String,
    compress_from: Option<usize>,
) -> Result<http::Request<Bytes>, ConstructionError> {
    let (service, operation) = (O::Service::SCHEMA, O::SCHEMA);
    let mut request = service.protocol.request(&Call { service, operation, input, endpoint, token })?;
    content::finish(operation, &mut request, compress_from)?;
    Ok(request)
}

/// An error that cannot be read is still an error of the service, with its status and request id.
pub(crate) fn read_error<E: OperationError>(
    protocol: &dyn Protocol,
    response: &http::Response<Bytes>,
) -> ServiceError<E> {
    let ErrorDescription { name, alias, message } = protocol.describe_error(response);
    let mut metadata = ErrorMetadata::new(response, alias.or_else(|| name.clone()), message);
    let mut error = E::from_code(name.as_deref(), Unhandled::new(&metadata));
    if let Some(payload) = error.payload_mut() {
        protocol.read_error(response, payload);
        if has_sensitive_message(payload.schema()) {
            metadata.message = None;
        }
    }
    ServiceError { error, metadata }
}

/// The facts of an operation.
pub struct OperationSchema {
    /// The name of the shape.
    pub name: &'static str,
    /// The method (`@http`).
    pub method: &'static str,
    /// The path and query, with labels in braces (`@http`).
    pub uri: &'static str,
    /// The status of success (`@http`).
    pub status: u16,
    /// Whether calling it twice is the same as calling it once (`@idempotent`, `@readonly`).
    pub is_idempotent: bool,
    /// What stands before the host name, with labels in braces (`@endpoint`).
    pub host_prefix: Option<&'static str>,
    /// Whether the body may be compressed with gzip (`@requestCompression`); the feature `gzip` does so.
    pub takes_gzip: bool,
    /// Whether a checksum must be sent (`@httpChecksumRequired`).
    pub needs_md5: bool,
    /// What it says to the endpoint rules, the most specific first.
    pub context: &'static [Context],
    /// Whether it is signed (`@auth`, `@optionalAuth`).
    pub auth: Auth,
    /// Whether the signature leaves the body out (`aws.auth#unsignedPayload`).
    pub has_unsigned_payload: bool,
}

/// Whether the requests of an operation are signed. Smithy 2.0, "Authentication traits".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Auth {
    /// Always.
    #[default]
    Required,
    /// Where the caller has credentials (`@optionalAuth`).
    Optional,
    /// Never (`@auth([])`).
    None,
}

impl OperationSchema {
    /// An operation as RPC protocols send it: `POST /`.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            method: "POST",
            uri: "/",
            status: 200,
            is_idempotent: false,
            host_prefix: None,
            takes_gzip: false,
            needs_md5: false,
            auth: Auth::Required,
            has_unsigned_payload: false,
            context: &[],
        }
    }

    /// `@http`
    #[must_use]
    pub const fn http(mut self, method: &'static str, uri: &'static str, status: u16) -> Self {
        self.method = method;
        self.uri = uri;
        self.status = status;
        self
    }

    /// `@idempotent` or `@readonly`
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.is_idempotent = true;
        self
    }

    /// `@endpoint`
    #[must_use]
    pub const fn host_prefix(mut self, prefix: &'static str) -> Self {
        self.host_prefix = Some(prefix);
        self
    }

    /// `@requestCompression` with gzip
    #[must_use]
    pub const fn gzip(mut self) -> Self {
        self.takes_gzip = true;
        self
    }

    /// `@httpChecksumRequired`
    #[must_use]
    pub const fn md5(mut self) -> Self {
        self.needs_md5 = true;
        self
    }

    /// `smithy.rules#staticContextParams`, `contextParam`, `operationContextParams`
    #[must_use]
    pub const fn context(mut self, context: &'static [Context]) -> Self {
        self.context = context;
        self
    }

    /// `@optionalAuth`
    #[must_use]
    pub const fn optional_auth(mut self) -> Self {
        self.auth = Auth::Optional;
        self
    }

    /// `@auth([])`
    #[must_use]
    pub const fn no_auth(mut self) -> Self {
        self.auth = Auth::None;
        self
    }

    /// `aws.auth#unsignedPayload`
    #[must_use]
    pub const fn unsigned_payload(mut self) -> Self {
        self.has_unsigned_payload = true;
        self
    }
}

impl fmt::Debug for OperationSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.name, self.method, self.uri)
    }
}
