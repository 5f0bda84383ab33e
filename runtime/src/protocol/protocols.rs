//! The protocols of a service, of which a client uses one.
use super::Protocol;
use bytes::Bytes;
use http::{Response, StatusCode};

/// The protocols of a service that its crate contains, in order of preference. There is at least one.
#[derive(Clone, Copy, Debug)]
pub struct Protocols {
    first: &'static dyn Protocol,
    others: &'static [&'static dyn Protocol],
}

impl Protocols {
    /// Creates a list of protocols, the preferred one first.
    pub const fn new(first: &'static dyn Protocol, others: &'static [&'static dyn Protocol]) -> Self {
        Self { first, others }
    }

    /// Returns the preferred protocol, which clients use by default.
    pub const fn first(&self) -> &'static dyn Protocol {
        self.first
    }

    /// Returns all protocols in order of preference.
    pub fn iter(&self) -> impl Iterator<Item = &'static dyn Protocol> + use<> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Returns the protocol with this shape id (`aws.protocols#awsJson1_0`), or the name in it (`awsJson1_0`).
    pub fn get(&self, id: &str) -> Option<&'static dyn Protocol> {
        self.iter().find(|protocol| protocol.id() == id || name(*protocol) == id)
    }

    /// Returns the protocol after this one in the list; the first one after the last.
    #[cfg(feature = "transport")]
    pub(crate) fn after(&self, protocol: &dyn Protocol) -> &'static dyn Protocol {
        let mut others = self.iter().skip_while(|other| other.id() != protocol.id()).skip(1);
        others.next().unwrap_or(self.first)
    }

    /// Returns the names of the protocols, as messages list them.
    #[cfg(feature = "transport")]
    pub(crate) fn names(&self) -> String {
        self.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}

/// Returns the name of a protocol without its namespace.
fn name(protocol: &dyn Protocol) -> &'static str {
    let id = protocol.id();
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// Whether the service answered in this protocol: with a success, or with an error that has a name. A name that only
/// says that there is no such operation is that of a server that routes the requests of other protocols.
#[cfg(feature = "transport")]
pub(crate) fn is_understood(protocol: &dyn Protocol, response: &Response<Bytes>) -> bool {
    const UNKNOWN_OPERATION: [&str; 2] = ["UnknownOperationException", "UnknownOperation"];
    if response.status().is_success() {
        return true;
    }
    let described = protocol.describe_error(response);
    described.name.or(described.query_code).is_some_and(|name| !UNKNOWN_OPERATION.contains(&name.as_str()))
}

/// Whether the service refused the request because it does not know its protocol: it found nothing at the path, or it
/// does not know the media type, and the response is no error of the protocol.
#[cfg(feature = "transport")]
pub(crate) fn is_refused(protocol: &dyn Protocol, response: &Response<Bytes>) -> bool {
    matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::UNSUPPORTED_MEDIA_TYPE)
        && !is_understood(protocol, response)
}
