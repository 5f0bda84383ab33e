//! Authentication schemes. Smithy 2.0, "Authentication traits" and "AWS authentication traits".

/// An authentication scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthScheme {
    /// Signature Version 4 (`aws.auth#sigv4`).
    SigV4,
    /// Signature Version 4A, which is valid in several Regions (`aws.auth#sigv4a`). It requires the feature `sigv4a`.
    SigV4a,
    /// Signature Version 4 with the credentials of a session (`sigv4-s3express`), which some endpoints ask for.
    SigV4S3Express,
    /// A bearer token (`smithy.api#httpBearerAuth`).
    HttpBearer,
    /// None: requests may be anonymous (`smithy.api#optionalAuth`).
    NoAuth,
}

#[cfg(feature = "sign")]
impl AuthScheme {
    /// Whether this is a signature.
    pub(crate) fn is_signature(self) -> bool {
        matches!(self, Self::SigV4 | Self::SigV4a | Self::SigV4S3Express)
    }

    /// Whether the enabled features support it.
    #[cfg(feature = "transport")]
    pub(crate) fn is_supported(self) -> bool {
        self != Self::SigV4a || cfg!(feature = "sigv4a")
    }

    /// Parses the name of a scheme, which is the last part of its shape id; `None` for schemes that this crate lacks.
    #[cfg(feature = "transport")]
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "sigv4" => Self::SigV4,
            "sigv4a" => Self::SigV4a,
            "sigv4-s3express" => Self::SigV4S3Express,
            "httpBearerAuth" => Self::HttpBearer,
            "noAuth" => Self::NoAuth,
            _ => return None,
        })
    }
}
