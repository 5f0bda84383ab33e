//! Presigned requests.
use super::{
    Settings,
    call::{Call, Failure, Shared, sign_failure},
};
use crate::sign::{Presigned, SignError};
use std::time::Duration;

impl Shared {
    pub(super) async fn presign(
        &self,
        call: &Call,
        settings: &Settings,
        expires_in: Duration,
    ) -> Result<Presigned, Failure> {
        let unsigned = || sign_failure(SignError::Unsigned(call.operation.name));
        let time = self.clock.now();
        let (scope, payload_hash) = call.signing.as_ref().ok_or_else(unsigned)?;
        let credentials = self.credentials(call, time, settings.timeout).await?.ok_or_else(unsigned)?;
        Presigned::new(&self.keys, call.request.clone(), payload_hash, &credentials, scope, time, expires_in)
            .map_err(sign_failure)
    }
}
