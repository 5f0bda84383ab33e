//! When clients compute and check checksums (`aws.protocols#httpChecksum`).
use super::Config;
use crate::protocol::content::BodySettings;

/// When a client adds checksums to requests, or checks those of responses:
/// [`Config::request_checksum_calculation`] and [`Config::response_checksum_validation`].
///
/// It matters to services whose model has such checksums (`aws.protocols#httpChecksum`), above all Amazon S3. What single
/// calls ask for is always done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ChecksumPolicy {
    /// `WHEN_SUPPORTED`: for all operations that support it.
    WhenSupported,
    /// `WHEN_REQUIRED`: for requests of operations that require it. Responses are only checked for calls that ask for it.
    #[default]
    WhenRequired,
}

impl Config {
    /// Sets when requests have a checksum of their body. The default is [`ChecksumPolicy::WhenRequired`].
    ///
    /// The algorithm is that of the input member that chooses it (`ChecksumAlgorithm` in Amazon S3), and CRC32 where that
    /// is not set. A request that has an `x-amz-checksum-…` header from another member is sent as it is. A presigned
    /// request has only those that are required or chosen.
    #[must_use]
    pub fn request_checksum_calculation(mut self, policy: ChecksumPolicy) -> Self {
        self.request_checksums = policy;
        self
    }

    /// Sets when the checksums of responses are checked. The default is [`ChecksumPolicy::WhenRequired`]: if the input
    /// member that asks for it (`ChecksumMode` in Amazon S3) is `ENABLED`.
    ///
    /// With [`ChecksumPolicy::WhenSupported`], clients ask for it themselves where the member is not set. A response
    /// without a checksum of its whole body is accepted: objects may have none, or those of their parts. A body that is
    /// not that of its checksum is an [`ErrorKind::Response`](crate::ErrorKind::Response), and is not requested again.
    #[must_use]
    pub fn response_checksum_validation(mut self, policy: ChecksumPolicy) -> Self {
        self.response_checksums = policy;
        self
    }

    /// Returns what the configuration says about bodies.
    pub(super) fn body_settings(&self) -> BodySettings {
        BodySettings {
            compress_from: self.compress_from,
            #[cfg(feature = "checksum")]
            adds_checksums: self.request_checksums == ChecksumPolicy::WhenSupported,
            #[cfg(feature = "checksum")]
            validates_responses: self.response_checksums == ChecksumPolicy::WhenSupported,
        }
    }
}
