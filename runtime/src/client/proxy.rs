//! Proxies: which requests use one, and its credentials.
use super::transport::Direct;
use http::{Request, Uri};
use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

/// An HTTP proxy. `https` requests go through a tunnel (RFC 9110, section 9.3.6), so the proxy cannot read them.
///
/// Requests to this machine, and those for the credentials of an instance or a container, bypass it.
///
/// ```
/// use ferrosmith::client::{Config, Proxy};
///
/// let proxy: Proxy = "http://me:secret@proxy.example.com:3128".parse()?;
/// let config = Config::new("eu-central-1").proxy(proxy.except("internal.example.com, 10.0.0.0/8"));
/// # Ok::<(), ferrosmith::client::InvalidProxy>(())
/// ```
#[derive(Clone)]
pub struct Proxy {
    /// The URI of the proxy: `http`, host and port.
    uri: Uri,
    user: Option<User>,
    exclusions: Vec<Exclusion>,
    even_local: bool,
}

#[derive(Clone)]
struct User {
    name: String,
    password: String,
}

/// A text that is not a valid proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidProxy(pub(super) &'static str);

impl fmt::Display for InvalidProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidProxy {}

/// Without the password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = f.debug_struct("Proxy");
        printed.field("uri", &self.uri).field("has_user", &self.user.is_some());
        printed.field("exceptions", &self.exclusions).field("even_local", &self.even_local).finish()
    }
}

impl FromStr for Proxy {
    type Err = InvalidProxy;

    /// Parses `http://host:port`. `http://` is optional; `user:password@` may precede the host. The default port is 80.
    fn from_str(text: &str) -> Result<Self, InvalidProxy> {
        let (scheme, rest) = text.trim().split_once("://").unwrap_or(("http", text.trim()));
        match scheme.to_ascii_lowercase().as_str() {
            "http" => {}
            "https" => return Err(InvalidProxy("a proxy is spoken to by `http://`, also where requests are `https`")),
            _ => return Err(InvalidProxy("a proxy looks like `http://host:port`; SOCKS is not spoken here")),
        }
        let invalid = InvalidProxy("a proxy looks like `http://host:port` or `http://user:password@host:port`");
        // A password may contain `@` and `/` without percent-encoding.
        let (user, rest) = rest.rsplit_once('@').map_or((None, rest), |(user, rest)| (Some(user), rest));
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let uri: Uri = format!("http://{authority}/").parse().map_err(|_| invalid.clone())?;
        let is_host = uri.host().is_some_and(|host| !host.is_empty()) && path.is_empty();
        if !is_host || uri.port().is_some() != authority_has_port(authority) || uri.port_u16() == Some(0) {
            return Err(invalid);
        }
        let user = user.map(|user| {
            let (name, password) = user.split_once(':').unwrap_or((user, ""));
            let decoded = |text| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
            User { name: decoded(name), password: decoded(password) }
        });
        Ok(Self { uri, user, exclusions: Vec::new(), even_local: false })
    }
}

/// Whether the authority has a colon after the host, and so must have a valid port.
fn authority_has_port(authority: &str) -> bool {
    authority.rsplit_once(']').map_or(authority, |(_, rest)| rest).contains(':')
}

impl Proxy {
    /// Excludes hosts from the proxy, in the format of the variable `NO_PROXY`: domain names, which include their
    /// subdomains, addresses, networks such as `10.0.0.0/8`, each with an optional port, or `*` for all hosts;
    /// separated by commas or spaces.
    #[must_use]
    pub fn except(mut self, hosts: &str) -> Self {
        let hosts = hosts.split([',', ' ', '\t', '\n']).filter(|host| !host.is_empty());
        self.exclusions.extend(hosts.map(Exclusion::new));
        self
    }

    /// Sends requests to this machine, to the metadata service and to a container's credentials through the proxy too.
    #[must_use]
    pub fn even_local(mut self) -> Self {
        self.even_local = true;
        self
    }

    /// The URI of the proxy: `http`, host and port.
    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The name and password for the proxy.
    pub(super) fn user(&self) -> Option<(&str, &str)> {
        self.user.as_ref().map(|user| (user.name.as_str(), user.password.as_str()))
    }

    fn applies_to(&self, host: &str, port: u16, is_direct: bool) -> bool {
        let is_local = || is_direct || is_local(host);
        (self.even_local || !is_local()) && !self.exclusions.iter().any(|exclusion| exclusion.matches(host, port))
    }
}

/// The proxies of a configuration, by the scheme of requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Proxies {
    pub(super) http: Option<Proxy>,
    pub(super) https: Option<Proxy>,
}

impl Proxies {
    /// Returns the proxy that a request uses, if any.
    pub(super) fn for_request<B>(&self, request: &Request<B>) -> Option<&Proxy> {
        let uri = request.uri();
        let (proxy, port) = match uri.scheme_str()? {
            "https" => (self.https.as_ref()?, 443),
            _ => (self.http.as_ref()?, 80),
        };
        let is_direct = request.extensions().get::<Direct>().is_some();
        proxy.applies_to(uri.host()?, uri.port_u16().unwrap_or(port), is_direct).then_some(proxy)
    }
}

/// Whether requests to this URI are encrypted.
#[cfg(feature = "client")]
pub(super) fn is_https(uri: &Uri) -> bool {
    uri.scheme() == Some(&http::uri::Scheme::HTTPS)
}

/// Normalizes a host for comparison: lower case, without brackets and trailing dot.
fn normalize_host(host: &str) -> String {
    host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a host is this machine or link-local, as the metadata service is.
fn is_local(host: &str) -> bool {
    let host = normalize_host(host);
    match host.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_link_local(),
        Ok(IpAddr::V6(address)) => {
            // `fd00:ec2::/32`: services that AWS provides to instances and containers.
            let is_of_aws = address.segments().starts_with(&[0xfd00, 0xec2]);
            address.is_loopback() || is_of_aws || address.is_unicast_link_local()
        }
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// One entry of `NO_PROXY`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Exclusion {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Hosts {
    All,
    /// A name and its subdomains.
    Name(String),
    /// Addresses that share this many leading bits.
    Network(IpAddr, u32),
}

impl Exclusion {
    fn new(text: &str) -> Self {
        // Without brackets, the colons belong to an IPv6 address.
        let port = text.rsplit_once(':').filter(|(host, _)| !host.contains(':') || host.ends_with(']'));
        let port = port.and_then(|(host, port)| Some((host, port.parse().ok()?)));
        let (host, port) = port.map_or((text, None), |(host, port)| (host, Some(port)));
        Self { hosts: Hosts::new(&normalize_host(host)), port }
    }

    fn matches(&self, host: &str, port: u16) -> bool {
        self.port.is_none_or(|only| only == port) && self.hosts.matches(&normalize_host(host))
    }
}

impl Hosts {
    fn new(text: &str) -> Self {
        if text == "*" {
            return Self::All;
        }
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let network = address.trim_matches(['[', ']']).parse::<IpAddr>().ok().and_then(|address| {
            let max = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.map_or(Some(max), |bits| bits.parse().ok().filter(|bits| *bits <= max))?;
            Some(Self::Network(address, bits))
        });
        network.unwrap_or_else(|| Self::Name(text.trim_start_matches("*.").trim_start_matches('.').to_owned()))
    }

    fn matches(&self, host: &str) -> bool {
        match self {
            Self::All => true,
            Self::Name(name) => {
                host.strip_suffix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }
            Self::Network(network, bits) => match (network, host.parse::<IpAddr>().map(|it| it.to_canonical())) {
                (IpAddr::V4(network), Ok(IpAddr::V4(host))) => {
                    // An IPv4 address is the last 32 bits of its IPv4-mapped IPv6 address.
                    is_same_network(network.to_ipv6_mapped(), host.to_ipv6_mapped(), bits.saturating_add(96))
                }
                (IpAddr::V6(network), Ok(IpAddr::V6(host))) => is_same_network(*network, host, *bits),
                _ => false,
            },
        }
    }
}

/// Whether two addresses share their leading `bits`.
fn is_same_network(one: Ipv6Addr, other: Ipv6Addr, bits: u32) -> bool {
    (one.to_bits() ^ other.to_bits()).leading_zeros() >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_forms_of_proxies_are_parsed() {
        for text in ["http://proxy:3128", "proxy:3128", " HTTP://proxy:3128/ "] {
            let proxy: Proxy = text.parse().unwrap();
            assert_eq!(proxy.uri.to_string(), "http://proxy:3128/", "{text}");
        }
        let proxy: Proxy = "http://me:p%40ss:w@rd@[::1]:8080".parse().unwrap();
        let User { name, password } = proxy.user.clone().unwrap();
        assert_eq!((proxy.uri.host(), name.as_str(), password.as_str()), (Some("[::1]"), "me", "p@ss:w@rd"));
        assert!(!format!("{proxy:?}").contains("p@ss"));

        for text in
            ["", "http://", "socks5://proxy", "https://proxy", "http://proxy:0", "proxy:", "proxy:99999", "a b", "p/x"]
        {
            assert!(text.parse::<Proxy>().is_err(), "{text}");
        }
    }

    #[test]
    fn exclusions_are_names_networks_and_ports() {
        let table = [
            ("*", "https://a.example.com", true),
            ("example.com", "https://a.example.com", true),
            ("example.com", "https://EXAMPLE.com.", true),
            ("example.com", "https://notexample.com", false),
            (".example.com", "https://example.com", true),
            ("*.example.com", "https://a.b.example.com", true),
            ("other,\texample.com ,x", "https://example.com", true),
            ("example.com:8443", "https://example.com", false),
            ("example.com:8443", "https://example.com:8443", true),
            ("example.com:443", "https://example.com", true),
            ("10.0.0.0/8", "http://10.1.2.3", true),
            ("10.0.0.0/8", "http://11.1.2.3", false),
            ("10.0.0.0/8:80", "http://10.1.2.3", true),
            ("10.0.0.0/33", "http://10.1.2.3", false),
            ("0.0.0.0/0", "http://10.1.2.3", true),
            ("0.0.0.0/0", "http://[fd00::1]", false),
            ("10.1.2.3", "http://[::ffff:10.1.2.3]", true),
            ("fd00::/8", "http://[fd12::1]", true),
            ("fd00::1", "http://[fd00::1]", true),
            ("[fd00::1]:81", "http://[fd00::1]:81", true),
            ("[fd00::1]:81", "http://[fd00::1]", false),
            ("10.1.2.3", "http://10.1.2.3.example.com", false),
        ];
        let proxy: Proxy = "http://proxy".parse().unwrap();
        for (exclusions, uri, is_excluded) in table {
            let uri: Uri = uri.parse().unwrap();
            let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
            let is_proxied = proxy.clone().except(exclusions).applies_to(uri.host().unwrap(), port, false);
            assert_eq!(is_proxied, !is_excluded, "{exclusions} {uri}");
        }
    }

    #[test]
    fn local_requests_bypass_the_proxy_by_default() {
        let proxy: Proxy = "http://proxy".parse().unwrap();
        let local = [
            "localhost",
            "x.LOCALHOST",
            "127.0.0.2",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "169.254.169.254",
            "[fd00:ec2::254]",
        ];
        for host in local {
            assert!(
                !proxy.applies_to(host, 80, false) && proxy.clone().even_local().applies_to(host, 80, true),
                "{host}"
            );
        }
        assert!(proxy.applies_to("fsx.eu-central-1.amazonaws.com", 443, false));
        assert!(!proxy.applies_to("metadata.example.com", 80, true));
        assert!(!proxy.even_local().except("127.0.0.1").applies_to("127.0.0.1", 80, false));
    }
}
