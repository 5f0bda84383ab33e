//! The configuration of clients.
use super::bearer::BearerToken;
use super::{
    AssumeRole, ChecksumPolicy, Credentials, EndpointDiscovery, Environment, ProvideCredentials, Settings,
    credentials::Source, hooks::Hooks, service_endpoints::ServiceEndpoints,
};
#[cfg(any(feature = "client", feature = "blocking"))]
use super::{Proxy, proxy::Proxies, tls::Roots};
use crate::{AuthScheme, Endpoint, endpoint::ParameterValue, protocol::content::MIN_COMPRESSION_SIZE};
use std::{
    any::Any,
    collections::BTreeMap,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// An invalid configuration. The message says where the problem is, what is wrong and what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub(super) String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// The configuration of clients: Region and endpoint, credentials, timeouts and more. One configuration can be used for
/// the clients of all services.
#[derive(Clone)]
pub struct Config {
    pub(super) region: Option<String>,
    /// The protocol of all calls; `None` for that of the service.
    pub(super) protocol: Option<String>,
    pub(super) credentials: Source,
    pub(super) bearer_token: Option<BearerToken>,
    /// The preference of the program, and that of the environment.
    pub(super) auth_scheme_preference: Option<Vec<AuthScheme>>,
    pub(super) environment_auth_schemes: Vec<AuthScheme>,
    /// The Regions in which signatures of Version 4A are valid, separated by commas.
    pub(super) sigv4a_signing_region_set: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) endpoint: Option<Endpoint>,
    /// The endpoints of single services, by the service id in upper case with underscores (`FSX`). They take precedence
    /// over `endpoint`.
    pub(super) service_endpoints: ServiceEndpoints,
    pub(super) endpoint_parameters: BTreeMap<String, ParameterValue>,
    pub(super) endpoint_discovery: EndpointDiscovery,
    /// The account of the credentials, if the environment states it.
    pub(super) account_id: Option<String>,
    /// The size in bytes from which bodies are compressed; `None` if they are never compressed.
    pub(super) compress_from: Option<usize>,
    pub(super) request_checksums: ChecksumPolicy,
    pub(super) response_checksums: ChecksumPolicy,
    pub(super) use_fips: bool,
    pub(super) use_dual_stack: bool,
    pub(super) settings: Settings,
    pub(super) connect_timeout: Duration,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) proxies: Proxies,
    /// The trusted root certificates; `None` for Mozilla's list.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) roots: Option<Roots>,
    pub(super) application: Option<String>,
    pub(super) hooks: Hooks,
    /// The variables and files from which credentials are resolved.
    pub(super) environment: Environment,
    pub(super) clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            region: None,
            protocol: None,
            credentials: Source::default(),
            bearer_token: None,
            auth_scheme_preference: None,
            environment_auth_schemes: Vec::new(),
            sigv4a_signing_region_set: None,
            profile: None,
            endpoint: None,
            service_endpoints: ServiceEndpoints::default(),
            endpoint_parameters: BTreeMap::new(),
            endpoint_discovery: EndpointDiscovery::default(),
            account_id: None,
            compress_from: Some(MIN_COMPRESSION_SIZE),
            request_checksums: ChecksumPolicy::default(),
            response_checksums: ChecksumPolicy::default(),
            use_fips: false,
            use_dual_stack: false,
            settings: Settings::default(),
            connect_timeout: Duration::from_secs(5),
            #[cfg(any(feature = "client", feature = "blocking"))]
            proxies: Proxies::default(),
            #[cfg(any(feature = "client", feature = "blocking"))]
            roots: None,
            application: None,
            hooks: Hooks::default(),
            environment: Environment::process(),
            clock: Arc::new(SystemTime::now),
        }
    }
}

impl Config {
    /// Creates a configuration for a Region. Only credentials are read from the environment, unless they are set.
    pub fn new(region: impl Into<String>) -> Self {
        Self::default().region(region)
    }

    /// Sets the Region (`eu-central-1`).
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the credentials, or a provider of credentials.
    ///
    /// By default, the first of these sources that is configured is used: `AWS_ACCESS_KEY_ID` and
    /// `AWS_SECRET_ACCESS_KEY`; the profile (a role, a login, keys, a command); `AWS_WEB_IDENTITY_TOKEN_FILE`;
    /// `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `…_FULL_URI`; the role of an EC2 instance, unless
    /// `AWS_EC2_METADATA_DISABLED` is set. If that source fails, the call fails; the next ones are not tried. See the
    /// [AWS reference](https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
    #[must_use]
    pub fn credentials(mut self, provider: impl ProvideCredentials) -> Self {
        // Credentials that are known already need no provider.
        self.credentials = match (&provider as &dyn Any).downcast_ref::<Credentials>() {
            Some(credentials) => Source::Fixed(Arc::new(credentials.clone())),
            None => Source::User(Arc::new(provider)),
        };
        self.account_id = None;
        self
    }

    /// Sets a bearer token, for operations that take one (`@httpBearerAuth`). It replaces that of the variable
    /// `AWS_BEARER_TOKEN_…`, which ends in the signing name of the service (`AWS_BEARER_TOKEN_BEDROCK`). It is never
    /// printed.
    ///
    /// An operation that takes a signature too uses the first of both in its `@auth` for which the client has an identity;
    /// most list the signature first. [`auth_scheme_preference`](Self::auth_scheme_preference) prefers the token, and so
    /// does the variable, which is for one service.
    ///
    /// # Errors
    /// The text is no token: it is empty, or has spaces or invisible characters.
    pub fn bearer_token(mut self, token: impl AsRef<str>) -> Result<Self, ConfigError> {
        self.bearer_token = Some(BearerToken::new(token.as_ref(), "Config::bearer_token")?);
        Ok(self)
    }

    /// Sets the preferred authentication schemes. An operation that supports several uses the first of these for which the
    /// client has an identity. The others follow in the order of the model.
    #[must_use]
    pub fn auth_scheme_preference(mut self, schemes: impl IntoIterator<Item = AuthScheme>) -> Self {
        self.auth_scheme_preference = Some(schemes.into_iter().collect());
        self
    }

    /// Sets the Regions in which signatures of Version 4A are valid (feature `sigv4a`): their names, or `*` for all. The
    /// default is that of the endpoint, else the Region of the client.
    #[must_use]
    pub fn sigv4a_signing_region_set(mut self, regions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let regions: Vec<String> = regions.into_iter().map(Into::into).collect();
        self.sigv4a_signing_region_set = (!regions.is_empty()).then(|| regions.join(","));
        self
    }

    /// Sets a role to assume. It is assumed with the credentials configured so far: the given ones, or those of the
    /// environment. Roles can be chained: each is assumed with the credentials of the previous one.
    #[must_use]
    pub fn assume_role(mut self, role: AssumeRole) -> Self {
        self.credentials = Source::Role(Arc::new(role), Arc::new(self.credentials));
        self.account_id = None;
        self
    }

    /// Whether both configurations use the same source of credentials.
    pub(super) fn has_credentials_of(&self, other: &Self) -> bool {
        self.credentials.is_same(&other.credentials) && self.profile == other.profile
    }

    /// Disables signing. Services accept few unsigned operations, if any.
    #[must_use]
    pub fn anonymous(mut self) -> Self {
        self.credentials = Source::Anonymous;
        self.account_id = None;
        self
    }

    /// Sets the profile of the shared files (`~/.aws/config`, `~/.aws/credentials`) from which credentials are read. It
    /// replaces `AWS_PROFILE` and the default profile, and takes precedence over keys in the environment. Other
    /// settings of the profile are not read; for those, pass a variable `AWS_PROFILE` to [`Config::from_environment`].
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self.account_id = None;
        self
    }

    /// Sets the endpoint, which replaces the result of the service's endpoint rules.
    #[must_use]
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self.service_endpoints = ServiceEndpoints::default();
        self
    }

    /// Sets the protocol, by its name (`awsJson1_0`) or shape id (`aws.protocols#awsJson1_0`).
    ///
    /// By default, clients use the first of [`ServiceSchema::protocols`](crate::ServiceSchema::protocols). If the service
    /// refuses it, they use the next one. A protocol that is set here is used for all calls, and a call of a service
    /// whose crate does not contain it fails with
    /// [`ConstructionError::UnknownProtocol`](crate::error::ConstructionError::UnknownProtocol).
    #[must_use]
    pub fn protocol(mut self, id: impl Into<String>) -> Self {
        self.protocol = Some(id.into());
        self
    }

    /// Sets a parameter of the service's endpoint rules by its name: a client context parameter
    /// (`smithy.rules#clientContextParams`), or a built-in, for example `AWS::Auth::AccountId`.
    #[must_use]
    pub fn endpoint_parameter(mut self, name: impl Into<String>, value: ParameterValue) -> Self {
        self.endpoint_parameters.insert(name.into(), value);
        self
    }

    /// Sets whether to use endpoints with cryptography validated under FIPS 140.
    #[must_use]
    pub fn use_fips(mut self, is_enabled: bool) -> Self {
        self.use_fips = is_enabled;
        self
    }

    /// Sets whether to use dual-stack endpoints, which have both IPv4 and IPv6 addresses.
    #[must_use]
    pub fn use_dual_stack(mut self, is_enabled: bool) -> Self {
        self.use_dual_stack = is_enabled;
        self
    }

    /// Sets the size in bytes from which request bodies are compressed; `None` disables compression. The default is
    /// 10,240. It applies to operations with `@requestCompression`, if the feature `gzip` is enabled.
    #[must_use]
    pub fn compress_from(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.compress_from = bytes.into();
        self
    }

    /// Sets the timeouts and retry settings of calls.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Sets the maximum time to establish a connection. The default is 5 s.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the proxy for all requests; `None` disables it. The default is no proxy; [`from_env`](Self::from_env) reads
    /// the proxies of the environment.
    #[cfg(any(feature = "client", feature = "blocking"))]
    #[must_use]
    pub fn proxy(mut self, proxy: impl Into<Option<Proxy>>) -> Self {
        let proxy = proxy.into();
        self.proxies = Proxies { http: proxy.clone(), https: proxy };
        self
    }

    /// Sets the trusted root certificates as PEM (RFC 7468), instead of Mozilla's list. This is needed, for example,
    /// behind a company proxy that intercepts TLS.
    ///
    /// # Errors
    /// The text contains no certificate, or an invalid one.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        self.roots = Some(Roots::from_pem(pem.as_ref())?);
        Ok(self)
    }

    /// Uses the root certificates of the operating system, instead of Mozilla's list. This includes certificates that
    /// its administrator added; outdated ones may make connections fail. They are read now. The variables
    /// `SSL_CERT_FILE` and `SSL_CERT_DIR` of the process override their location.
    ///
    /// # Errors
    /// The operating system has no root certificates, or they cannot be read.
    #[cfg(all(feature = "native-roots", any(feature = "client", feature = "blocking")))]
    pub fn native_root_certificates(mut self) -> Result<Self, ConfigError> {
        self.roots = Some(Roots::native()?);
        Ok(self)
    }

    /// Sets the application name, which is sent in the `User-Agent` header.
    #[must_use]
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.application = Some(name.into());
        self
    }

    /// Sets the clock that provides the time of signatures, for example a fixed time in tests.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = f.debug_struct("Config");
        #[cfg(any(feature = "client", feature = "blocking"))]
        printed.field("proxies", &self.proxies).field("root_certificates", &self.roots);
        printed
            .field("region", &self.region)
            .field("credentials", &self.credentials)
            .field("bearer_token", &self.bearer_token)
            .field("auth_scheme_preference", &self.auth_scheme_preference)
            .field("environment_auth_schemes", &self.environment_auth_schemes)
            .field("sigv4a_signing_region_set", &self.sigv4a_signing_region_set)
            .field("profile", &self.profile)
            .field("endpoint", &self.endpoint)
            .field("service_endpoints", &self.service_endpoints)
            .field("protocol", &self.protocol)
            .field("endpoint_parameters", &self.endpoint_parameters)
            .field("endpoint_discovery", &self.endpoint_discovery)
            .field("account_id", &self.account_id)
            .field("compress_from", &self.compress_from)
            .field("request_checksum_calculation", &self.request_checksums)
            .field("response_checksum_validation", &self.response_checksums)
            .field("use_fips", &self.use_fips)
            .field("use_dual_stack", &self.use_dual_stack)
            .field("settings", &self.settings)
            .field("connect_timeout", &self.connect_timeout)
            .field("application", &self.application)
            .field("hooks", &self.hooks)
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}
