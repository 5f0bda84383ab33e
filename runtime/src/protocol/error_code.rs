//! The code and message of errors in JSON protocols. Smithy: "Operation error serialization" of each protocol.
use super::ErrorDescription;
use crate::json;
use bytes::Bytes;
use http::Response;

/// Describes an error. The code is the header `X-Amzn-Errortype`, or else `code` or `__type` of the body; the message
/// is `message` in any spelling that services use, or else `error_description` (RFC 6749, 5.2). The rest of the body is
/// ignored.
pub(super) fn describe(response: &Response<Bytes>) -> ErrorDescription {
    let keys = ["code", "__type", "message", "Message", "errorMessage", "error_description"];
    let [code, kind, message, capital, error_message, description] = json::strings(response.body(), keys);
    let header = response.headers().get("x-amzn-errortype").and_then(|value| value.to_str().ok());
    ErrorDescription {
        name: [header, code.as_deref(), kind.as_deref()].into_iter().flatten().find_map(sanitize),
        message: message.or(capital).or(error_message).or(description),
        ..ErrorDescription::default()
    }
}

/// Reduces `namespace#Name:uri` to `Name`.
pub(super) fn sanitize(text: &str) -> Option<String> {
    let name = text.split(':').next()?;
    let name = name.rsplit('#').next()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Returns the awsQuery code of the header `x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender`.
pub(super) fn query_code(response: &Response<Bytes>) -> Option<String> {
    let header = response.headers().get("x-amzn-query-error")?;
    let code = header.to_str().ok()?.split(';').next()?.trim();
    (!code.is_empty()).then(|| code.to_owned())
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
