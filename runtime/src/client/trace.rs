//! Spans and events (feature `tracing`): a span for each call, in it one for each attempt, and in that an event for its
//! end. They contain names, numbers and ids, never a header, a body or a member. The HTTP stacks write events of their
//! own at level `trace`: those of ureq contain whole messages, as README.md warns.
use crate::{OperationSchema, ServiceSchema};
use std::{fmt, future::Future};

/// How an attempt ended.
#[derive(Default)]
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "nothing reads it"))]
pub(super) struct AttemptEnd<'a> {
    pub(super) status: Option<u16>,
    pub(super) request_id: Option<&'a str>,
    /// The code of a service error.
    pub(super) code: Option<&'a str>,
    /// The failure, if there was no response.
    pub(super) failure: Option<&'static str>,
}

/// Logs a failed refresh, if the credentials are still usable. Otherwise the call returns the error.
#[cfg(feature = "tracing")]
pub(super) fn refresh_failed(reason: &dyn fmt::Display, has_credentials: bool) {
    if has_credentials {
        tracing::warn!(%reason, "refreshing the credentials failed, using the present ones");
    }
}

/// Logs a failed discovery of an endpoint, if the call uses another one. Otherwise the call returns the error.
#[cfg(feature = "tracing")]
pub(super) fn discovery_failed(reason: &dyn fmt::Display) {
    tracing::warn!(%reason, "discovering an endpoint failed, using the previous or the regional one");
}

/// Logs the location of a setting that is ignored, never its value.
#[cfg(feature = "tracing")]
pub(super) fn ignored_setting(location: &str) {
    tracing::warn!(setting = location, "the setting is ignored: docs/settings.md says why");
}

/// Runs a call in a span of its own.
#[cfg(feature = "tracing")]
pub(super) fn call<F: Future>(
    service: &ServiceSchema,
    operation: &OperationSchema,
    future: F,
) -> impl Future<Output = F::Output> + use<F> {
    use tracing::Instrument as _;
    future.instrument(tracing::info_span!("call", service = service.sdk_id, operation = operation.name))
}

/// The span of an attempt.
#[cfg(feature = "tracing")]
pub(super) struct Attempt(tracing::Span);

#[cfg(feature = "tracing")]
impl Attempt {
    pub(super) fn new(number: u32) -> Self {
        use tracing::field::Empty;
        Self(tracing::info_span!("attempt", number, status = Empty, request_id = Empty))
    }

    pub(super) fn run<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        use tracing::Instrument as _;
        future.instrument(self.0.clone())
    }

    /// Not a warning: the caller sees the last error, and an attempt that is retried may be part of normal operation.
    pub(super) fn end(&self, end: &AttemptEnd<'_>) {
        let &AttemptEnd { status, request_id, code, failure } = end;
        if let Some(status) = status {
            self.0.record("status", status);
        }
        if let Some(id) = request_id {
            self.0.record("request_id", id);
        }
        let _entered = self.0.enter();
        if code.is_none() && failure.is_none() {
            tracing::debug!(status, request_id, "answered");
        } else {
            tracing::info!(status, request_id, code, failure, "failed");
        }
    }
}

/// Does nothing without the feature.
#[cfg(not(feature = "tracing"))]
pub(super) fn refresh_failed(_: &dyn fmt::Display, _: bool) {}

/// Does nothing without the feature.
#[cfg(not(feature = "tracing"))]
pub(super) fn discovery_failed(_: &dyn fmt::Display) {}

/// Does nothing without the feature.
#[cfg(not(feature = "tracing"))]
pub(super) fn ignored_setting(_: &str) {}

/// Returns the future unchanged without the feature.
#[cfg(not(feature = "tracing"))]
pub(super) fn call<F: Future>(
    _: &ServiceSchema,
    _: &OperationSchema,
    future: F,
) -> impl Future<Output = F::Output> + use<F> {
    future
}

/// Does nothing without the feature.
#[cfg(not(feature = "tracing"))]
pub(super) struct Attempt;

#[cfg(not(feature = "tracing"))]
impl Attempt {
    pub(super) fn new(_: u32) -> Self {
        Self
    }

    pub(super) fn run<F: Future>(&self, future: F) -> F {
        future
    }

    pub(super) fn end(&self, _: &AttemptEnd<'_>) {}
}
