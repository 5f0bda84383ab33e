//! The configured endpoints, of all services and of single ones. AWS SDK reference guide, ["Service-specific
//! endpoints"](https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
use super::{
    Config, ConfigError,
    from_env::{Sources, parsed},
    setting_values,
};
use crate::{Endpoint, ServiceSchema};

const SERVICE_ENDPOINT: &str = "AWS_ENDPOINT_URL_";

/// The endpoints of single services, by the names that variables give them. The last one of a service counts.
#[derive(Clone, Debug, Default)]
pub(super) struct ServiceEndpoints(Vec<(String, Endpoint)>);

impl ServiceEndpoints {
    pub(super) fn get(&self, service: &str) -> Option<&Endpoint> {
        self.0.iter().rev().find(|(name, _)| name == service).map(|(_, endpoint)| endpoint)
    }
}

/// Converts a service id to its form in variable names: `Elastic Beanstalk` becomes `ELASTIC_BEANSTALK`.
fn service_key(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

impl Config {
    /// Returns the configured endpoint of a service, which replaces the result of its endpoint rules.
    pub(super) fn endpoint_of(&self, service: &ServiceSchema) -> Option<&Endpoint> {
        let key = service_key(service.sdk_id);
        self.service_endpoints.get(&key).or(self.endpoint.as_ref())
    }
}

impl Sources<'_> {
    /// Reads the endpoint for all services, and the endpoints of single services. Both variables take precedence over
    /// both settings of the profile, as in the [AWS
    /// reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
    pub(super) fn endpoints(&self) -> Result<(Option<Endpoint>, ServiceEndpoints), ConfigError> {
        if self.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")? {
            return Ok((None, ServiceEndpoints::default()));
        }
        let global = self.read(&["AWS_ENDPOINT_URL"], "endpoint_url", setting_values::endpoint)?;
        let mut by_service = match self.environment.var("AWS_ENDPOINT_URL") {
            Some(_) => ServiceEndpoints::default(),
            None => self.services()?,
        };
        for name in self.environment.names() {
            if let Some(service) = name.strip_prefix(SERVICE_ENDPOINT)
                && let Some(value) = self.environment.var(&name)
            {
                by_service.0.push((service.to_owned(), parsed(&name, &value, &setting_values::endpoint)?));
            }
        }
        Ok((global, by_service))
    }

    /// Returns the configured endpoint of the service with this id, if any.
    pub(super) fn endpoint_of(&self, sdk_id: &str) -> Result<Option<Endpoint>, ConfigError> {
        let (global, by_service) = self.endpoints()?;
        Ok(by_service.get(&service_key(sdk_id)).cloned().or(global))
    }

    /// Reads the endpoints from the `services` section of the profile.
    fn services(&self) -> Result<ServiceEndpoints, ConfigError> {
        let Some(name) = self.profile.and_then(|profile| profile.property("services")) else {
            return Ok(ServiceEndpoints::default());
        };
        let section = self.files.services(&name.value).ok_or_else(|| {
            let [config, _] = &self.files.paths;
            let text = format!("it is `{0}`, but `[services {0}]` stands nowhere in {config}", name.value);
            ConfigError(format!("{}: services: {text}", name.location))
        })?;
        let endpoints = section.iter().filter_map(|(service, settings)| {
            let property = settings.nested.property("endpoint_url")?;
            let parsed =
                parsed(&format!("{}: endpoint_url", property.location), &property.value, &setting_values::endpoint);
            Some(parsed.map(|endpoint| (service_key(service), endpoint)))
        });
        endpoints.collect::<Result<_, _>>().map(ServiceEndpoints)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Environment;

    const FILE: &str = "[default]\nservices = here\nendpoint_url = http://profile\n\
        [services here]\nfsx =\n  endpoint_url = http://section\n";

    fn read(variables: &[(&str, &str)]) -> Config {
        let environment = Environment::empty().file("~/.aws/config", FILE);
        let add = |environment: Environment, (name, value): &(&str, &str)| environment.variable(*name, *value);
        Config::from_environment(variables.iter().fold(environment, add)).unwrap()
    }

    #[test]
    fn endpoints_follow_the_precedence_of_aws() {
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
            let config = read(variables);
            let text = |name: &str| {
                let endpoint = config.service_endpoints.get(&service_key(name)).or(config.endpoint.as_ref());
                endpoint.map(|endpoint| endpoint.as_uri().to_string())
            };
            assert_eq!((text("FSx").as_deref(), text("Backup").as_deref()), (fsx, backup), "{variables:?}");
        }
        let set = read(&both).endpoint("http://set".parse().unwrap());
        assert!(set.service_endpoints.0.is_empty() && set.endpoint.is_some());
    }
}
