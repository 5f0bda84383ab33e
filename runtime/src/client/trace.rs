//! Spans and events (feature `tracing`): a span for a call, in it one for each attempt, in that an event for its end. They
//! bear names, numbers and ids; never a header, a body or a member. What the HTTP stacks write at the level `trace` is
//! theirs: ureq writes whole messages there, which README.md warns of.
use crate::{OperationSchema, ServiceSchema};
use std::{fmt, future::Future};

/// How an attempt ended.
#[derive(Default)]
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "nothing reads it"))]
pub(super) struct Ended<'a> {
    pub(super) status: Option<u16>,
    pub(super) request_id: Option<&'a str>,
    /// Of an error of the service.
    pub(super) code: Option<&'a str>,
    /// Of a request without a response.
    pub(super) failure: Option<&'static str>,
}

/// Tells of credentials that could not be refreshed; nobody else would, where there are some that still do.
#[cfg(feature = "tracing")]
pub(super) fn refresh_failed(reason: &dyn fmt::Display, are_there_others: bool) {
    if are_there_others {
        tracing::warn!(%reason, "credentials are not refreshed, those there are are used on");
    }
}

/// Tells of a setting that somebody made in vain, where it stands; never its value.
#[cfg(feature = "tracing")]
pub(super) fn ignored_setting(place: &str) {
    tracing::warn!(setting = place, "the setting is ignored: docs/settings.md says why");
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

    /// An error that the caller gets to see is no warning yet; one that is tried again nobody else would tell.
    pub(super) fn end(&self, ended: &Ended<'_>) {
        let &Ended { status, request_id, code, failure } = ended;
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

/// Without the feature: nothing.
#[cfg(not(feature = "tracing"))]
pub(super) fn refresh_failed(_: &dyn fmt::Display, _: bool) {}

/// Without the feature: nothing.
#[cfg(not(feature = "tracing"))]
pub(super) fn ignored_setting(_: &str) {}

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
pub(super) struct Attempt;

#[cfg(not(feature = "tracing"))]
impl Attempt {
    pub(super) fn new(_: u32) -> Self {
        Self
    }

    pub(super) fn run<F: Future>(&self, future: F) -> F {
        future
    }

    pub(super) fn end(&self, _: &Ended<'_>) {}
}
