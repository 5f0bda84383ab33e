//! The checksum algorithms and their digests.
use crc::{CRC_32_ISCSI, CRC_32_ISO_HDLC, CRC_64_NVME, Crc, Table};
use http::HeaderName;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};
use twox_hash::{XxHash3_64, XxHash3_128, XxHash64};

// Sixteen bytes at a time: 16 or 32 KiB of table each, for six times the speed of one byte at a time.
static CRC32: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISO_HDLC);
static CRC32C: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);
static CRC64NVME: Crc<u64, Table<16>> = Crc::<u64, Table<16>>::new(&CRC_64_NVME);

/// A checksum algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Crc64Nvme,
    Crc32C,
    Crc32,
    XxHash3,
    XxHash64,
    XxHash128,
    Sha1,
    Sha256,
    Sha512,
    Md5,
}

impl Algorithm {
    /// All algorithms, in the order in which the checksums of a response are looked for: the AWS SDKs begin with the same
    /// three, and have SHA-1 before SHA-256.
    pub(super) const ALL: [Self; 10] = [
        Self::Crc64Nvme,
        Self::Crc32C,
        Self::Crc32,
        Self::XxHash3,
        Self::XxHash64,
        Self::XxHash128,
        Self::Sha1,
        Self::Sha256,
        Self::Sha512,
        Self::Md5,
    ];

    /// Returns the algorithm of this name; models and headers have it in upper case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    /// Returns the name in models.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Crc64Nvme => "CRC64NVME",
            Self::Crc32C => "CRC32C",
            Self::Crc32 => "CRC32",
            Self::XxHash3 => "XXHASH3",
            Self::XxHash64 => "XXHASH64",
            Self::XxHash128 => "XXHASH128",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
            Self::Md5 => "MD5",
        }
    }

    /// Returns the name of its header: `x-amz-checksum-` and the name in lower case.
    pub(super) const fn header(self) -> HeaderName {
        HeaderName::from_static(match self {
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Crc32C => "x-amz-checksum-crc32c",
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::XxHash3 => "x-amz-checksum-xxhash3",
            Self::XxHash64 => "x-amz-checksum-xxhash64",
            Self::XxHash128 => "x-amz-checksum-xxhash128",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
            Self::Sha512 => "x-amz-checksum-sha512",
            Self::Md5 => "x-amz-checksum-md5",
        })
    }

    /// Returns the number of bytes of its digests.
    pub(super) const fn digest_len(self) -> usize {
        match self {
            Self::Crc32C | Self::Crc32 => 4,
            Self::Crc64Nvme | Self::XxHash3 | Self::XxHash64 => 8,
            Self::XxHash128 | Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    /// Returns the digest of a body. Numbers are big-endian; the seed of xxHash is 0.
    pub(super) fn digest(self, body: &[u8]) -> Vec<u8> {
        match self {
            Self::Crc64Nvme => CRC64NVME.checksum(body).to_be_bytes().into(),
            Self::Crc32C => CRC32C.checksum(body).to_be_bytes().into(),
            Self::Crc32 => CRC32.checksum(body).to_be_bytes().into(),
            Self::XxHash3 => XxHash3_64::oneshot(body).to_be_bytes().into(),
            Self::XxHash64 => XxHash64::oneshot(0, body).to_be_bytes().into(),
            Self::XxHash128 => XxHash3_128::oneshot(body).to_be_bytes().into(),
            Self::Sha1 => Sha1::digest(body).to_vec(),
            Self::Sha256 => Sha256::digest(body).to_vec(),
            Self::Sha512 => Sha512::digest(body).to_vec(),
            Self::Md5 => md5::compute(body).0.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The check values of the catalogue of CRCs, of RFC 1321, 3174 and 6234, and of the xxHash specification.
    #[test]
    fn digests_are_those_of_other_implementations() {
        const CHECK: &[u8] = b"123456789";
        const HELLO: &[u8] = b"Hello world";
        let table: &[(Algorithm, &[u8], &str)] = &[
            (Algorithm::Crc64Nvme, CHECK, "ae8b14860a799888"),
            (Algorithm::Crc32C, CHECK, "e3069283"),
            (Algorithm::Crc32, CHECK, "cbf43926"),
            (Algorithm::Crc32, HELLO, "8bd69e52"),
            (Algorithm::XxHash64, HELLO, "c500b0c912b376d8"),
            (Algorithm::XxHash3, HELLO, "b6acb9d84a38ff74"),
            (Algorithm::XxHash128, HELLO, "7351f89812f97382b91d05b31e04dd7f"),
            (Algorithm::Sha1, b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (Algorithm::Sha256, b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                Algorithm::Sha512,
                b"abc",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
                 2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            ),
            (Algorithm::Md5, b"abc", "900150983cd24fb0d6963f7d28e17f72"),
            (Algorithm::Crc64Nvme, b"", "0000000000000000"),
            (Algorithm::Crc32, b"", "00000000"),
            (Algorithm::XxHash64, b"", "ef46db3751d8e999"),
        ];
        for (algorithm, body, expected) in table {
            assert_eq!(hex(&algorithm.digest(body)), *expected, "{algorithm:?}");
        }
        for algorithm in Algorithm::ALL {
            assert!(table.iter().any(|(tested, ..)| *tested == algorithm), "{algorithm:?} has no known digest");
        }
    }

    #[test]
    fn names_headers_and_lengths_agree() {
        for algorithm in Algorithm::ALL {
            let name = algorithm.name();
            assert_eq!(algorithm.header().as_str(), format!("x-amz-checksum-{}", name.to_lowercase()));
            assert_eq!(algorithm.digest(b"body").len(), algorithm.digest_len(), "{name}");
            assert_eq!(Algorithm::from_name(name), Some(algorithm));
            assert_eq!(Algorithm::from_name(&name.to_lowercase()), Some(algorithm));
        }
        assert_eq!(["", "CRC", "SHA-256", "BLAKE3"].map(Algorithm::from_name), [None; 4]);
    }

    /// The figures of `docs/decisions/checksums.md`.
    #[test]
    #[ignore = "a measurement"]
    fn throughput() {
        let body: Vec<u8> = (0..4_u32 << 20).map(|i| (i % 251) as u8).collect();
        for algorithm in Algorithm::ALL {
            let seconds = (0..20).map(|_| {
                let start = std::time::Instant::now();
                assert_eq!(algorithm.digest(&body).len(), algorithm.digest_len());
                start.elapsed().as_secs_f64()
            });
            // Another program may have had the processor meanwhile.
            let fastest = seconds.fold(f64::INFINITY, f64::min);
            println!("{:10} {:6.0} MB/s", algorithm.name(), body.len() as f64 / 1e6 / fastest);
        }
    }
}
