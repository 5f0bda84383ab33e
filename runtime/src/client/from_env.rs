//! Configurations from the environment and the shared files.
//!
//! [The reference](https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html) of variables and settings.
use super::{
    Config, ConfigError, Environment, RetryMode, off_thread,
    shared_files::{Section, SharedFiles},
};
#[cfg(any(feature = "client", feature = "blocking"))]
use super::{InvalidProxy, Proxy, proxy::Proxies, tls::Roots};
use crate::{Endpoint, ServiceSchema, endpoint::without_user};
use std::collections::BTreeMap;

const SERVICE_ENDPOINT: &str = "AWS_ENDPOINT_URL_";

impl Config {
    /// A configuration as the environment and the shared files (`~/.aws/config`, `~/.aws/credentials`) say, the
    /// environment first. Files are read on a thread of their own.
    ///
    /// | variable | setting of the profile |
    /// |---|---|
    /// | `AWS_REGION`, `AWS_DEFAULT_REGION` | `region` |
    /// | `AWS_ENDPOINT_URL_<SERVICE>` (`AWS_ENDPOINT_URL_FSX`) | `endpoint_url` of a service in the `services` |
    /// | `AWS_ENDPOINT_URL` | `endpoint_url` |
    /// | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `ignore_configured_endpoint_urls` |
    /// | `AWS_USE_FIPS_ENDPOINT` | `use_fips_endpoint` |
    /// | `AWS_USE_DUALSTACK_ENDPOINT` | `use_dualstack_endpoint` |
    /// | `AWS_MAX_ATTEMPTS` | `max_attempts` |
    /// | `AWS_RETRY_MODE` (`standard`; `legacy` and `adaptive` are taken for it) | `retry_mode` |
    /// | `AWS_NEW_RETRIES_2026` (`true`: [`RetryMode::Standard2026`]) | |
    /// | `AWS_SDK_UA_APP_ID` | `sdk_ua_app_id` |
    /// | `https_proxy`, `HTTPS_PROXY`, `http_proxy`, `HTTP_PROXY`, `no_proxy`, `NO_PROXY`: see [`Proxy`] | |
    /// | `AWS_CA_BUNDLE`, else `SSL_CERT_FILE`: see [`Config::root_certificates`] | `ca_bundle` |
    ///
    /// `AWS_PROFILE` names the profile, `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` the files. Credentials are
    /// looked for later, when a call needs them.
    ///
    /// # Errors
    /// A value cannot be what it stands for, a file cannot be read, or a profile that is named is nowhere. That there is
    /// no Region is an error only of a call.
    pub async fn from_env() -> Result<Self, ConfigError> {
        off_thread::run(Self::from_env_blocking).await.unwrap_or_else(Self::from_env_blocking)
    }

    /// As [`from_env`](Self::from_env); reads files on this thread.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_env_blocking() -> Result<Self, ConfigError> {
        Self::from_environment(Environment::process())
    }

    /// As [`from_env_blocking`](Self::from_env_blocking), from other variables and files than those of the process: in
    /// tests, or with a profile of the program's choice.
    ///
    /// ```no_run
    /// use ferrosmith::client::{Config, Environment};
    ///
    /// let config = Config::from_environment(Environment::process().variable("AWS_PROFILE", "backups"))?;
    /// # Ok::<(), ferrosmith::client::ConfigError>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_environment(environment: Environment) -> Result<Self, ConfigError> {
        let files = SharedFiles::read(&environment)?;
        let name = environment.var("AWS_PROFILE");
        let profile = files.profile(name.as_deref())?;
        let sources = Sources { environment: &environment, files: &files, profile };

        let mut config = Self {
            region: sources.read(&["AWS_REGION", "AWS_DEFAULT_REGION"], "region", region)?,
            use_fips: sources.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")?,
            use_dual_stack: sources.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")?,
            application: sources.read(&["AWS_SDK_UA_APP_ID"], "sdk_ua_app_id", |text| Ok(text.to_owned()))?,
            ..Self::default()
        };
        if let Some(attempts) = sources.read(&["AWS_MAX_ATTEMPTS"], "max_attempts", attempts)? {
            config.settings.attempts = attempts;
        }
        // There is one mode here, so that only what is no mode at all matters.
        sources.read(&["AWS_RETRY_MODE"], "retry_mode", retry_mode)?;
        if sources.read(&["AWS_NEW_RETRIES_2026"], "", flag)? == Some(true) {
            config.settings.retry_mode = RetryMode::Standard2026;
        }
        (config.endpoint, config.service_endpoints) = sources.endpoints()?;
        #[cfg(any(feature = "client", feature = "blocking"))]
        {
            config.proxies = sources.proxies()?;
            config.roots = sources.roots()?;
        }
        config.environment = environment;
        Ok(config)
    }

    /// Where requests to this service go, if not where its rules send them.
    pub(super) fn endpoint_of(&self, service: &ServiceSchema) -> Option<&Endpoint> {
        let key = service_key(service.sdk_id);
        self.service_endpoints.get(&key).or(self.endpoint.as_ref())
    }
}

/// A service's id as variables spell it: `Elastic Beanstalk` is `ELASTIC_BEANSTALK`.
fn service_key(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

/// What settings are read from.
pub(super) struct Sources<'a> {
    pub(super) environment: &'a Environment,
    pub(super) files: &'a SharedFiles,
    pub(super) profile: Option<&'a Section>,
}

impl Sources<'_> {
    /// A setting: the first of the variables that is set, else that of the profile. `parse` gives what it should be
    /// where it is wrong.
    fn read<T>(
        &self,
        variables: &[&str],
        setting: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        self.find(variables, setting).map(|(place, value)| parsed(&place, &value, &parse)).transpose()
    }

    /// Where a setting stands, and its text.
    fn find(&self, variables: &[&str], setting: &str) -> Option<(String, String)> {
        let variable = variables.iter().find_map(|name| Some(((*name).to_owned(), self.environment.var(name)?)));
        let property = || {
            let property = self.profile?.property(setting)?;
            Some((format!("{}: {setting}", property.place), property.value.clone()))
        };
        variable.or_else(property)
    }

    fn flag(&self, variable: &str, setting: &str) -> Result<bool, ConfigError> {
        Ok(self.read(&[variable], setting, flag)?.unwrap_or_default())
    }

    /// As curl and Python read them: the names in lower case come first.
    #[cfg(any(feature = "client", feature = "blocking"))]
    fn proxies(&self) -> Result<Proxies, ConfigError> {
        let except = self.environment.var("no_proxy").or_else(|| self.environment.var("NO_PROXY")).unwrap_or_default();
        let read = |names: &[&str]| {
            let found = self.find(names, "");
            let parsed = found.map(|(name, value)| {
                let proxy: Result<Proxy, InvalidProxy> = value.parse();
                // It may hold a password.
                proxy.map_err(|error| ConfigError(format!("{name} is `{}`, but {error}", without_user(&value))))
            });
            parsed.transpose().map(|proxy| proxy.map(|proxy| proxy.except(&except)))
        };
        // Under CGI, `HTTP_PROXY` is a header of whoever sent the request.
        let is_cgi = self.environment.var("REQUEST_METHOD").is_some();
        let http: &[&str] = if is_cgi { &["http_proxy"] } else { &["http_proxy", "HTTP_PROXY"] };
        Ok(Proxies { http: read(http)?, https: read(&["https_proxy", "HTTPS_PROXY"])? })
    }

    #[cfg(any(feature = "client", feature = "blocking"))]
    fn roots(&self) -> Result<Option<Roots>, ConfigError> {
        let found = self.find(&["AWS_CA_BUNDLE"], "ca_bundle").or_else(|| self.find(&["SSL_CERT_FILE"], ""));
        let Some((place, path)) = found else { return Ok(None) };
        let wrong = |why: String| ConfigError(format!("{place}: {path}{why}"));
        let pem = self.environment.read(&path).map_err(|error| wrong(format!(" cannot be read: {error}")))?;
        Roots::from_pem(&pem).map(Some).map_err(|error| wrong(format!(": {error}")))
    }

    /// The endpoint of all services, and those of some. In the order of
    /// [AWS](https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html): both variables come before both
    /// settings of the profile.
    fn endpoints(&self) -> Result<(Option<Endpoint>, BTreeMap<String, Endpoint>), ConfigError> {
        if self.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")? {
            return Ok((None, BTreeMap::new()));
        }
        let of_all = self.read(&["AWS_ENDPOINT_URL"], "endpoint_url", endpoint)?;
        let mut of_some = match self.environment.var("AWS_ENDPOINT_URL") {
            Some(_) => BTreeMap::new(),
            None => self.services()?,
        };
        for (name, value) in self.environment.vars() {
            if let Some(service) = name.strip_prefix(SERVICE_ENDPOINT) {
                of_some.insert(service.to_owned(), parsed(&name, &value, &endpoint)?);
            }
        }
        Ok((of_all, of_some))
    }

    /// The endpoint of the service with this id, where one is configured.
    pub(super) fn endpoint_of(&self, sdk_id: &str) -> Result<Option<Endpoint>, ConfigError> {
        let (of_all, mut of_some) = self.endpoints()?;
        Ok(of_some.remove(&service_key(sdk_id)).or(of_all))
    }

    /// What the profile's `services` say.
    fn services(&self) -> Result<BTreeMap<String, Endpoint>, ConfigError> {
        let Some(name) = self.profile.and_then(|profile| profile.property("services")) else {
            return Ok(BTreeMap::new());
        };
        let section = self.files.services.get(&name.value).ok_or_else(|| {
            let [config, _] = &self.files.paths;
            let text = format!("it is `{0}`, but `[services {0}]` stands nowhere in {config}", name.value);
            ConfigError(format!("{}: services: {text}", name.place))
        })?;
        let endpoints = section.iter().filter_map(|(service, settings)| {
            let property = settings.nested.property("endpoint_url")?;
            let parsed = parsed(&format!("{}: endpoint_url", property.place), &property.value, &endpoint);
            Some(parsed.map(|endpoint| (service_key(service), endpoint)))
        });
        endpoints.collect()
    }
}

fn parsed<T>(place: &str, value: &str, parse: &impl Fn(&str) -> Result<T, String>) -> Result<T, ConfigError> {
    parse(value.trim())
        .map_err(|expected_form| ConfigError(format!("{place} is `{}`, but {expected_form}", without_user(value))))
}

/// Regions become part of host names.
pub(super) fn region(text: &str) -> Result<String, String> {
    let is_label = !text.is_empty()
        && text.len() < 64
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-');
    is_label.then(|| text.to_owned()).ok_or_else(|| "a Region looks like `eu-central-1`".to_owned())
}

fn flag(text: &str) -> Result<bool, String> {
    text.to_ascii_lowercase().parse().map_err(|_| "it is `true` or `false`".to_owned())
}

fn attempts(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "it is a whole number from 1 on".to_owned())
}

fn retry_mode(text: &str) -> Result<(), String> {
    let is_known = ["standard", "legacy", "adaptive"].iter().any(|mode| text.eq_ignore_ascii_case(mode));
    is_known.then_some(()).ok_or_else(|| "it is `standard`, `legacy` or `adaptive`".to_owned())
}

fn endpoint(text: &str) -> Result<Endpoint, String> {
    text.parse().map_err(|error: crate::InvalidEndpoint| error.expected_form().to_owned())
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
    fn variables_come_before_the_profile() {
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
    fn the_pace_of_retries_is_a_setting() {
        let mode = |variables: &[(&str, &str)]| read(variables).unwrap().settings.retry_mode;
        assert_eq!(mode(&[]), RetryMode::Standard);
        assert_eq!(mode(&[("AWS_RETRY_MODE", "Adaptive"), ("AWS_NEW_RETRIES_2026", "false")]), RetryMode::Standard);
        assert_eq!(mode(&[("AWS_NEW_RETRIES_2026", "TRUE")]), RetryMode::Standard2026);
    }

    #[test]
    fn both_ways_read_the_same() {
        let text = |result: Result<Config, ConfigError>| format!("{result:?}");
        assert_eq!(text(crate::client::block_on::block_on(Config::from_env())), text(Config::from_env_blocking()));
    }

    #[test]
    fn endpoints_in_the_order_of_aws() {
        let both = [("AWS_ENDPOINT_URL_FSX", "http://one"), ("AWS_ENDPOINT_URL", "http://all")];
        let ignored = [both[0], both[1], ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")];
        let table: [(&[(&str, &str)], _, _); 5] = [
            (&[], Some("http://section/"), Some("http://profile/")),
            (&both[..1], Some("http://one/"), Some("http://profile/")),
            (&both[1..], Some("http://all/"), Some("http://all/")),
            (&both, Some("http://one/"), Some("http://all/")),
            (&ignored, None, None),
        ];
        for (variables, fsx, backup) in table {
            let config = read(variables).unwrap();
            let text = |name: &str| {
                let endpoint = config.service_endpoints.get(&service_key(name)).or(config.endpoint.as_ref());
                endpoint.map(|endpoint| endpoint.as_uri().to_string())
            };
            assert_eq!((text("FSx").as_deref(), text("Backup").as_deref()), (fsx, backup), "{variables:?}");
        }
        let set = read(&both).unwrap().endpoint("http://set".parse().unwrap());
        assert!(set.service_endpoints.is_empty() && set.endpoint.is_some());
    }

    #[test]
    fn faults_name_the_place_and_what_is_wanted() {
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
