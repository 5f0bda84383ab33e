//! Parses the values of settings. Each error states the expected form.
use super::{ChecksumPolicy, EndpointDiscovery};
use crate::{AuthScheme, Endpoint};
use std::time::Duration;

/// Parses a Region, which must be a valid label of a host name.
pub(super) fn region(text: &str) -> Result<String, String> {
    let is_label = !text.is_empty()
        && text.len() < 64
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-');
    is_label.then(|| text.to_owned()).ok_or_else(|| "a Region looks like `eu-central-1`".to_owned())
}

/// Parses a list of Regions, in which `*` stands for any text.
pub(super) fn region_set(text: &str) -> Result<String, String> {
    let regions: Vec<&str> = text.split(',').map(str::trim).collect();
    let is_region = |text: &&str| region(&text.replace('*', "a")).is_ok();
    let expected = || "it is a list of Regions, such as `us-west-2,eu-*`, or `*`".to_owned();
    regions.iter().all(is_region).then(|| regions.join(",")).ok_or_else(expected)
}

/// Parses a list of authentication schemes. Those that this crate lacks are left out, because other tools may have them.
pub(super) fn auth_schemes(text: &str) -> Result<Vec<AuthScheme>, String> {
    let names = text.split(',').map(|id| id.rsplit_once('#').map_or(id, |(_, name)| name));
    Ok(names.filter_map(|name| AuthScheme::from_name(name.trim())).collect())
}

pub(super) fn flag(text: &str) -> Result<bool, String> {
    text.to_ascii_lowercase().parse().map_err(|_| "it is `true` or `false`".to_owned())
}

pub(super) fn attempts(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "it is a whole number from 1 on".to_owned())
}

/// Returns the connect timeout of a defaults mode; `None` for `legacy`, which does not define one.
pub(super) fn defaults_mode(text: &str) -> Result<Option<Duration>, String> {
    let modes = [("legacy", None), ("standard", Some(3100)), ("in-region", Some(1100)), ("cross-region", Some(3100))];
    let modes = modes.into_iter().chain([("mobile", Some(30_000)), ("auto", Some(3100))]);
    let known = modes.into_iter().find(|(mode, _)| text.eq_ignore_ascii_case(mode));
    known
        .map(|(_, milliseconds)| milliseconds.map(Duration::from_millis))
        .ok_or_else(|| "it is `legacy`, `standard`, `in-region`, `cross-region`, `mobile` or `auto`".to_owned())
}

pub(super) fn compression_size(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|size| *size <= 10_485_760)
        .ok_or_else(|| "it is a whole number of bytes from 0 to 10485760".to_owned())
}

pub(super) fn checksum_policy(text: &str) -> Result<ChecksumPolicy, String> {
    let policies = [("WHEN_SUPPORTED", ChecksumPolicy::WhenSupported), ("WHEN_REQUIRED", ChecksumPolicy::WhenRequired)];
    let known = policies.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
    known.map(|(_, policy)| policy).ok_or_else(|| "it is `WHEN_SUPPORTED` or `WHEN_REQUIRED`".to_owned())
}

pub(super) fn endpoint_discovery(text: &str) -> Result<EndpointDiscovery, String> {
    let values = [
        ("auto", EndpointDiscovery::Auto),
        ("true", EndpointDiscovery::Enabled),
        ("false", EndpointDiscovery::Disabled),
    ];
    let known = values.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
    known.map(|(_, discovery)| discovery).ok_or_else(|| "it is `true`, `false` or `auto`".to_owned())
}

pub(super) fn account_id(text: &str) -> Result<String, String> {
    let is_id = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| text.to_owned()).ok_or_else(|| "the id of an account has 12 digits".to_owned())
}

pub(super) fn account_id_mode(text: &str) -> Result<String, String> {
    let modes = ["preferred", "disabled", "required"];
    let known = modes.iter().find(|mode| text.eq_ignore_ascii_case(mode));
    known.map(|mode| (*mode).to_owned()).ok_or_else(|| "it is `preferred`, `disabled` or `required`".to_owned())
}

pub(super) fn retry_mode(text: &str) -> Result<(), String> {
    let is_known = ["standard", "legacy", "adaptive"].iter().any(|mode| text.eq_ignore_ascii_case(mode));
    is_known.then_some(()).ok_or_else(|| "it is `standard`, `legacy` or `adaptive`".to_owned())
}

pub(super) fn endpoint(text: &str) -> Result<Endpoint, String> {
    text.parse().map_err(|error: crate::InvalidEndpoint| error.expected_form().to_owned())
}
