//! Trusted root certificates, and the detection of certificate errors, which are not retried.
use super::ConfigError;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use std::{fmt, io, sync::Arc};

/// Trusted root certificates, instead of Mozilla's list.
#[derive(Clone)]
pub(super) struct Roots(Arc<Vec<CertificateDer<'static>>>);

impl Roots {
    /// Parses the certificates in a PEM text (RFC 7468). Other contents are ignored.
    pub(super) fn from_pem(pem: &[u8]) -> Result<Self, ConfigError> {
        let mut roots = Vec::new();
        let mut store = RootCertStore::empty();
        for (index, certificate) in CertificateDer::pem_slice_iter(pem).enumerate() {
            let invalid = |error: &dyn fmt::Display| {
                ConfigError(format!("certificate {} cannot be read: {error}", index.saturating_add(1)))
            };
            let certificate = certificate.map_err(|error| invalid(&error))?;
            store.add(certificate.clone()).map_err(|error| invalid(&error))?;
            roots.push(certificate);
        }
        if roots.is_empty() {
            let text = "there is no certificate in it, which begins with `-----BEGIN CERTIFICATE-----`";
            return Err(ConfigError(text.to_owned()));
        }
        Ok(Self(Arc::new(roots)))
    }

    /// Loads the root certificates of the operating system. Invalid ones are ignored, as other programs do.
    #[cfg(feature = "native-roots")]
    pub(super) fn native() -> Result<Self, ConfigError> {
        let found = rustls_native_certs::load_native_certs();
        let mut store = RootCertStore::empty();
        let roots: Vec<_> = found.certs.into_iter().filter(|root| store.add(root.clone()).is_ok()).collect();
        if roots.is_empty() {
            let cause = found.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
            return Err(ConfigError(format!("this machine has no root certificates that can be read{cause}")));
        }
        Ok(Self(Arc::new(roots)))
    }

    #[cfg(feature = "client")]
    pub(super) fn to_store(&self) -> RootCertStore {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(self.0.iter().cloned());
        store
    }

    #[cfg(feature = "blocking")]
    pub(super) fn to_ureq(&self) -> ureq::tls::RootCerts {
        self.0.iter().map(|root| ureq::tls::Certificate::from_der(root).to_owned()).into()
    }
}

/// Prints the number of certificates.
impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} certificates", self.0.len())
    }
}

/// Whether the certificate of the peer is missing or not trusted.
pub(super) fn is_certificate_error(error: &rustls::Error) -> bool {
    matches!(error, rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
}

/// Whether the error of a connection wraps a [certificate error](is_certificate_error), possibly more than once.
pub(super) fn contains_certificate_error(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| match inner.downcast_ref() {
        Some(error) => is_certificate_error(error),
        None => inner.downcast_ref().is_some_and(contains_certificate_error),
    })
}
