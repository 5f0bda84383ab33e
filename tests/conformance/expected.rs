//! A case as Smithy writes it. Smithy: "HTTP protocol compliance tests".
use ferrosmith::{Blob, http::Response};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A request or a response, and the members that it stands for. What is absent asserts nothing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Case {
    pub(crate) id: String,
    /// Members by name: blobs as their text, timestamps as epoch seconds, what is not finite as text.
    #[serde(default)]
    pub(crate) params: Map<String, Value>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) forbid_headers: Vec<String>,
    #[serde(default)]
    pub(crate) require_headers: Vec<String>,
    pub(crate) body: Option<String>,
    pub(crate) body_media_type: Option<String>,
    /// The code by which callers know the error, where the case says so.
    #[serde(default)]
    pub(crate) vendor_params: Map<String, Value>,
    /// The status of a response.
    pub(crate) code: Option<u16>,
    /// The method of a request, and what follows.
    pub(crate) method: Option<String>,
    pub(crate) uri: Option<String>,
    /// The endpoint's host, perhaps with a path.
    pub(crate) host: Option<String>,
    /// The host of the request.
    pub(crate) resolved_host: Option<String>,
    #[serde(default)]
    pub(crate) query_params: Vec<String>,
    #[serde(default)]
    pub(crate) forbid_query_params: Vec<String>,
    #[serde(default)]
    pub(crate) require_query_params: Vec<String>,
}

impl Case {
    /// Whether the body is CBOR, which a case has as base64.
    pub(crate) fn is_cbor(&self) -> bool {
        self.body_media_type.as_deref() == Some("application/cbor")
    }

    /// The bytes of the body.
    pub(crate) fn body(&self) -> Vec<u8> {
        let text = self.body.as_deref().unwrap_or_default();
        if self.is_cbor() {
            return Blob::from_base64(text).expect("the case's body is base64").into_inner();
        }
        text.as_bytes().to_vec()
    }

    /// The response of a case.
    pub(crate) fn response(&self) -> Response<Vec<u8>> {
        let mut response = Response::builder().status(self.code.unwrap_or(200));
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        response.body(self.body()).expect("the case has no usable response")
    }
}
