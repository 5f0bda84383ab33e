//! rpcv2Cbor: a CBOR body with all members. Smithy: "Smithy RPC v2 CBOR protocol".
use super::{Call, ErrorDescription, Protocol, rpc_v2::RpcV2};
use crate::{
    Structure, cbor,
    error::{BoxError, ConstructionError},
};
use bytes::Bytes;
use http::{Request, Response};

/// The rpcv2Cbor protocol.
#[derive(Debug)]
pub struct RpcV2Cbor(RpcV2);

impl RpcV2Cbor {
    pub(super) const fn new() -> Self {
        Self(RpcV2 { name: "rpc-v2-cbor", media_type: "application/cbor", is_query_compatible: false })
    }

    /// `aws.protocols#awsQueryCompatible`: the service used awsQuery before, and callers know its errors by the
    /// awsQuery codes.
    #[must_use]
    pub const fn query_compatible(&self) -> Self {
        Self(RpcV2 { is_query_compatible: true, ..self.0 })
    }
}

impl Protocol for RpcV2Cbor {
    fn id(&self) -> &'static str {
        "smithy.protocols#rpcv2Cbor"
    }

    fn request(&self, call: &Call<'_>) -> Result<Request<Bytes>, ConstructionError> {
        self.0.request(call, || cbor::write_body(call.input, call.token))
    }

    fn read_output(&self, response: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), BoxError> {
        self.0.check(response)?;
        Ok(cbor::read(response.body(), output)?)
    }

    fn read_error(&self, response: &Response<Bytes>, error: &mut dyn Structure) {
        cbor::read_leniently(response.body(), error);
    }

    fn describe_error(&self, response: &Response<Bytes>) -> ErrorDescription {
        self.0.describe_error(response, cbor::strings)
    }
}
