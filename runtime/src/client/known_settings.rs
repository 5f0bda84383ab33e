//! All settings of the [AWS reference](https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html), and
//! how each is supported. `docs/settings.md` explains the same list.
use super::{ConfigError, from_env::Sources, setting_values, trace};
use crate::endpoint::ParameterValue;
use std::collections::BTreeMap;

/// A setting: its variable and its name in a profile. Either is empty if it does not exist.
pub(super) struct KnownSetting {
    pub(super) variable: &'static str,
    pub(super) name: &'static str,
    pub(super) support: Support,
}

/// How a setting is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Support {
    Read,
    /// It is `true` or `false`, and the value of the parameter of endpoint rules that has this name, where rules have it.
    EndpointParameter(&'static str),
    /// A warning is logged, unless the value is one of these, which describe the actual behaviour.
    Ignored(&'static [&'static str]),
    /// It is an error if the credentials need it.
    Refused,
    /// It does not apply to service clients.
    Other,
}

const fn setting(variable: &'static str, name: &'static str, support: Support) -> KnownSetting {
    KnownSetting { variable, name, support }
}

use Support::{EndpointParameter, Ignored, Other, Read, Refused};

pub(super) const KNOWN_SETTINGS: &[KnownSetting] = &[
    // Endpoints.
    setting("AWS_REGION", "region", Read),
    setting("AWS_DEFAULT_REGION", "", Read),
    setting("AWS_ENDPOINT_URL", "endpoint_url", Read),
    setting("AWS_ENDPOINT_URL_", "services", Read),
    setting("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls", Read),
    setting("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", Read),
    setting("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", Read),
    setting("AWS_ACCOUNT_ID", "aws_account_id", Read),
    setting("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode", Read),
    setting("AWS_ENABLE_ENDPOINT_DISCOVERY", "endpoint_discovery_enabled", Read),
    setting("AWS_DISABLE_HOST_PREFIX_INJECTION", "disable_host_prefix_injection", Ignored(&["false"])),
    setting("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints", Ignored(&["regional"])),
    // Connections, retries, messages.
    setting("AWS_CA_BUNDLE", "ca_bundle", Read),
    setting("AWS_DEFAULTS_MODE", "defaults_mode", Read),
    setting("AWS_RETRY_MODE", "retry_mode", Read),
    setting("AWS_MAX_ATTEMPTS", "max_attempts", Read),
    setting("AWS_NEW_RETRIES_2026", "", Read),
    setting("AWS_SDK_UA_APP_ID", "sdk_ua_app_id", Read),
    setting("AWS_DISABLE_REQUEST_COMPRESSION", "disable_request_compression", Read),
    setting("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "request_min_compression_size_bytes", Read),
    setting("AWS_REQUEST_CHECKSUM_CALCULATION", "request_checksum_calculation", Read),
    setting("AWS_RESPONSE_CHECKSUM_VALIDATION", "response_checksum_validation", Read),
    setting("AWS_AUTH_SCHEME_PREFERENCE", "auth_scheme_preference", Read),
    setting("AWS_SIGV4A_SIGNING_REGION_SET", "sigv4a_signing_region_set", Read),
    setting(
        "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
        "s3_disable_express_session_auth",
        EndpointParameter("DisableS3ExpressSessionAuth"),
    ),
    setting(
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
        "s3_disable_multiregion_access_points",
        EndpointParameter("DisableMultiRegionAccessPoints"),
    ),
    setting("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "s3_us_east_1_regional_endpoint", Ignored(&["regional"])),
    setting("AWS_S3_USE_ARN_REGION", "s3_use_arn_region", EndpointParameter("UseArnRegion")),
    // Credentials.
    setting("AWS_PROFILE", "", Read),
    setting("AWS_CONFIG_FILE", "", Read),
    setting("AWS_SHARED_CREDENTIALS_FILE", "", Read),
    setting("AWS_ACCESS_KEY_ID", "aws_access_key_id", Read),
    setting("AWS_SECRET_ACCESS_KEY", "aws_secret_access_key", Read),
    setting("AWS_SESSION_TOKEN", "aws_session_token", Read),
    setting("AWS_ROLE_ARN", "role_arn", Read),
    setting("AWS_ROLE_SESSION_NAME", "role_session_name", Read),
    setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file", Read),
    setting("", "source_profile", Read),
    setting("", "credential_source", Read),
    setting("", "external_id", Read),
    setting("", "duration_seconds", Read),
    setting("", "mfa_serial", Refused),
    setting("", "credential_process", Read),
    setting("", "sso_session", Read),
    setting("", "sso_start_url", Read),
    setting("", "sso_region", Read),
    setting("", "sso_account_id", Read),
    setting("", "sso_role_name", Read),
    setting("", "sso_registration_scopes", Other),
    setting("", "login_session", Refused),
    setting("AWS_LOGIN_CACHE_DIRECTORY", "", Ignored(&[])),
    setting("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "", Read),
    setting("AWS_CONTAINER_CREDENTIALS_FULL_URI", "", Read),
    setting("AWS_CONTAINER_AUTHORIZATION_TOKEN", "", Read),
    setting("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "", Read),
    setting("AWS_EC2_METADATA_DISABLED", "", Read),
    setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint", Read),
    setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode", Read),
    setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout", Read),
    setting("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts", Read),
    setting("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled", Ignored(&["true"])),
    setting("AWS_BEARER_TOKEN_", "", Read),
    // Settings of other tools.
    setting("AWS_DEFAULT_OUTPUT", "output", Other),
    setting("", "api_versions", Other),
    setting("", "parameter_validation", Other),
];

/// Reads the settings that are parameters of endpoint rules.
///
/// # Errors
/// Returns an error if a value is neither `true` nor `false`.
pub(super) fn endpoint_parameters(sources: &Sources<'_>) -> Result<BTreeMap<String, ParameterValue>, ConfigError> {
    let mut parameters = BTreeMap::new();
    for KnownSetting { variable, name, support } in KNOWN_SETTINGS {
        let EndpointParameter(parameter) = support else { continue };
        if let Some(value) = sources.read(&[variable], name, setting_values::flag)? {
            parameters.insert((*parameter).to_owned(), value.into());
        }
    }
    Ok(parameters)
}

/// Logs a warning for each setting that is set but ignored. It contains the name only, because the value may be secret.
pub(super) fn warn_of_ignored(sources: &Sources<'_>) {
    for KnownSetting { variable, name, support } in KNOWN_SETTINGS {
        let Ignored(harmless) = support else { continue };
        if let Some((location, value)) = sources.find(&[variable], name)
            && !harmless.iter().any(|text| value.trim().eq_ignore_ascii_case(text))
        {
            trace::ignored_setting(&location);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code that reads settings.
    const SOURCES: &[&str] = &[
        include_str!("bearer.rs"),
        include_str!("from_env.rs"),
        include_str!("service_endpoints.rs"),
        include_str!("shared_files.rs"),
        include_str!("chain/container.rs"),
        include_str!("chain/instance.rs"),
        include_str!("chain/mod.rs"),
        include_str!("chain/profile.rs"),
        include_str!("chain/sso.rs"),
        include_str!("chain/sts.rs"),
    ];

    fn code() -> impl Iterator<Item = &'static str> {
        SOURCES.iter().filter_map(|source| source.split("#[cfg(test)]").next())
    }

    #[test]
    fn the_page_lists_every_setting() {
        let page = include_str!("../../../docs/settings.md");
        let cells = |line: &str| -> Vec<String> {
            line.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
        };
        let rows: Vec<Vec<String>> = page.lines().filter(|line| line.starts_with("| ")).map(cells).collect();
        let rows: Vec<_> = rows.iter().filter(|row| row[1] != "variable").map(|row| &row[1..4]).collect();
        let list: Vec<_> = KNOWN_SETTINGS
            .iter()
            .map(|KnownSetting { variable, name, support }| {
                let support = match support {
                    Read | EndpointParameter(_) => "read",
                    Ignored(_) => "ignored",
                    Refused => "refused",
                    Other => "another's",
                };
                let variable =
                    if variable.ends_with('_') { format!("{variable}<SERVICE>") } else { (*variable).to_owned() };
                [variable, (*name).to_owned(), support.to_owned()]
            })
            .collect();
        assert_eq!(rows, list);
        // The page also states the values that cause no warning.
        for known in KNOWN_SETTINGS {
            let Ignored(harmless) = known.support else { continue };
            let row = page.lines().find(|line| line.contains(&format!("`{}`", known.variable))).unwrap();
            assert!(harmless.iter().all(|value| row.contains(&format!("`{value}`"))), "{row}");
        }
    }

    #[test]
    fn supported_settings_are_read_by_the_code() {
        let is_in_code = |name: &str| code().any(|source| source.contains(&format!("\"{name}\"")));
        for KnownSetting { variable, name, support } in KNOWN_SETTINGS {
            for text in [variable, name].into_iter().filter(|text| !text.is_empty()) {
                // Parameters of endpoint rules are read by the table itself.
                let is_read = matches!(support, Read | Refused);
                assert_eq!(is_in_code(text), is_read, "{text} is {support:?}");
            }
        }
    }

    #[test]
    fn every_variable_in_the_code_is_listed() {
        let quoted = code().flat_map(|source| source.split('"'));
        let names = quoted.filter(|text| {
            text.starts_with("AWS_")
                && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        });
        for name in names.filter(|name| !name.starts_with("AWS_ENDPOINT_URL_")) {
            assert!(KNOWN_SETTINGS.iter().any(|known| known.variable == name), "{name}");
        }
    }
}
