//! Reads a configuration from environment variables and the shared files.
//!
//! See the [AWS settings reference](https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html).
use super::{
    ChecksumPolicy, Config, ConfigError, Environment, RetryMode,
    known_settings::{endpoint_parameters, warn_of_ignored},
    off_thread, setting_values,
    shared_files::{Section, SharedFiles},
};
#[cfg(any(feature = "client", feature = "blocking"))]
use super::{InvalidProxy, Proxy, proxy::Proxies, tls::Roots};
use crate::{endpoint::without_user, protocol::content::MIN_COMPRESSION_SIZE};

/// The name of the built-in in endpoint rules.
const ACCOUNT_ID_ENDPOINT_MODE: &str = "AWS::Auth::AccountIdEndpointMode";

impl Config {
    /// Reads a configuration from environment variables and the shared files (`~/.aws/config`, `~/.aws/credentials`).
    /// Variables take precedence. The files are read on a separate thread.
    ///
    /// | variable | setting of the profile |
    /// |---|---|
    /// | `AWS_REGION`, `AWS_DEFAULT_REGION` | `region` |
    /// | `AWS_ENDPOINT_URL_<SERVICE>` (`AWS_ENDPOINT_URL_FSX`) | `endpoint_url` of a service in the `services` |
    /// | `AWS_ENDPOINT_URL` | `endpoint_url` |
    /// | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `ignore_configured_endpoint_urls` |
    /// | `AWS_USE_FIPS_ENDPOINT` | `use_fips_endpoint` |
    /// | `AWS_USE_DUALSTACK_ENDPOINT` | `use_dualstack_endpoint` |
    /// | `AWS_ENABLE_ENDPOINT_DISCOVERY` (`true`, `false`, `auto`): see [`Config::endpoint_discovery`] | `endpoint_discovery_enabled` |
    /// | `AWS_MAX_ATTEMPTS` | `max_attempts` |
    /// | `AWS_RETRY_MODE` (`standard`; `legacy` and `adaptive` have the same effect) | `retry_mode` |
    /// | `AWS_NEW_RETRIES_2026` (`true`: [`RetryMode::Standard2026`]) | |
    /// | `AWS_DEFAULTS_MODE`: the [`connect_timeout`](Config::connect_timeout) | `defaults_mode` |
    /// | `AWS_SDK_UA_APP_ID` | `sdk_ua_app_id` |
    /// | `AWS_ACCOUNT_ID` (with `AWS_ACCESS_KEY_ID`) | `aws_account_id`, `sso_account_id`, the account in `role_arn` |
    /// | `AWS_ACCOUNT_ID_ENDPOINT_MODE` | `account_id_endpoint_mode` |
    /// | `AWS_AUTH_SCHEME_PREFERENCE` (`sigv4a,httpBearerAuth`): see [`Config::auth_scheme_preference`] | `auth_scheme_preference` |
    /// | `AWS_SIGV4A_SIGNING_REGION_SET`: see [`Config::sigv4a_signing_region_set`] | `sigv4a_signing_region_set` |
    /// | `AWS_S3_DISABLE_EXPRESS_SESSION_AUTH` | `s3_disable_express_session_auth` |
    /// | `AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS` | `s3_disable_multiregion_access_points` |
    /// | `AWS_S3_USE_ARN_REGION` | `s3_use_arn_region` |
    /// | `AWS_DISABLE_REQUEST_COMPRESSION`: see [`Config::compress_from`] | `disable_request_compression` |
    /// | `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES` | `request_min_compression_size_bytes` |
    /// | `AWS_REQUEST_CHECKSUM_CALCULATION`: see [`ChecksumPolicy`](super::ChecksumPolicy) | `request_checksum_calculation` |
    /// | `AWS_RESPONSE_CHECKSUM_VALIDATION` | `response_checksum_validation` |
    /// | `https_proxy`, `HTTPS_PROXY`, `http_proxy`, `HTTP_PROXY`, `no_proxy`, `NO_PROXY`: see `Config::proxy` | |
    /// | `AWS_CA_BUNDLE`, else `SSL_CERT_FILE`: see `Config::root_certificates` | `ca_bundle` |
    ///
    /// `AWS_PROFILE` selects the profile, `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` the files. Credentials
    /// are resolved later, when a call needs them. `docs/settings.md` lists all AWS settings, including those that are
    /// ignored; a `tracing` event warns about an ignored setting.
    ///
    /// # Errors
    /// A value is invalid, a file cannot be read, or the selected profile does not exist. A missing Region is not an
    /// error here, only when a call is made.
    pub async fn from_env() -> Result<Self, ConfigError> {
        off_thread::run(Self::from_env_blocking).await.unwrap_or_else(Self::from_env_blocking)
    }

    /// Like [`from_env`](Self::from_env), but reads the files on the current thread.
    ///
    /// # Errors
    /// Same as [`from_env`](Self::from_env).
    pub fn from_env_blocking() -> Result<Self, ConfigError> {
        Self::from_environment(Environment::process())
    }

    /// Like [`from_env_blocking`](Self::from_env_blocking), but reads the given variables and files instead of those of
    /// the process, for example in tests, or to select a profile.
    ///
    /// ```no_run
    /// use ferrosmith::client::{Config, Environment};
    ///
    /// let config = Config::from_environment(Environment::process().variable("AWS_PROFILE", "backups"))?;
    /// # Ok::<(), ferrosmith::client::ConfigError>(())
    /// ```
    ///
    /// # Errors
    /// Same as [`from_env`](Self::from_env).
    pub fn from_environment(environment: Environment) -> Result<Self, ConfigError> {
        let files = SharedFiles::read(&environment)?;
        let name = environment.var("AWS_PROFILE");
        let profile = files.profile(name.as_deref())?;
        let sources = Sources { environment: &environment, files: &files, profile };

        let mut config = Self {
            region: sources.read(&["AWS_REGION", "AWS_DEFAULT_REGION"], "region", setting_values::region)?,
            use_fips: sources.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")?,
            use_dual_stack: sources.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")?,
            application: sources.read(&["AWS_SDK_UA_APP_ID"], "sdk_ua_app_id", |text| Ok(text.to_owned()))?,
            ..Self::default()
        };
        if let Some(attempts) = sources.read(&["AWS_MAX_ATTEMPTS"], "max_attempts", setting_values::attempts)? {
            config.settings.attempts = attempts;
        }
        if let Some(timeout) =
            sources.read(&["AWS_DEFAULTS_MODE"], "defaults_mode", setting_values::defaults_mode)?.flatten()
        {
            config.connect_timeout = timeout;
        }
        config.compress_from = sources.compress_from()?;
        (config.request_checksums, config.response_checksums) = sources.checksums()?;
        config.account_id = sources.account_id()?;
        config.environment_auth_schemes = sources
            .read(&["AWS_AUTH_SCHEME_PREFERENCE"], "auth_scheme_preference", setting_values::auth_schemes)?
            .unwrap_or_default();
        config.sigv4a_signing_region_set = sources.read(
            &["AWS_SIGV4A_SIGNING_REGION_SET"],
            "sigv4a_signing_region_set",
            setting_values::region_set,
        )?;
        config.endpoint_parameters = endpoint_parameters(&sources)?;
        let discovery = sources.read(
            &["AWS_ENABLE_ENDPOINT_DISCOVERY"],
            "endpoint_discovery_enabled",
            setting_values::endpoint_discovery,
        )?;
        config.endpoint_discovery = discovery.unwrap_or_default();
        let mode = sources.read(
            &["AWS_ACCOUNT_ID_ENDPOINT_MODE"],
            "account_id_endpoint_mode",
            setting_values::account_id_mode,
        )?;
        let mode = mode.unwrap_or_else(|| "preferred".to_owned());
        config.endpoint_parameters.insert(ACCOUNT_ID_ENDPOINT_MODE.to_owned(), mode.into());
        // All valid modes have the same effect, so this only rejects invalid ones.
        sources.read(&["AWS_RETRY_MODE"], "retry_mode", setting_values::retry_mode)?;
        if sources.read(&["AWS_NEW_RETRIES_2026"], "", setting_values::flag)? == Some(true) {
            config.settings.retry_mode = RetryMode::Standard2026;
        }
        (config.endpoint, config.service_endpoints) = sources.endpoints()?;
        #[cfg(any(feature = "client", feature = "blocking"))]
        {
            config.proxies = sources.proxies()?;
            config.roots = sources.roots()?;
        }
        warn_of_ignored(&sources);
        config.environment = environment;
        Ok(config)
    }
}

/// The sources of settings: variables and a profile.
pub(super) struct Sources<'a> {
    pub(super) environment: &'a Environment,
    pub(super) files: &'a SharedFiles,
    pub(super) profile: Option<&'a Section>,
}

impl Sources<'_> {
    /// Reads a setting from the first of the variables that is set, or else from the profile. The error of `parse`
    /// states the expected form.
    pub(super) fn read<T>(
        &self,
        variables: &[&str],
        setting: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        self.find(variables, setting).map(|(location, value)| parsed(&location, &value, &parse)).transpose()
    }

    /// Returns the location of a setting and its text.
    pub(super) fn find(&self, variables: &[&str], setting: &str) -> Option<(String, String)> {
        let variable = variables.iter().find_map(|name| Some(((*name).to_owned(), self.environment.var(name)?)));
        let property = || {
            let property = self.profile?.property(setting)?;
            Some((format!("{}: {setting}", property.location), property.value.clone()))
        };
        variable.or_else(property)
    }

    pub(super) fn flag(&self, variable: &str, setting: &str) -> Result<bool, ConfigError> {
        Ok(self.read(&[variable], setting, setting_values::flag)?.unwrap_or_default())
    }

    /// Returns the size in bytes from which bodies are compressed; `None` if they are never compressed.
    fn compress_from(&self) -> Result<Option<usize>, ConfigError> {
        let size = self.read(
            &["AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"],
            "request_min_compression_size_bytes",
            setting_values::compression_size,
        )?;
        let is_disabled = self.flag("AWS_DISABLE_REQUEST_COMPRESSION", "disable_request_compression")?;
        Ok((!is_disabled).then_some(size.unwrap_or(MIN_COMPRESSION_SIZE)))
    }

    /// Returns when requests have checksums, and when those of responses are checked.
    fn checksums(&self) -> Result<(ChecksumPolicy, ChecksumPolicy), ConfigError> {
        let read = |variable, setting| self.read(&[variable], setting, setting_values::checksum_policy);
        let requests = read("AWS_REQUEST_CHECKSUM_CALCULATION", "request_checksum_calculation")?;
        let responses = read("AWS_RESPONSE_CHECKSUM_VALIDATION", "response_checksum_validation")?;
        Ok((requests.unwrap_or_default(), responses.unwrap_or_default()))
    }

    /// Returns the account of the credentials, if it is known before they are resolved. `AWS_ACCOUNT_ID` without keys
    /// in the environment is ignored, because it may name another account.
    fn account_id(&self) -> Result<Option<String>, ConfigError> {
        if self.environment.var("AWS_ACCESS_KEY_ID").is_some() {
            return self.read(&["AWS_ACCOUNT_ID"], "", setting_values::account_id);
        }
        let Some(profile) = self.profile else { return Ok(None) };
        if let Some(arn) = profile.get("role_arn") {
            return Ok(arn.split(':').nth(4).filter(|id| setting_values::account_id(id).is_ok()).map(str::to_owned));
        }
        let name = if profile.get("aws_account_id").is_some() { "aws_account_id" } else { "sso_account_id" };
        self.read(&[], name, setting_values::account_id)
    }

    /// Reads the proxy variables. Lower-case names take precedence, as in curl and Python.
    #[cfg(any(feature = "client", feature = "blocking"))]
    fn proxies(&self) -> Result<Proxies, ConfigError> {
        let except = self.environment.var("no_proxy").or_else(|| self.environment.var("NO_PROXY")).unwrap_or_default();
        let read = |names: &[&str]| {
            let found = self.find(names, "");
            let parsed = found.map(|(name, value)| {
                let proxy: Result<Proxy, InvalidProxy> = value.parse();
                // The value may contain a password.
                proxy.map_err(|error| ConfigError(format!("{name} is `{}`, but {error}", without_user(&value))))
            });
            parsed.transpose().map(|proxy| proxy.map(|proxy| proxy.except(&except)))
        };
        // Under CGI, `HTTP_PROXY` contains the request header `Proxy`, which the sender controls.
        let is_cgi = self.environment.var("REQUEST_METHOD").is_some();
        let http: &[&str] = if is_cgi { &["http_proxy"] } else { &["http_proxy", "HTTP_PROXY"] };
        Ok(Proxies { http: read(http)?, https: read(&["https_proxy", "HTTPS_PROXY"])? })
    }

    #[cfg(any(feature = "client", feature = "blocking"))]
    fn roots(&self) -> Result<Option<Roots>, ConfigError> {
        let found = self.find(&["AWS_CA_BUNDLE"], "ca_bundle").or_else(|| self.find(&["SSL_CERT_FILE"], ""));
        let Some((location, path)) = found else { return Ok(None) };
        let invalid = |reason: String| ConfigError(format!("{location}: {path}{reason}"));
        let pem = self.environment.read(&path).map_err(|error| invalid(format!(" cannot be read: {error}")))?;
        Roots::from_pem(&pem).map(Some).map_err(|error| invalid(format!(": {error}")))
    }
}

/// Parses a setting, whose error names the location.
pub(super) fn parsed<T>(
    location: &str,
    value: &str,
    parse: &impl Fn(&str) -> Result<T, String>,
) -> Result<T, ConfigError> {
    parse(value.trim())
        .map_err(|expected_form| ConfigError(format!("{location} is `{}`, but {expected_form}", without_user(value))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "[default]\nregion = eu-west-1\nuse_fips_endpoint = true\nmax_attempts = 7\nservices = here\n\
        endpoint_url = http://profile\nsdk_ua_app_id = backups\n[services here]\nfsx =\n  endpoint_url = http://section\n\
        [profile other]\nregion = eu-west-9\n[profile lost]\nservices = nowhere\n[profile odd]\nuse_fips_endpoint = 1\n";

    fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let environment = Environment::empty().file("~/.aws/config", FILE);
        let add = |environment: Environment, (name, value): &(&str, &str)| environment.variable(*name, *value);
        Config::from_environment(variables.iter().fold(environment, add))
    }

    #[test]
    fn variables_take_precedence_over_the_profile() {
        let config = read(&[]).unwrap();
        assert_eq!(
            (config.region.as_deref(), config.use_fips, config.use_dual_stack),
            (Some("eu-west-1"), true, false)
        );
        assert_eq!((config.settings.attempts, config.application.as_deref()), (7, Some("backups")));

        let variables = [("AWS_USE_FIPS_ENDPOINT", "False"), ("AWS_MAX_ATTEMPTS", "1"), ("AWS_DEFAULT_REGION", "a")];
        let config = read(&variables).unwrap();
        assert_eq!((config.region.as_deref(), config.use_fips, config.settings.attempts), (Some("a"), false, 1));
        let regions = [("AWS_DEFAULT_REGION", "a"), ("AWS_REGION", "b"), ("AWS_PROFILE", "other")];
        assert_eq!(read(&regions).unwrap().region.as_deref(), Some("b"));
        assert_eq!(read(&regions[2..]).unwrap().region.as_deref(), Some("eu-west-9"));
        assert_eq!(read(&[("AWS_PROFILE", "")]).unwrap().region.as_deref(), Some("eu-west-1"));
        assert_eq!(Config::from_environment(Environment::empty()).unwrap().region, None);
    }

    #[test]
    fn settings_of_endpoint_rules_are_parameters() {
        let parameter =
            |config: Result<Config, ConfigError>, name: &str| config.unwrap().endpoint_parameters.get(name).cloned();
        let session = "DisableS3ExpressSessionAuth";
        assert_eq!(parameter(read(&[]), session), None);
        let variable = ("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "TRUE");
        assert_eq!(parameter(read(&[variable]), session), Some(true.into()));
        assert_eq!(parameter(read(&[("AWS_S3_USE_ARN_REGION", "false")]), "UseArnRegion"), Some(false.into()));
        let profile =
            "[default]\ns3_disable_express_session_auth = false\ns3_disable_multiregion_access_points = true\n";
        let environment = Environment::empty().file("~/.aws/config", profile);
        let config = || Config::from_environment(environment.clone());
        assert_eq!(parameter(config(), session), Some(false.into()));
        assert_eq!(parameter(config(), "DisableMultiRegionAccessPoints"), Some(true.into()));
        // Variables and the program take precedence.
        let both = environment.clone().variable(variable.0, variable.1);
        assert_eq!(parameter(Config::from_environment(both), session), Some(true.into()));
        let program = config().map(|config| config.endpoint_parameter(session, true.into()));
        assert_eq!(parameter(program, session), Some(true.into()));
        let error = read(&[("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "yes")]).unwrap_err().to_string();
        assert_eq!(error, "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH is `yes`, but it is `true` or `false`");
    }

    #[test]
    fn the_retry_mode_is_read() {
        let mode = |variables: &[(&str, &str)]| read(variables).unwrap().settings.retry_mode;
        assert_eq!(mode(&[]), RetryMode::Standard);
        assert_eq!(mode(&[("AWS_RETRY_MODE", "Adaptive"), ("AWS_NEW_RETRIES_2026", "false")]), RetryMode::Standard);
        assert_eq!(mode(&[("AWS_NEW_RETRIES_2026", "TRUE")]), RetryMode::Standard2026);
    }

    #[test]
    fn the_defaults_mode_sets_the_connect_timeout() {
        let connect = |mode: &str| read(&[("AWS_DEFAULTS_MODE", mode)]).unwrap().connect_timeout.as_millis();
        let modes = ["legacy", "Standard", "in-region", "cross-region", "mobile", "auto", ""];
        assert_eq!(modes.map(connect), [5000, 3100, 1100, 3100, 30_000, 3100, 5000]);
    }

    #[test]
    fn the_compression_size_is_read() {
        let from = |variables: &[(&str, &str)]| read(variables).unwrap().compress_from;
        let (size, never) =
            (("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "128"), ("AWS_DISABLE_REQUEST_COMPRESSION", "true"));
        assert_eq!([from(&[]), from(&[size]), from(&[size, never])], [Some(10_240), Some(128), None]);
    }

    #[test]
    fn the_policies_of_checksums_are_read() {
        use ChecksumPolicy::{WhenRequired, WhenSupported};
        const REQUESTS: &str = "AWS_REQUEST_CHECKSUM_CALCULATION";
        const RESPONSES: &str = "AWS_RESPONSE_CHECKSUM_VALIDATION";
        let file =
            "[default]\nrequest_checksum_calculation = WHEN_SUPPORTED\nresponse_checksum_validation=When_Supported\n";
        let policies = |file: &str, variables: &[(&str, &str)]| {
            let environment = Environment::empty().file("~/.aws/config", file);
            let add = |environment: Environment, (name, value): &(&str, &str)| environment.variable(*name, *value);
            let config = Config::from_environment(variables.iter().fold(environment, add)).unwrap();
            (config.request_checksums, config.response_checksums)
        };
        assert_eq!(policies("", &[]), (WhenRequired, WhenRequired));
        assert_eq!(policies(file, &[]), (WhenSupported, WhenSupported));
        assert_eq!(policies("", &[(REQUESTS, "when_supported")]), (WhenSupported, WhenRequired));
        assert_eq!(policies(file, &[(REQUESTS, "when_REQUIRED"), (RESPONSES, "")]), (WhenRequired, WhenSupported));
        assert_eq!(policies(file, &[(RESPONSES, " WHEN_REQUIRED ")]), (WhenSupported, WhenRequired));
        let config = Config::new("a").request_checksum_calculation(WhenSupported);
        assert_eq!((config.request_checksums, config.response_checksums), (WhenSupported, WhenRequired));
        assert_eq!(config.response_checksum_validation(WhenSupported).response_checksums, WhenSupported);
    }

    /// The account id must belong to the credentials, or be absent.
    #[test]
    fn the_account_belongs_to_the_credentials() {
        let (account, keys) = (("AWS_ACCOUNT_ID", "111122223333"), ("AWS_ACCESS_KEY_ID", "AKID"));
        let file = "[default]\naws_account_id = 222233334444\nregion = a\n[profile sso]\nsso_account_id = 333344445555\n\
            [profile role]\nrole_arn = arn:aws:iam::444455556666:role/r\naws_account_id = 1\n";
        let config = |variables: &[(&str, &str)]| {
            let environment = Environment::empty().file("~/.aws/config", file);
            let add = |environment: Environment, (name, value): &(&str, &str)| environment.variable(*name, *value);
            Config::from_environment(variables.iter().fold(environment, add)).unwrap()
        };
        let id = |variables: &[(&str, &str)]| config(variables).account_id;
        let table: [(&[_], _); 5] = [
            (&[account], "222233334444"),
            (&[account, keys], "111122223333"),
            (&[("AWS_PROFILE", "sso")], "333344445555"),
            (&[("AWS_PROFILE", "role")], "444455556666"),
            (&[], "222233334444"),
        ];
        for (variables, expected) in table {
            assert_eq!(id(variables).as_deref(), Some(expected), "{variables:?}");
        }
        assert_eq!(id(&[keys]), None);
        let changed: [fn(Config) -> Config; 3] = [
            |config| config.credentials(crate::client::Credentials::new("a", "b")),
            Config::anonymous,
            |config| config.profile("other"),
        ];
        assert!(changed.iter().all(|change| change(config(&[])).account_id.is_none()));
        let mode = |variables: &[(&str, &str)]| config(variables).endpoint_parameters[ACCOUNT_ID_ENDPOINT_MODE].clone();
        assert_eq!(mode(&[]), "preferred".into());
        assert_eq!(mode(&[("AWS_ACCOUNT_ID_ENDPOINT_MODE", "Required")]), "required".into());
    }

    #[test]
    fn async_and_blocking_read_the_same_configuration() {
        let text = |result: Result<Config, ConfigError>| format!("{result:?}");
        assert_eq!(text(crate::client::block_on::block_on(Config::from_env())), text(Config::from_env_blocking()));
    }

    #[test]
    fn errors_name_the_location_and_the_expected_form() {
        let table = [
            (("AWS_REGION", "eu west"), "AWS_REGION is `eu west`, but a Region looks like `eu-central-1`"),
            (("AWS_RETRY_MODE", "eager"), "AWS_RETRY_MODE is `eager`, but it is `standard`, `legacy` or `adaptive`"),
            (
                ("AWS_ENDPOINT_URL", "https://me:hush@host"),
                "AWS_ENDPOINT_URL is `https://…@host`, but an endpoint has no user and no password",
            ),
            (
                ("AWS_ENDPOINT_URL", "https://host:99999"),
                "AWS_ENDPOINT_URL is `https://host:99999`, but the port of an endpoint is a number from 1 to 65535",
            ),
            (
                ("AWS_DEFAULTS_MODE", "fast"),
                "AWS_DEFAULTS_MODE is `fast`, but it is `legacy`, `standard`, `in-region`, `cross-region`, `mobile` or \
                 `auto`",
            ),
            (
                ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "10485761"),
                "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES is `10485761`, but it is a whole number of bytes from 0 to 10485760",
            ),
            (
                ("AWS_ACCOUNT_ID_ENDPOINT_MODE", "maybe"),
                "AWS_ACCOUNT_ID_ENDPOINT_MODE is `maybe`, but it is `preferred`, `disabled` or `required`",
            ),
            (
                ("AWS_REQUEST_CHECKSUM_CALCULATION", "always"),
                "AWS_REQUEST_CHECKSUM_CALCULATION is `always`, but it is `WHEN_SUPPORTED` or `WHEN_REQUIRED`",
            ),
            (
                ("AWS_RESPONSE_CHECKSUM_VALIDATION", "true"),
                "AWS_RESPONSE_CHECKSUM_VALIDATION is `true`, but it is `WHEN_SUPPORTED` or `WHEN_REQUIRED`",
            ),
            (("AWS_MAX_ATTEMPTS", "0"), "AWS_MAX_ATTEMPTS is `0`, but it is a whole number from 1 on"),
            (("AWS_USE_DUALSTACK_ENDPOINT", "yes"), "AWS_USE_DUALSTACK_ENDPOINT is `yes`, but it is `true` or `false`"),
            (
                ("AWS_ENDPOINT_URL_FSX", "localhost:5000"),
                "AWS_ENDPOINT_URL_FSX is `localhost:5000`, but an endpoint looks like `https://host` or \
                 `https://host:port/path`",
            ),
            (("AWS_PROFILE", "odd"), "~/.aws/config:16: use_fips_endpoint is `1`, but it is `true` or `false`"),
            (
                ("AWS_PROFILE", "lost"),
                "~/.aws/config:14: services: it is `nowhere`, but `[services nowhere]` stands nowhere in ~/.aws/config",
            ),
        ];
        for (variable, message) in table {
            assert_eq!(read(&[variable]).unwrap_err().to_string(), message);
        }
        assert!(read(&[("AWS_PROFILE", "none")]).unwrap_err().to_string().starts_with("there is no profile `none`"));
    }
}
