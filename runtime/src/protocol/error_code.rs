//! The name and the sentence of an error in JSON protocols. Smithy: "Operation error serialization" of each.
use bytes::Bytes;
use http::Response;
use serde_json::Value;

/// The header `X-Amzn-Errortype`, else the body's `code`, else its `__type`.
pub(super) fn code(response: &Response<Bytes>) -> Option<String> {
    let header = response.headers().get("x-amzn-errortype").and_then(|value| value.to_str().ok());
    if let Some(code) = header.and_then(sanitize) {
        return Some(code);
    }
    let body = body(response)?;
    ["code", "__type"].into_iter().find_map(|key| sanitize(body.get(key)?.as_str()?))
}

/// `message` in any of the spellings that services use.
pub(super) fn message(response: &Response<Bytes>) -> Option<String> {
    let body = body(response)?;
    let text = ["message", "Message", "errorMessage"].into_iter().find_map(|key| body.get(key)?.as_str());
    text.map(ToOwned::to_owned)
}

fn body(response: &Response<Bytes>) -> Option<Value> {
    serde_json::from_slice(response.body()).ok()
}

/// Cuts `namespace#Name:uri` down to `Name`.
fn sanitize(text: &str) -> Option<String> {
    let name = text.split(':').next()?;
    let name = name.rsplit('#').next()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::sanitize;

    #[test]
    fn cuts_namespace_and_uri() {
        for text in ["Name", "ns#Name", "Name:http://x/", "ns#Name:http://x/y#z", " Name "] {
            assert_eq!(sanitize(text).as_deref(), Some("Name"), "{text}");
        }
        assert_eq!(sanitize(""), None);
    }
}
