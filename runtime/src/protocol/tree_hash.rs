//! The SHA-256 tree hash of a body, which Amazon S3 Glacier invented. See the [developer
//! guide](https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html).
use crate::error::ConstructionError;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The size of the leaves.
const LEAF: usize = 1 << 20;

/// Adds the tree hash of the body and its plain hash, unless the headers are there already.
pub(super) fn add(
    header: &'static str,
    content_header: &'static str,
    request: &mut Request<Bytes>,
) -> Result<(), ConstructionError> {
    let hashes = [(header, tree_hash(request.body())), (content_header, Sha256::digest(request.body()).into())];
    for (name, hash) in hashes {
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(http::Error::from)?;
        if !request.headers().contains_key(&header) {
            let mut digits = String::with_capacity(64);
            for byte in hash {
                // Writing to a string cannot fail.
                _ = write!(digits, "{byte:02x}");
            }
            let value = HeaderValue::try_from(digits).map_err(http::Error::from)?;
            request.headers_mut().insert(header, value);
        }
    }
    Ok(())
}

/// Hashes each leaf, and then each two neighbours together until one hash remains. A last one without neighbour goes up as
/// it is.
fn tree_hash(body: &[u8]) -> [u8; 32] {
    let mut level: Vec<[u8; 32]> = body.chunks(LEAF).map(|leaf| Sha256::digest(leaf).into()).collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [one] => *one,
                pair => Sha256::digest(pair.concat()).into(),
            })
            .collect();
    }
    level.first().copied().unwrap_or_else(|| Sha256::digest([]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(body: Vec<u8>) -> [String; 2] {
        let mut request = Request::new(Bytes::from(body));
        add("x-tree", "x-sum", &mut request).unwrap();
        ["x-tree", "x-sum"].map(|name| request.headers()[name].to_str().unwrap().to_owned())
    }

    /// As `botocore.utils.calculate_tree_hash` has them.
    #[test]
    fn tree_hashes_of_botocore() {
        let table = [
            (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            (LEAF, "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769"),
            (LEAF + 1, "a9c574ce937d2371daf87cdd0e75396b096d7f74a66c764e4c656bd12b2e7bf9"),
            (2 * LEAF, "bf4dff263ae686b64403208c35a3767e38453d6477e841947588d13d04e1d816"),
            (3 * LEAF, "2e7d51c0ffe06ce95fe74beed9a4ab35d18837f4ab2a9f4f066a60359eb999a1"),
            (5 * LEAF + 7, "39119a173a11e05648146d51f35437d6960dcfe76ddd40b818dce8fedcef76e3"),
        ];
        for (length, expected) in table {
            let body: Vec<u8> = (0..length).map(|index| (index % 251) as u8).collect();
            assert_eq!(hashes(body)[0], expected, "{length}");
        }
        let [tree, sum] = hashes(b"hello world".to_vec());
        assert!(tree == sum && sum.starts_with("b94d27b9934d3e08"), "{sum}");
    }

    #[test]
    fn headers_of_the_caller_are_kept() {
        let mut request = Request::new(Bytes::from_static(b"x"));
        request.headers_mut().insert("x-tree", HeaderValue::from_static("mine"));
        add("x-tree", "x-sum", &mut request).unwrap();
        assert!(request.headers()["x-tree"] == "mine" && request.headers().contains_key("x-sum"));
    }
}
