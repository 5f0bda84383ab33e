//! The protocols of a service, of which a client uses one.
use super::Protocol;

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
