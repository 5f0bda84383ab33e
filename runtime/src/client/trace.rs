//! Spans and events (feature `tracing`). They bear names, numbers and ids; never a header, a body or a member.
use crate::{OperationSchema, ServiceSchema};
use std::future::Future;

/// What an attempt ended with.
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "nothing reads it"))]
pub(super) struct Attempt<'a> {
    pub(super) number: u32,
    pub(super) status: Option<u16>,
    pub(super) code: Option<&'a str>,
    pub(super) request_id: Option<&'a str>,
    /// Of a request without a response.
    pub(super) failure: Option<&'static str>,
}

/// Runs a call in a span of its own.
#[cfg(feature = "tracing")]
pub(super) fn call<F: Future>(
    service: &ServiceSchema,
    operation: &OperationSchema,
    future: F,
) -> impl Future<Output = F::Output> + use<F> {
    use tracing::Instrument as _;
    future.instrument(tracing::info_span!("call", service = service.name, operation = operation.name))
}

/// Says how an attempt ended.
#[cfg(feature = "tracing")]
pub(super) fn attempt(attempt: &Attempt<'_>) {
    let &Attempt { number, status, code, request_id, failure } = attempt;
    if code.is_none() && failure.is_none() {
        tracing::debug!(attempt = number, status, request_id, "answered");
    } else {
        tracing::warn!(attempt = number, status, request_id, code, failure, "failed");
    }
}

/// Without the feature: the call alone.
#[cfg(not(feature = "tracing"))]
pub(super) fn call<F: Future>(
    _: &ServiceSchema,
    _: &OperationSchema,
    future: F,
) -> impl Future<Output = F::Output> + use<F> {
    future
}

/// Without the feature: nothing.
#[cfg(not(feature = "tracing"))]
pub(super) fn attempt(_: &Attempt<'_>) {}
