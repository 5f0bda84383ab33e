//! What TLS refuses, which no other attempt changes.
use std::io;

/// Whether the peer showed a certificate that nobody here vouches for, or none.
pub(super) fn is_certificate(error: &rustls::Error) -> bool {
    matches!(error, rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
}

/// As [`is_certificate`], within the error of a connection, which may be wrapped more than once.
pub(super) fn is_refused(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| match inner.downcast_ref() {
        Some(error) => is_certificate(error),
        None => inner.downcast_ref().is_some_and(is_refused),
    })
}
