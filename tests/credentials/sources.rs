//! Invalid responses of single sources, and secrets that must not appear in errors.
use super::{
    call, key, key_of,
    world::{environment, respond},
};
use ferrosmith::{
    Bytes, ErrorKind,
    client::{AssumeRole, Config, Credentials, Environment, FakeTransport, Recorder, Settings},
    http::{Request, Response},
};
use ferrosmith_aws::fsx::{self, operation::DescribeFileSystems};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

const CONTAINER: (&str, &str) = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/container");

/// Responds like [`respond`], but fails every other request for credentials.
fn respond_unreliably(
    request: &Request<Bytes>,
    count: &AtomicUsize,
) -> Result<Response<Bytes>, ferrosmith::client::TransportError> {
    let is_service = request.uri().host() == Some("fsx.eu-central-1.amazonaws.com");
    if !is_service && count.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
        return Ok(Response::builder().status(503).body(Bytes::new()).unwrap());
    }
    respond(request)
}

#[test]
fn requests_for_credentials_are_retried() {
    let rows: [&[(&str, &str)]; 4] = [&[], &[CONTAINER], &[("AWS_PROFILE", "role")], &[("AWS_PROFILE", "login")]];
    for variables in rows {
        let count = AtomicUsize::new(0);
        let transport = FakeTransport::answering(move |request| respond_unreliably(request, &count));
        call(Config::from_environment(environment(variables)).unwrap(), &transport).unwrap();
    }
}

#[test]
fn container_credentials_are_requested_only_from_allowed_hosts() {
    for path in ["@evil.example.com/x", ".evil.example.com/", "container", "http://evil.example.com/"] {
        let transport = FakeTransport::answering(respond);
        let variables =
            [("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", path), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "hush")];
        let error = call(Config::from_environment(environment(&variables)).unwrap(), &transport)
            .unwrap_err()
            .report()
            .to_string();
        assert!(
            error.contains("it does not begin with `/`") && !error.contains(path) && transport.requests().is_empty(),
            "{error}"
        );
    }
    for uri in ["http://127.0.0.1@evil.example.com/", "http://evil.example.com/", "http:///x", "evil"] {
        let transport = FakeTransport::answering(respond);
        let variables = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "hush")];
        let error = call(Config::from_environment(environment(&variables)).unwrap(), &transport)
            .unwrap_err()
            .report()
            .to_string();
        assert!(transport.requests().is_empty() && !error.contains("hush"), "{error}");
    }
}

/// Resolves the credentials of a profile with this line.
fn profile(line: &str) -> Result<String, String> {
    let environment = Environment::empty()
        .variable("AWS_REGION", "eu-central-1")
        .variable("AWS_EC2_METADATA_DISABLED", "true")
        .file("~/.aws/config", format!("[default]\n{line}\n"));
    key_of(Config::from_environment(environment).unwrap())
}

#[cfg(unix)]
#[test]
fn errors_of_commands_contain_no_secrets() {
    let error =
        profile("credential_process = echo 'first line' >&2; echo hush >&2; false --password=hush").unwrap_err();
    assert!(
        error.ends_with("the `credential_process` of the profile `default`: it failed (exit status: 1): first line")
    );
    let error = profile("credential_process = echo hush").unwrap_err();
    assert!(
        error.ends_with("not a JSON object: expected a value, found something else at line 1, column 1"),
        "{error}"
    );
    let result_with = |rest: &str| {
        let keys = r#""Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "hush""#;
        profile(&format!("credential_process = echo '{{{keys}{rest}}}'"))
    };
    assert_eq!(result_with("").as_deref(), Ok("AKID"));
    assert_eq!(result_with(r#", "Expiration": "2999-01-01T00:00:00Z""#).as_deref(), Ok("AKID"));
    let error = result_with(r#", "Expiration": "tomorrow""#).unwrap_err();
    assert!(error.ends_with("`tomorrow` is not a time such as `2026-01-31T12:00:00Z`"), "{error}");
    let error = result_with(r#", "Expiration": 1"#).unwrap_err();
    assert!(error.ends_with("`Expiration` is not a string"), "{error}");
    let error = profile(r#"credential_process = echo '{"Version": 2, "SecretAccessKey": "hush"}'"#).unwrap_err();
    assert!(error.ends_with("the output has no `Version` of 1"), "{error}");
}

/// The number of processes with this argument.
#[cfg(target_os = "linux")]
fn running(argument: &str) -> usize {
    let folders = std::fs::read_dir("/proc").unwrap().map_while(Result::ok);
    let has = |path: std::path::PathBuf| {
        let line = std::fs::read(path.join("cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).any(|word| word == argument.as_bytes())
    };
    folders.filter(|folder| has(folder.path())).count()
}

/// Waits until a condition is true, with a limit.
#[cfg(target_os = "linux")]
fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(300), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_is_killed_with_the_last_waiting_call() {
    // The argument identifies the process among all others.
    for (kind, argument) in [("async", "7265.625"), ("blocking", "7266.625")] {
        let argument = &format!("{argument}{}", std::process::id());
        let environment = Environment::empty()
            .variable("AWS_REGION", "eu-central-1")
            .file("~/.aws/config", format!("[default]\ncredential_process = true; sleep {argument}; echo\n"));
        let settings = Settings::default().timeout(Duration::from_secs(2));
        let config = Config::from_environment(environment).unwrap().settings(settings);
        let send = move || match kind {
            "async" => {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    let client = fsx::Client::new(config);
                    // Two calls wait for the command; one of them waits until the timeout.
                    let other = client.clone();
                    let other = tokio::spawn(async move { other.send(DescribeFileSystems::new()).await.map(drop) });
                    let outcome = client.send(DescribeFileSystems::new()).await.map(drop);
                    other.abort();
                    outcome
                })
            }
            _ => fsx::blocking::Client::new(config).send(DescribeFileSystems::new()).map(drop),
        };
        let sender = std::thread::spawn(send);
        wait_until("the command begins", || running(argument) == 1);
        assert!(matches!(sender.join().unwrap().unwrap_err().kind(), ErrorKind::Timeout(_)), "{kind}");
        wait_until("the command ends", || running(argument) == 0);
    }
}

#[test]
fn the_endpoint_of_sts_is_configurable() {
    let first_uri = |variables: &[(&str, &str)]| {
        let transport = FakeTransport::answering(respond);
        let _ = call(Config::from_environment(environment(variables)).unwrap(), &transport);
        transport.requests()[0].uri().to_string()
    };
    let role = ("AWS_PROFILE", "role");
    assert_eq!(first_uri(&[role]), "https://sts.eu-central-1.amazonaws.com/");
    assert_eq!(
        first_uri(&[role, ("AWS_ENDPOINT_URL_STS", "http://localhost:4566/base/")]),
        "http://localhost:4566/base/"
    );
    assert_eq!(first_uri(&[role, ("AWS_ENDPOINT_URL", "http://localhost:4566")]), "http://localhost:4566/");
    assert_eq!(first_uri(&[role, ("AWS_USE_FIPS_ENDPOINT", "true")]), "https://sts-fips.eu-central-1.amazonaws.com/");
    assert_eq!(first_uri(&[role, ("AWS_USE_DUALSTACK_ENDPOINT", "true")]), "https://sts.eu-central-1.api.aws/");
    assert_eq!(first_uri(&[role, ("AWS_REGION", "cn-north-1")]), "https://sts.cn-north-1.amazonaws.com.cn/");
    let gov_cloud = [role, ("AWS_REGION", "us-gov-west-1"), ("AWS_USE_FIPS_ENDPOINT", "true")];
    assert_eq!(first_uri(&gov_cloud), "https://sts.us-gov-west-1.amazonaws.com/");
}

#[test]
fn a_program_can_assume_roles() {
    let role = AssumeRole::new("arn:aws:iam::123456789012:role/one")
        .session_name("nightly run")
        .external_id("outside")
        .duration(Duration::from_secs(900));
    let transport = FakeTransport::answering(respond);
    let keys = Credentials::new("AKIDPROFILE", "secret");
    let config = Config::new("eu-central-1").credentials(keys).assume_role(role);
    call(config.clone(), &transport).unwrap();
    let [sts, fsx] = &transport.requests()[..] else { panic!("two requests") };
    let expected = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fone\
        &RoleSessionName=nightly%20run&DurationSeconds=900&ExternalId=outside";
    assert_eq!(sts.body(), expected);
    assert!(fsx.headers()["authorization"].to_str().unwrap().contains("Credential=AKIDROLEONE12345/"));

    let second = AssumeRole::new("arn:aws:iam::123456789012:role/two").duration(Duration::from_secs(900));
    assert_eq!(key_of(config.assume_role(second)).as_deref(), Ok("AKIDROLETWO12345"));
}

#[test]
fn errors_of_sts_are_reported() {
    let body = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not\nyou &amp; me</Message></Error>\
        </ErrorResponse>";
    let transport = FakeTransport::new().reply(403, body);
    let config = Config::new("eu-central-1").credentials(Credentials::new("AKID", "secret"));
    let error = call(config.assume_role(AssumeRole::new("arn:one")), &transport).unwrap_err();
    let text = "FSx DescribeFileSystems: no usable credentials: the role `arn:one`: STS AssumeRole: AccessDenied: not\\nyou & me (status 403)";
    assert_eq!(error.report().to_string(), text);
}

const LOGIN: &str = "/home/someone/.aws/sso/cache/b7c8ffb8fbc67c171328e0e8f643694e8e61b335.json";

fn login(expires: &str, more: &str) -> Environment {
    let text = format!(
        r#"{{"accessToken": "stale", "expiresAt": "{expires}", "clientId": "id", "clientSecret": "hush",
        "refreshToken": "refresh-1"{more}}}"#
    );
    environment(&[("AWS_PROFILE", "over")]).file(LOGIN, text)
}

#[test]
fn an_sso_token_is_refreshed_and_cached() {
    let refreshes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&refreshes);
    let transport = FakeTransport::answering(move |request: &Request<Bytes>| {
        if request.uri().host() == Some("oidc.eu-west-1.amazonaws.com") {
            assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/token"));
            let body = String::from_utf8_lossy(request.body()).into_owned();
            assert!(
                body.contains("refresh-1") && body.contains("refresh_token") && body.contains("\"hush\""),
                "{body}"
            );
            counter.fetch_add(1, Ordering::SeqCst);
            let token = r#"{"accessToken": "token", "expiresIn": 28800, "refreshToken": "refresh-2"}"#;
            return Ok(Response::new(token.into()));
        }
        respond(request)
    });
    let environment = login("2020-01-01T00:00:00Z", "");
    let config = Config::from_environment(environment).unwrap();
    // The second client reads the token that the first one wrote.
    for _ in 0..2 {
        call(config.clone(), &transport).unwrap();
        assert_eq!(refreshes.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn an_sso_token_that_cannot_be_refreshed_explains_what_to_do() {
    let old = "2020-01-01T00:00:00Z";
    let registration = format!(r#", "registrationExpiresAt": "{old}""#);
    for (environment, expected) in [
        (login(old, &registration), "it has expired: its registration has expired too"),
        (login(old, ""), "it has expired: no response from oidc.eu-west-1.amazonaws.com: it is silent"),
        (login("soon", ""), "is not a time such as"),
        (
            environment(&[("AWS_PROFILE", "over")]).file(LOGIN, "hush"),
            "not a JSON object: expected a value, found something else at line 1, column 1",
        ),
    ] {
        let error = key_of(Config::from_environment(environment).unwrap()).unwrap_err();
        assert!(error.contains("aws sso login --profile over") && error.contains(expected), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }
}

#[test]
fn recordings_contain_no_credentials() {
    let recorder = Recorder::new(FakeTransport::answering(respond));
    let config = Config::from_environment(environment(&[("AWS_PROFILE", "role")])).unwrap();
    let client = fsx::blocking::Client::with_transport(config, recorder.clone());
    client.send(DescribeFileSystems::new()).unwrap();
    assert_eq!(recorder.recording().lines().count(), 1);
    let printed = format!("{client:?}{recorder:?}{}", recorder.recording());
    assert!(!printed.contains("secret") && !printed.contains("AKID"), "{printed}");
}

#[test]
fn an_invalid_metadata_endpoint_is_an_error() {
    let error = key(&[("AWS_EC2_METADATA_SERVICE_ENDPOINT", "no address")]).unwrap_err();
    assert!(error.contains("the endpoint of the metadata service is invalid"), "{error}");
}
