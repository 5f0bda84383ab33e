//! The Cargo features of generated crates: one list for their documentation and their manifest.

/// A Cargo feature of every generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name.
    pub name: &'static str,
    /// The features that it enables.
    pub enables: &'static [&'static str],
    /// What it adds.
    pub what: &'static str,
}

/// The features, except those of services. `random` is enabled by default.
const FEATURES: &[Feature] = &[
    feature("client", &["transport", "ferrosmith/client"], "the async client, on tokio, hyper and rustls"),
    feature("blocking", &["transport", "ferrosmith/blocking"], "the blocking client, on ureq and rustls"),
    feature("http2", &["client", "ferrosmith/http2"], "HTTP/2 for the async client, with services that offer it"),
    feature(
        "native-roots",
        &["ferrosmith/native-roots"],
        "`Config::native_root_certificates`: clients trust what the machine trusts",
    ),
    feature("stream", &["transport", "ferrosmith/stream"], "listings as `futures_core::Stream`"),
    feature("sign", &["ferrosmith/sign"], "signatures for requests that no client sends"),
    feature("sigv4a", &["ferrosmith/sigv4a"], "signatures of version 4A, for endpoints that serve several Regions"),
    feature("transport", &["ferrosmith/transport"], "both clients without an HTTP stack, for a transport of one's own"),
    feature("tracing", &["ferrosmith/tracing"], "a span for every call and an event for every attempt"),
    feature("serde", &["ferrosmith/serde"], "`Serialize` and `Deserialize` for every shape"),
    feature("time", &["ferrosmith/time"], "conversions between `Timestamp` and the types of `time`"),
    feature("jiff", &["ferrosmith/jiff"], "conversions between `Timestamp` and the types of `jiff`"),
    feature("chrono", &["ferrosmith/chrono"], "conversions between `Timestamp` and the types of `chrono`"),
    feature("gzip", &["ferrosmith/gzip"], "compressed requests, where the service takes them"),
    feature("random", &["ferrosmith/random"], "on by default: random idempotency tokens where a call has none"),
];

/// Those of a crate that has types alone. The others are about clients, requests and responses.
const OF_TYPES: &[&str] = &["serde", "time", "jiff", "chrono"];

/// Returns the features of a crate of services, or of one that has types alone.
pub fn features(is_types_only: bool) -> impl Iterator<Item = &'static Feature> {
    FEATURES.iter().filter(move |feature| !is_types_only || OF_TYPES.contains(&feature.name))
}

const fn feature(name: &'static str, enables: &'static [&'static str], what: &'static str) -> Feature {
    Feature { name, enables, what }
}
