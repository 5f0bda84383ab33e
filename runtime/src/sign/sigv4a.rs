//! Keys and signatures of Signature Version 4A: ECDSA with the curve P-256 and SHA-256.
//!
//! Its key pair follows from the access key alone, so that a signature is valid in several Regions. See the [AWS
//! reference](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
use super::{Credentials, SignError, keys::mac};
use hmac::Mac as _;
use p256::ecdsa::{DerSignature, SigningKey, signature::hazmat::PrehashSigner as _};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex, PoisonError};

pub(super) const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";

/// The last key used. Its derivation takes a multiplication on the curve.
#[derive(Default)]
pub(super) struct EcdsaKeys(Mutex<Option<Arc<EcdsaKey>>>);

/// The key pair of an access key. The private key is erased when it is dropped.
pub(super) struct EcdsaKey {
    id: String,
    secret: String,
    key: SigningKey,
}

impl EcdsaKeys {
    /// Returns the key pair of an access key, from the cache if it is the last one used.
    pub(super) fn get(&self, credentials: &Credentials) -> Result<Arc<EcdsaKey>, SignError> {
        let Credentials { access_key_id: id, secret_access_key: secret, .. } = credentials;
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*cached {
            Some(key) if key.id == *id && key.secret == *secret => Ok(Arc::clone(key)),
            _ => {
                let key = derive(id, secret).ok_or(SignError::Key)?;
                let key = EcdsaKey { id: id.clone(), secret: secret.clone(), key };
                Ok(Arc::clone(cached.insert(Arc::new(key))))
            }
        }
    }
}

impl EcdsaKey {
    /// Signs a text, which is given in parts, and returns the hexadecimal digits of the signature in DER.
    pub(super) fn sign(&self, parts: &[&[u8]]) -> Result<String, SignError> {
        let hash = parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize();
        // RFC 6979: without a source of randomness.
        let signature: DerSignature = self.key.sign_prehash(&hash).map_err(|_| SignError::Key)?;
        Ok(signature.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Derives the private key, with the KDF in counter mode of NIST SP 800-108 and HMAC-SHA256: the first candidate that is
/// at most n − 2, plus 1. Only one of 2³² candidates is greater.
fn derive(id: &str, secret: &str) -> Option<SigningKey> {
    let input_key = mac(format!("AWS4A{secret}").as_bytes());
    (1..=254_u8).find_map(|counter| {
        let mut mac = input_key.clone();
        // The number of the block, label, separator, context, and the length of the key in bits.
        let block: [&[u8]; 6] =
            [&1_u32.to_be_bytes(), ALGORITHM.as_bytes(), &[0], id.as_bytes(), &[counter], &256_u32.to_be_bytes()];
        block.iter().for_each(|part| mac.update(part));
        private_key(mac.finalize().into_bytes().into())
    })
}

/// Returns the key of a candidate; `None` if that is greater than n − 2. Keys are from 1 to n − 1, so after 1 is added, such
/// a candidate is none, even if the addition overflows.
fn private_key(mut candidate: [u8; 32]) -> Option<SigningKey> {
    for digit in candidate.iter_mut().rev() {
        *digit = digit.wrapping_add(1);
        if *digit != 0 {
            break;
        }
    }
    SigningKey::from_slice(&candidate).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order of the curve: FIPS 186-4, D.1.2.3.
    const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    #[test]
    fn candidates_are_at_most_the_order_minus_two() {
        let order: Vec<u8> =
            (0..32).map(|index| u8::from_str_radix(&ORDER[2 * index..2 * index + 2], 16).unwrap()).collect();
        let order: [u8; 32] = order.try_into().unwrap();
        let minus = |number: u8| {
            let mut candidate = order;
            candidate[31] -= number;
            candidate
        };
        assert!(private_key(minus(2)).is_some());
        let mut carries = [0; 32];
        carries[31] = 0xff;
        assert_eq!(private_key(carries).unwrap().to_bytes()[30..], [1, 0]);
        assert_eq!(private_key([0; 32]).unwrap().to_bytes()[31], 1);
        for candidate in [minus(1), minus(0), [0xff; 32]] {
            assert!(private_key(candidate).is_none());
        }
    }

    #[test]
    fn the_last_key_is_cached() {
        let keys = EcdsaKeys::default();
        let get = |id: &str, secret: &str| keys.get(&Credentials::new(id, secret)).unwrap();
        let first = get("a", "b");
        assert!(Arc::ptr_eq(&first, &get("a", "b")));
        assert!(!Arc::ptr_eq(&first, &get("a", "c")) && !Arc::ptr_eq(&first, &get("d", "b")));
    }
}
