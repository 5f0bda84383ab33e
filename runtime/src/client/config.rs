//! What a client is made with.
use super::{AssumeRole, Credentials, Environment, ProvideCredentials, Settings, credentials::Source, hooks::Hooks};
#[cfg(any(feature = "client", feature = "blocking"))]
use super::{Proxy, proxy::Proxies, tls::Roots};
use crate::{Endpoint, endpoint::ParameterValue, protocol::content::MIN_COMPRESSION_SIZE};
use std::{
    any::Any,
    collections::BTreeMap,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// A configuration that cannot be read: what is wrong, where, and what is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub(super) String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// What a client is made with: where, who, and how patiently. One configuration serves clients of all services.
#[derive(Clone)]
pub struct Config {
    pub(super) region: Option<String>,
    pub(super) credentials: Source,
    pub(super) profile: Option<String>,
    pub(super) endpoint: Option<Endpoint>,
    /// By the service's id in upper case with underscores (`FSX`); they come before `endpoint`.
    pub(super) service_endpoints: BTreeMap<String, Endpoint>,
    pub(super) endpoint_parameters: BTreeMap<String, ParameterValue>,
    /// Of the credentials, as far as the environment says it.
    pub(super) account_id: Option<String>,
    /// From how many bytes on bodies are compressed; none where they never are.
    pub(super) compress_from: Option<usize>,
    pub(super) use_fips: bool,
    pub(super) use_dual_stack: bool,
    pub(super) settings: Settings,
    pub(super) connect_timeout: Duration,
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) proxies: Proxies,
    /// Mozilla's where there are none.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(super) roots: Option<Roots>,
    pub(super) application: Option<String>,
    pub(super) hooks: Hooks,
    /// Where credentials are looked for.
    pub(super) environment: Environment,
    pub(super) clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            region: None,
            credentials: Source::default(),
            profile: None,
            endpoint: None,
            service_endpoints: BTreeMap::new(),
            endpoint_parameters: BTreeMap::new(),
            account_id: None,
            compress_from: Some(MIN_COMPRESSION_SIZE),
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
    /// A configuration of this Region, with nothing from the environment but credentials, where none are given.
    pub fn new(region: impl Into<String>) -> Self {
        Self::default().region(region)
    }

    /// The Region (`eu-central-1`).
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Who makes the calls: [`Credentials`](super::Credentials) as they are, or whatever gives some.
    ///
    /// Without it, the first of these that is configured: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`; the profile (a role,
    /// a login, keys, a command); `AWS_WEB_IDENTITY_TOKEN_FILE`; `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or
    /// `…_FULL_URI`; the role of an EC2 instance, unless `AWS_EC2_METADATA_DISABLED`. A source that is configured and fails
    /// is an error of the call, and the others are not asked. [The AWS
    /// reference](https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
    #[must_use]
    pub fn credentials(mut self, provider: impl ProvideCredentials) -> Self {
        // What is known already is not asked for.
        self.credentials = match (&provider as &dyn Any).downcast_ref::<Credentials>() {
            Some(credentials) => Source::Fixed(Arc::new(credentials.clone())),
            None => Source::User(Arc::new(provider)),
        };
        self.account_id = None;
        self
    }

    /// A role that makes the calls, assumed with the credentials configured so far: those given, else what the environment
    /// offers. Roles can follow each other; each is assumed with the credentials of the one before.
    #[must_use]
    pub fn assume_role(mut self, role: AssumeRole) -> Self {
        self.credentials = Source::Role(Arc::new(role), Arc::new(self.credentials));
        self.account_id = None;
        self
    }

    /// Whether the credentials of both are found at one place.
    pub(super) fn has_credentials_of(&self, other: &Self) -> bool {
        self.credentials.is_same(&other.credentials) && self.profile == other.profile
    }

    /// Requests are not signed. Services answer few operations then, if any.
    #[must_use]
    pub fn anonymous(mut self) -> Self {
        self.credentials = Source::Anonymous;
        self.account_id = None;
        self
    }

    /// The profile of the shared files (`~/.aws/config`, `~/.aws/credentials`) that credentials come from, instead of
    /// `AWS_PROFILE` or `default`, and of keys in the environment. Other settings of it are not read: give
    /// [`Config::from_environment`] a variable `AWS_PROFILE` for those.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self.account_id = None;
        self
    }

    /// Where requests go, instead of where the rules of the service send them.
    #[must_use]
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self.service_endpoints.clear();
        self
    }

    /// A parameter of the service's endpoint rules by its name (`smithy.rules#clientContextParams`), or a value of the
    /// client by the name of its built-in, `AWS::Auth::AccountId` say.
    #[must_use]
    pub fn endpoint_parameter(mut self, name: impl Into<String>, value: ParameterValue) -> Self {
        self.endpoint_parameters.insert(name.into(), value);
        self
    }

    /// Whether requests go to endpoints whose cryptography is validated by FIPS 140.
    #[must_use]
    pub fn use_fips(mut self, is_wanted: bool) -> Self {
        self.use_fips = is_wanted;
        self
    }

    /// Whether requests go to endpoints that have IPv6 addresses too.
    #[must_use]
    pub fn use_dual_stack(mut self, is_wanted: bool) -> Self {
        self.use_dual_stack = is_wanted;
        self
    }

    /// From how many bytes on bodies are compressed, where the operation takes that (`@requestCompression`) and the feature
    /// `gzip` is on: 10,240 by default, or never.
    #[must_use]
    pub fn compress_from(mut self, bytes: impl Into<Option<usize>>) -> Self {
        self.compress_from = bytes.into();
        self
    }

    /// How patient calls are.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// How long making a connection may take. 5 s by default.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The proxy that all requests go through, or none. By default there is none; [`from_env`](Self::from_env) takes those of
    /// the environment.
    #[cfg(any(feature = "client", feature = "blocking"))]
    #[must_use]
    pub fn proxy(mut self, proxy: impl Into<Option<Proxy>>) -> Self {
        let proxy = proxy.into();
        self.proxies = Proxies { http: proxy.clone(), https: proxy };
        self
    }

    /// The certificates of those who vouch for services, as PEM (RFC 7468), instead of Mozilla's list: those of a company
    /// whose proxy looks into TLS, say.
    ///
    /// # Errors
    /// There is no certificate in it, or one that cannot be read.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        self.roots = Some(Roots::from_pem(pem.as_ref())?);
        Ok(self)
    }

    /// The certificates that the machine trusts, instead of Mozilla's list: what its owner added counts, and what is out of
    /// date there fails. They are read now; `SSL_CERT_FILE` and `SSL_CERT_DIR` of the process say where, if set.
    ///
    /// # Errors
    /// The machine has none, or they cannot be read.
    #[cfg(all(feature = "native-roots", any(feature = "client", feature = "blocking")))]
    pub fn native_root_certificates(mut self) -> Result<Self, ConfigError> {
        self.roots = Some(Roots::native()?);
        Ok(self)
    }

    /// The name of the program, as it stands in the `User-Agent` of its requests.
    #[must_use]
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.application = Some(name.into());
        self
    }

    /// What tells the time that signatures bear: tests want it to stand still.
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
            .field("profile", &self.profile)
            .field("endpoint", &self.endpoint)
            .field("service_endpoints", &self.service_endpoints)
            .field("endpoint_parameters", &self.endpoint_parameters)
            .field("account_id", &self.account_id)
            .field("compress_from", &self.compress_from)
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
