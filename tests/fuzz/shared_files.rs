//! `~/.aws/config` and `~/.aws/credentials`: any bytes are read or refused, and what is written well says what variables say.
use crate::{
    engine::{fuzz, show},
    entropy::Entropy,
    mutate,
};
use ferrosmith::client::{Config, ConfigError, Environment};

pub(crate) const CONFIG: &str = "\
[default]
region = eu-central-1 ; a comment
output = json#1
[profile \"two words\"]
region=eu-west-1
use_fips_endpoint = true
use_dualstack_endpoint = False
max_attempts = 7
retry_mode = standard
sdk_ua_app_id = backups
endpoint_url = https://example.com:8000/a
services = here
[services here]
fsx =
  endpoint_url = http://localhost:1
s3 =
  more = 2
  # indented
[profile role]
role_arn = arn:aws:iam::123456789012:role/one
source_profile = keys
duration_seconds = 900
[profile login]
sso_session = ours
sso_account_id = 123456789012
sso_role_name = reader
[sso-session ours]
sso_start_url = https://ours.awsapps.com/start
sso_region = eu-west-1
[profile keys]
aws_access_key_id = AKIDPROFILE
aws_secret_access_key = secret
[plugins]
whatever
";

const PROFILES: &[&str] = &["", "default", "two words", "role", "login", "keys"];

fn read(config: Vec<u8>, credentials: Vec<u8>, profile: &str) -> Result<Config, ConfigError> {
    let environment = Environment::empty().file("~/.aws/config", config).file("~/.aws/credentials", credentials);
    Config::from_environment(environment.variable("AWS_PROFILE", profile))
}

#[test]
fn any_bytes() {
    const SEEDS: &[&str] = &[CONFIG, "[default]\r\naws_access_key_id = AKID\r\naws_secret_access_key=x\r\n", ""];
    fuzz(4_000, 256, |entropy| {
        let file = |entropy: &mut Entropy<'_>| match entropy.below(4) {
            0 => entropy.bytes(100),
            _ => mutate::bytes(entropy.pick(SEEDS).as_bytes(), entropy),
        };
        let (config, credentials) = (file(entropy), file(entropy));
        let profile = if entropy.below(8) == 0 { entropy.text() } else { entropy.pick(PROFILES).to_owned() };
        show(|| format!("{profile}\n{}\n{}", String::from_utf8_lossy(&config), String::from_utf8_lossy(&credentials)));
        match read(config, credentials, &profile) {
            Ok(config) => assert!(!format!("{config:?}").contains("secret")),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    });
}

/// A setting, the variable of the same meaning, and what can be said.
const SETTINGS: &[(&str, &str, &[&str])] = &[
    ("region", "AWS_REGION", &["eu-central-1", "us-gov-west-1", "a", "eu west"]),
    ("use_fips_endpoint", "AWS_USE_FIPS_ENDPOINT", &["true", "FALSE", "True", "1"]),
    ("use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT", &["true", "false"]),
    ("max_attempts", "AWS_MAX_ATTEMPTS", &["1", "7", "0", "4294967295", "4294967296"]),
    ("retry_mode", "AWS_RETRY_MODE", &["standard", "legacy", "adaptive", "eager"]),
    ("sdk_ua_app_id", "AWS_SDK_UA_APP_ID", &["backups", "a b", "漢", "a#b", "a=b", "[a]"]),
    ("endpoint_url", "AWS_ENDPOINT_URL", &["https://example.com", "http://localhost:8000/a", "localhost", "http://#;"]),
    ("ignore_configured_endpoint_urls", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", &["true", "false"]),
];

#[test]
fn a_profile_says_what_variables_say() {
    const BREAKS: &[&str] =
        &["\n", "\r\n", "\n\n", " \n", "\n# [profile other]\n", " # a comment\n", "\t; a comment\r\n", "\n\t\n"];
    fuzz(2_000, 128, |entropy| {
        let is_credentials = entropy.flag();
        let mut header = match (is_credentials, entropy.flag()) {
            (false, true) => "[profile one]".to_owned(),
            (false, false) => "[ profile\t\"one\" ] ; ours".to_owned(),
            (true, true) => "[one]".to_owned(),
            (true, false) => " [ one ]".to_owned(),
        };
        header.push('\n');
        let mut text =
            if entropy.flag() { "\u{feff}[default]\nregion = other\n".to_owned() } else { String::new() } + &header;
        let mut variables = Environment::empty();
        for _ in 0..entropy.below(8) {
            let (name, variable, values) = SETTINGS[entropy.below(SETTINGS.len())];
            let value = entropy.pick(values);
            let name = if entropy.flag() { name.to_owned() } else { name.to_ascii_uppercase() };
            // The last one counts, in both.
            text += &format!("{name}{}{value}{}", entropy.pick(&["=", " = ", "\t="]), entropy.pick(BREAKS));
            variables = variables.variable(variable, value);
        }
        text += entropy.pick(&["", "[profile other]\nregion = other\n", "[sso-session one]\nregion = other"]);
        show(|| format!("{text}\n{variables:?}"));
        let (config, credentials) = if is_credentials { (Vec::new(), text.into()) } else { (text.into(), Vec::new()) };
        let said = |result: Result<Config, ConfigError>| {
            // Without the names of what it was read from.
            result
                .map(|config| format!("{config:?}").split(", environment:").next().map(ToOwned::to_owned))
                .map_err(drop)
        };
        assert_eq!(said(read(config, credentials, "one")), said(Config::from_environment(variables)));
    });
}
