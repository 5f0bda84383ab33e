//! The sources of credentials, each tested through a call.
mod cache;
mod loopback;
mod metadata;
mod sources;
mod world;

use ferrosmith::{
    AuthScheme, Error, ErrorKind, Operation, OperationSchema, Structure,
    client::{BoxFuture, Config, Credentials, FakeTransport, ProvideCredentials},
    error::BoxError,
};
use ferrosmith_aws::fsx::{self, operation::DescribeFileSystems};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};
use world::{environment, respond};

type Outcome = Result<(), Error<fsx::operation::DescribeFileSystemsError>>;

fn call(config: Config, transport: &FakeTransport) -> Outcome {
    fsx::blocking::Client::with_transport(config, transport.clone()).send(DescribeFileSystems::new()).map(drop)
}

/// Returns the access key id that signed the last request, or the error.
fn key_of(config: Config) -> Result<String, String> {
    let transport = FakeTransport::answering(respond);
    call(config, &transport).map_err(|error| {
        assert!(matches!(error.kind(), ErrorKind::Credentials(_)), "{error:?}");
        error.report().to_string()
    })?;
    let requests = transport.requests();
    let authorization = requests.last().unwrap().headers()["authorization"].to_str().unwrap();
    let (_, rest) = authorization.split_once("Credential=").unwrap();
    Ok(rest.split('/').next().unwrap().to_owned())
}

fn key(variables: &[(&str, &str)]) -> Result<String, String> {
    key_of(Config::from_environment(environment(variables)).unwrap())
}

const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", "secret")];
const WEB: [(&str, &str); 2] =
    [("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")];
const CONTAINER: (&str, &str) = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/container");

#[test]
fn every_source_signs_a_call() {
    let full_uri = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/container");
    let token = ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Word");
    let token_file = ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/authorization");
    let table: &[(&[(&str, &str)], &str)] = &[
        (&KEYS, "AKIDENV"),
        (&[("AWS_PROFILE", "keys")], "AKIDPROFILE"),
        (&[("AWS_PROFILE", "login")], "AKIDLOGIN"),
        (&[("AWS_PROFILE", "old-login")], "AKIDOLDLOGIN"),
        (&[("AWS_PROFILE", "role")], "AKIDROLEONE12345"),
        (&[("AWS_PROFILE", "role-of-role")], "AKIDROLETWO12345"),
        (&[("AWS_PROFILE", "role-of-itself")], "AKIDROLESELF1234"),
        (&[("AWS_PROFILE", "role-of-token")], "AKIDWEBIDENTITY1"),
        (&WEB, "AKIDWEBIDENTITY1"),
        (&[CONTAINER], "AKIDCONTAINER"),
        (&[full_uri, token], "AKIDCONTAINERWord"),
        (&[full_uri, token_file], "AKIDCONTAINERBasic word"),
        (&[], "AKIDINSTANCE"),
        (&[("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://metadata/")], "AKIDINSTANCE"),
        #[cfg(unix)]
        (&[("AWS_PROFILE", "command")], "AKIDCOMMAND"),
    ];
    for (variables, expected) in table {
        assert_eq!(key(variables).as_deref(), Ok(*expected), "{variables:?}");
    }
    let config = Config::from_environment(environment(&KEYS)).unwrap();
    assert_eq!(key_of(config.clone().profile("role-of-environment")).as_deref(), Ok("AKIDROLEENV12345"));
}

#[test]
fn the_first_source_wins() {
    let all = [KEYS[0], KEYS[1], ("AWS_PROFILE", "keys"), WEB[0], WEB[1], CONTAINER];
    let expected = ["AKIDENV", "AKIDPROFILE", "AKIDWEBIDENTITY1", "AKIDCONTAINER", "AKIDINSTANCE"];
    for (from, expected) in [0, 2, 3, 5, 6].into_iter().zip(expected) {
        assert_eq!(key(&all[from..]).as_deref(), Ok(expected));
    }
    // A profile that the program names takes precedence over keys in the environment.
    let config = Config::from_environment(environment(&KEYS)).unwrap();
    assert_eq!(key_of(config.profile("keys")).as_deref(), Ok("AKIDPROFILE"));
    // A profile without credentials is skipped.
    assert_eq!(key(&[("AWS_PROFILE", "bare"), CONTAINER]).as_deref(), Ok("AKIDCONTAINER"));
}

#[test]
fn an_error_lists_all_sources_that_were_tried() {
    let unreachable = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://unreachable")];
    assert_eq!(
        key(&unreachable).unwrap_err(),
        "FSx DescribeFileSystems: no usable credentials: `AWS_ACCESS_KEY_ID` is not set; there is neither ~/.aws/config nor ~/.aws/credentials with a \
         profile `default`; `AWS_WEB_IDENTITY_TOKEN_FILE` is not set; `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` and \
         `…_FULL_URI` are not set; this machine has no instance role (no response from unreachable: it is silent). Set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, name a profile (`AWS_PROFILE`, \
         `Config::profile`), or give some (`Config::credentials`)"
    );
    let transport = FakeTransport::answering(respond);
    let disabled = environment(&[("AWS_EC2_METADATA_DISABLED", "TRUE")]);
    let error = call(Config::from_environment(disabled).unwrap(), &transport).unwrap_err().report().to_string();
    assert!(error.contains("`AWS_EC2_METADATA_DISABLED` is set") && transport.requests().is_empty(), "{error}");
}

#[test]
fn a_source_that_fails_ends_the_chain_with_its_error() {
    let table: &[(&[(&str, &str)], &str)] = &[
        (&KEYS[..1], "the environment has `AWS_ACCESS_KEY_ID`, but no `AWS_SECRET_ACCESS_KEY`"),
        (
            &[("AWS_PROFILE", "half"), CONTAINER],
            "the profile `half` has `aws_access_key_id`, but no `aws_secret_access_key`",
        ),
        (
            &[("AWS_PROFILE", "over"), CONTAINER],
            "the login of the profile `over` (renew it: `aws sso login --profile over`): it has expired: it cannot be renewed",
        ),
        (&[("AWS_PROFILE", "circle")], "the profile `circle-2` leads back to itself by `source_profile`"),
        (&[("AWS_PROFILE", "no-source")], "it needs one of `source_profile`, `credential_source` and"),
        (&[("AWS_PROFILE", "code")], "the role of the profile `code` has an `mfa_serial`"),
        (
            &[WEB[0], ("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere")],
            "the web identity (`AWS_WEB_IDENTITY_TOKEN_FILE`): /nowhere cannot be read: entity not found",
        ),
        (&WEB[1..], "`AWS_WEB_IDENTITY_TOKEN_FILE` is set, but `AWS_ROLE_ARN`"),
        (
            &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/")],
            "but it is `https://…`, or `http://…` of this machine",
        ),
        #[cfg(unix)]
        (
            &[("AWS_PROFILE", "failing"), CONTAINER],
            "the `credential_process` of the profile `failing`: it failed (exit status: 3): no",
        ),
    ];
    for (variables, expected) in table {
        let error = key(variables).unwrap_err();
        assert!(error.contains(expected), "{variables:?}: {error}");
    }
}

/// Returns temporary credentials, and counts its calls.
#[derive(Clone, Debug, Default)]
struct Counting {
    calls: Arc<AtomicUsize>,
    lifetime: Option<Duration>,
}

impl ProvideCredentials for Counting {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(30));
        let credentials = Credentials::new("AKID", "secret");
        let credentials = match self.lifetime {
            Some(lifetime) => credentials.expires_at(SystemTime::now() + lifetime),
            None => credentials,
        };
        Box::pin(async { Ok(credentials) })
    }
}

#[test]
fn concurrent_calls_share_one_refresh() {
    let calls = |lifetime| {
        let provider = Counting { lifetime, ..Counting::default() };
        let config = Config::new("eu-central-1").credentials(provider.clone());
        let client = fsx::blocking::Client::with_transport(config, FakeTransport::answering(respond));
        std::thread::scope(|scope| {
            for _ in 0..10 {
                scope.spawn(|| client.send(DescribeFileSystems::new()).unwrap());
            }
        });
        provider.calls.load(Ordering::SeqCst)
    };
    assert_eq!(calls(None), 1);
    assert_eq!(calls(Some(Duration::from_secs(3600))), 1);
    // Credentials with a short lifetime are cached for half of it.
    assert_eq!(calls(Some(Duration::from_secs(60))), 1);
}

#[test]
fn expired_credentials_are_not_used() {
    let provider = Counting { lifetime: Some(Duration::ZERO), ..Counting::default() };
    let transport = FakeTransport::answering(respond);
    let error = call(Config::new("eu-central-1").credentials(provider), &transport).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Credentials(_)) && transport.requests().is_empty(), "{error}");
}

/// An operation that is signed only if there are credentials (`@optionalAuth`).
#[derive(Clone, Structure)]
struct Look {}

impl Operation for Look {
    type Service = fsx::Fsx;
    type Output = Self;
    type Error = fsx::Error;
    const SCHEMA: &'static OperationSchema =
        &OperationSchema::new("Look").auth(&[AuthScheme::SigV4, AuthScheme::NoAuth]);
}

#[test]
fn optional_signatures_do_not_require_credentials() {
    let is_signed = |environment| {
        let transport = FakeTransport::answering(respond);
        let config = Config::from_environment(environment).unwrap();
        fsx::blocking::Client::with_transport(config, transport.clone()).send(Look {}).unwrap();
        transport.requests().last().unwrap().headers().contains_key("authorization")
    };
    assert!(is_signed(environment(&KEYS)));
    assert!(!is_signed(environment(&[("AWS_EC2_METADATA_DISABLED", "true")])));
    assert!(!is_signed(environment(&[("AWS_PROFILE", "over")])));
}
