//! Where credentials come from: every source, through a call of an operation.
use ferrosmith::{
    Auth, Bytes, Error, Operation, OperationSchema, Structure,
    client::{
        BoxFuture, Config, Credentials, Environment, FakeTransport, ProvideCredentials, TransportError,
        TransportErrorKind,
    },
    error::BoxError,
    http::{Request, Response},
};
use ferrosmith_aws::fsx::{self, operation::DescribeFileSystems};
use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

const HOME: &str = "/home/someone";
const CONFIG: &str = "
[profile keys]
aws_access_key_id = AKIDPROFILE
aws_secret_access_key = secret

[profile command]
credential_process = echo '{\"Version\": 1,  \"AccessKeyId\": \"AKIDCOMMAND\", \"SecretAccessKey\": \"se\"\"cret\", \"SessionToken\": \"t\"}' | sed 's/\"\"//'

[profile failing]
credential_process = echo no >&2; exit 3

[profile login]
sso_session = ours
sso_account_id = 123456789012
sso_role_name = reader

[profile old-login]
sso_start_url = https://old.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = reader

[profile over]
sso_session = another
sso_account_id = 123456789012
sso_role_name = reader

[sso-session ours]
sso_start_url = https://ours.awsapps.com/start
sso_region = eu-west-1

[sso-session another]
sso_start_url = https://ours.awsapps.com/start
sso_region = eu-west-1

[profile role]
role_arn = arn:aws:iam::123456789012:role/one
source_profile = keys
external_id = outside

[profile role-of-role]
role_arn = arn:aws:iam::123456789012:role/two
source_profile = role
duration_seconds = 900

[profile role-of-itself]
role_arn = arn:aws:iam::123456789012:role/one
source_profile = role-of-itself
aws_access_key_id = AKIDITSELF
aws_secret_access_key = secret

[profile role-of-environment]
role_arn = arn:aws:iam::123456789012:role/one
credential_source = Environment

[profile role-of-token]
role_arn = arn:aws:iam::123456789012:role/one
web_identity_token_file = /token

[profile circle]
role_arn = arn:aws:iam::123456789012:role/one
source_profile = circle-2
[profile circle-2]
role_arn = arn:aws:iam::123456789012:role/one
source_profile = circle

[profile no-source]
role_arn = arn:aws:iam::123456789012:role/one

[profile code]
role_arn = arn:aws:iam::123456789012:role/one
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me

[profile half]
aws_access_key_id = AKIDHALF

[profile bare]
region = eu-west-1
";

fn environment(variables: &[(&str, &str)]) -> Environment {
    let cache = |key: &str| format!("{HOME}/.aws/sso/cache/{key}.json");
    let environment = Environment::empty()
        .variable("HOME", HOME)
        .variable("AWS_REGION", "eu-central-1")
        .file("~/.aws/config", CONFIG)
        .file("/token", "a.web.token\n")
        .file("/authorization", "Basic word\n")
        // Named after the SHA-1 of the session's name, or of the start URL: `printf ours | sha1sum`.
        .file(
            cache("48537f613ab85111413f2369616ae97481429bd1"),
            r#"{"accessToken": "token", "expiresAt": "2999-01-01T00:00:00Z"}"#,
        )
        .file(
            cache("33d5ca4bf3b1a62edb96b47f7c203034a43ac435"),
            r#"{"accessToken": "old", "expiresAt": "2999-01-01T00:00:00Z"}"#,
        )
        // `printf another | sha1sum`
        .file(
            cache("b7c8ffb8fbc67c171328e0e8f643694e8e61b335"),
            r#"{"accessToken": "token", "expiresAt": "2020-01-01T00:00:00Z"}"#,
        );
    variables.iter().fold(environment, |environment, (name, value)| environment.variable(*name, *value))
}

/// STS, the portal of logins, a container's service, an instance's metadata, and FSx.
fn world(request: &Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    let text = |name: &str| request.headers().get(name).map_or("", |value| value.to_str().unwrap());
    let uri = request.uri();
    let (query, body) = (uri.query().unwrap_or_default(), String::from_utf8_lossy(request.body()));
    let json = |id: &str| {
        format!(
            r#"{{"Code": "Success", "AccessKeyId": "{id}", "SecretAccessKey": "secret", "Token": "token",
            "Expiration": "2999-01-01T00:00:00Z"}}"#
        )
    };
    let sts = |action: &str, id: &str| {
        format!(
            "<{action}Response><{action}Result><Credentials><AccessKeyId>{id}</AccessKeyId><SecretAccessKey>secret\
            </SecretAccessKey><SessionToken>token</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>\
            </{action}Result></{action}Response>"
        )
    };
    let answer = match (uri.host().unwrap(), uri.path()) {
        ("fsx.eu-central-1.amazonaws.com", "/") => "{}".to_owned(),
        ("sts.eu-central-1.amazonaws.com", "/") if body.contains("AssumeRoleWithWebIdentity") => {
            assert!(
                body.contains("WebIdentityToken=a.web.token&") && body.contains("RoleSessionName=ferrosmith"),
                "{body}"
            );
            sts("AssumeRoleWithWebIdentity", "AKIDWEBIDENTITY1")
        }
        ("sts.eu-central-1.amazonaws.com", "/") => {
            let signed = text("authorization");
            assert!(signed.contains("/eu-central-1/sts/aws4_request"), "{signed}");
            match query {
                _ if query.contains("role%2Ftwo") => {
                    assert!(signed.contains("Credential=AKIDROLEONE12345/"), "{signed}");
                    assert!(query.contains("DurationSeconds=900"), "{query}");
                    sts("AssumeRole", "AKIDROLETWO12345")
                }
                _ if signed.contains("AKIDPROFILE") => {
                    assert!(query.contains("ExternalId=outside"), "{query}");
                    sts("AssumeRole", "AKIDROLEONE12345")
                }
                _ if signed.contains("AKIDITSELF") => sts("AssumeRole", "AKIDROLESELF1234"),
                _ => sts("AssumeRole", "AKIDROLEENV12345"),
            }
        }
        ("portal.sso.eu-west-1.amazonaws.com", "/federation/credentials") => {
            assert_eq!(query, "role_name=reader&account_id=123456789012");
            let id = match text("x-amz-sso_bearer_token") {
                "token" => "AKIDLOGIN",
                "old" => "AKIDOLDLOGIN",
                other => panic!("{other}"),
            };
            format!(
                r#"{{"roleCredentials": {{"accessKeyId": "{id}", "secretAccessKey": "secret", "sessionToken": "token",
                "expiration": 32472144000000}}}}"#
            )
        }
        ("169.254.170.2" | "localhost", "/container") => json(&format!("AKIDCONTAINER{}", text("authorization"))),
        ("169.254.169.254" | "metadata", "/latest/api/token") => "imds-token".to_owned(),
        ("169.254.169.254" | "metadata", "/latest/meta-data/iam/security-credentials/") => "a-role".to_owned(),
        ("169.254.169.254" | "metadata", "/latest/meta-data/iam/security-credentials/a-role") => {
            assert_eq!(text("x-aws-ec2-metadata-token"), "imds-token");
            json("AKIDINSTANCE")
        }
        _ => return Err(TransportError::new(TransportErrorKind::Timeout, "it is silent")),
    };
    Ok(Response::new(answer.into()))
}

type Outcome = Result<(), Error<fsx::operation::DescribeFileSystemsError>>;

fn call(config: Config, transport: &FakeTransport) -> Outcome {
    fsx::blocking::Client::with_transport(config, transport.clone()).send(DescribeFileSystems::new()).map(drop)
}

/// The id of the key that signed the last request, or why there was none.
fn key_of(config: Config) -> Result<String, String> {
    let transport = FakeTransport::answering(world);
    call(config, &transport).map_err(|error| {
        assert!(matches!(error, Error::Credentials(_)), "{error:?}");
        error.to_string()
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
    let full = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/container");
    let word = ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Word");
    let file = ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/authorization");
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
        (&[full, word], "AKIDCONTAINERWord"),
        (&[full, file], "AKIDCONTAINERBasic word"),
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
    // A profile that the program names comes before keys that happen to be in the environment.
    let config = Config::from_environment(environment(&KEYS)).unwrap();
    assert_eq!(key_of(config.profile("keys")).as_deref(), Ok("AKIDPROFILE"));
    // A profile without credentials says nothing about them.
    assert_eq!(key(&[("AWS_PROFILE", "bare"), CONTAINER]).as_deref(), Ok("AKIDCONTAINER"));
}

#[test]
fn nothing_found_says_where_was_looked() {
    let silent = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://nobody")];
    assert_eq!(
        key(&silent).unwrap_err(),
        "no usable credentials: `AWS_ACCESS_KEY_ID` is not set; there is neither ~/.aws/config nor ~/.aws/credentials with a \
         profile `default`; `AWS_WEB_IDENTITY_TOKEN_FILE` is not set; `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` and \
         `…_FULL_URI` are not set; this machine has no instance role (failed to connect to IMDS: http://nobody gives no \
         response: it is silent). Set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, name a profile (`AWS_PROFILE`, \
         `Config::profile`), or give some (`Config::credentials`)"
    );
    let transport = FakeTransport::answering(world);
    let disabled = environment(&[("AWS_EC2_METADATA_DISABLED", "TRUE")]);
    let error = call(Config::from_environment(disabled).unwrap(), &transport).unwrap_err().to_string();
    assert!(error.contains("`AWS_EC2_METADATA_DISABLED` is set") && transport.requests().is_empty(), "{error}");
}

#[test]
fn a_source_that_fails_says_why_and_ends_the_search() {
    let table: &[(&[(&str, &str)], &str)] = &[
        (&KEYS[..1], "the environment has `AWS_ACCESS_KEY_ID`, but no `AWS_SECRET_ACCESS_KEY`"),
        (
            &[("AWS_PROFILE", "half"), CONTAINER],
            "the profile `half` has `aws_access_key_id`, but no `aws_secret_access_key`",
        ),
        (
            &[("AWS_PROFILE", "over"), CONTAINER],
            "the login of the profile `over` (renew it: `aws sso login --profile over`): No valid SSO token",
        ),
        (&[("AWS_PROFILE", "circle")], "the profile `circle-2` leads back to itself by `source_profile`"),
        (&[("AWS_PROFILE", "no-source")], "it needs one of `source_profile`, `credential_source` and"),
        (&[("AWS_PROFILE", "code")], "the role of the profile `code` has an `mfa_serial`"),
        (
            &[WEB[0], ("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere")],
            "failed to read web identity token file: /nowhere cannot be read: entity not found",
        ),
        (&WEB[1..], "`AWS_WEB_IDENTITY_TOKEN_FILE` is set, but `AWS_ROLE_ARN`"),
        (
            &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/")],
            "but it is `https://…`, or `http://…` of this machine",
        ),
        #[cfg(unix)]
        (
            &[("AWS_PROFILE", "failing"), CONTAINER],
            "the `credential_process` of the profile `failing`, `echo no >&2; exit 3`: credential process failed with status 3: no",
        ),
    ];
    for (variables, part) in table {
        let error = key(variables).unwrap_err();
        assert!(error.contains(part), "{variables:?}: {error}");
    }
}

/// Gives keys that end, and counts how often.
#[derive(Clone, Debug, Default)]
struct Counting {
    asked: Arc<AtomicUsize>,
    lifetime: Option<Duration>,
}

impl ProvideCredentials for Counting {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
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
fn calls_at_once_ask_once() {
    let asked = |lifetime| {
        let provider = Counting { lifetime, ..Counting::default() };
        let config = Config::new("eu-central-1").credentials(provider.clone());
        let client = fsx::blocking::Client::with_transport(config, FakeTransport::answering(world));
        std::thread::scope(|scope| {
            for _ in 0..10 {
                scope.spawn(|| client.send(DescribeFileSystems::new()).unwrap());
            }
        });
        provider.asked.load(Ordering::SeqCst)
    };
    assert_eq!(asked(None), 1);
    assert_eq!(asked(Some(Duration::from_secs(3600))), 1);
    // Those that end within two minutes still sign, but are not kept.
    assert_eq!(asked(Some(Duration::from_secs(60))), 10);
}

#[test]
fn credentials_that_ended_are_not_used() {
    let provider = Counting { lifetime: Some(Duration::ZERO), ..Counting::default() };
    let transport = FakeTransport::answering(world);
    let error = call(Config::new("eu-central-1").credentials(provider), &transport).unwrap_err();
    assert!(matches!(error, Error::Credentials(_)) && transport.requests().is_empty(), "{error}");
}

/// A server on this machine that answers one request after the other; its address.
fn server(answer: impl Fn(&str) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                head.extend(byte);
            }
            let body = answer(&String::from_utf8(head).unwrap());
            let length = body.len();
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}").unwrap();
        }
    });
    address
}

fn metadata(head: &str) -> String {
    match head.split_whitespace().take(2).collect::<Vec<_>>()[..] {
        ["PUT", "/latest/api/token"] => "imds-token".to_owned(),
        ["GET", "/latest/meta-data/iam/security-credentials/"] => "a-role".to_owned(),
        ["GET", "/latest/meta-data/iam/security-credentials/a-role"] => {
            r#"{"Code": "Success", "AccessKeyId": "AKIDINSTANCE",
            "SecretAccessKey": "secret", "Token": "token", "Expiration": "2999-01-01T00:00:00Z"}"#
                .to_owned()
        }
        _ => panic!("{head}"),
    }
}

fn real(metadata: &str) -> Config {
    let fsx = server(|head| {
        assert!(head.contains("Credential=AKIDINSTANCE/"), "{head}");
        "{}".to_owned()
    });
    let variables = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata), ("AWS_ENDPOINT_URL", &fsx)];
    Config::from_environment(environment(&variables)).unwrap()
}

fn send_async(config: Config) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { fsx::Client::new(config).send(DescribeFileSystems::new()).await.map(drop) })
}

fn send_blocking(config: Config) -> Outcome {
    fsx::blocking::Client::new(config).send(DescribeFileSystems::new()).map(drop)
}

#[test]
fn both_clients_ask_the_instance() {
    let metadata = server(metadata);
    send_blocking(real(&metadata)).unwrap();
    send_async(real(&metadata)).unwrap();
}

#[test]
fn silent_metadata_do_not_hang_a_laptop() {
    // Connections are taken, requests never answered.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    for send in [send_blocking, send_async] {
        let start = Instant::now();
        let error = send(real(&address)).unwrap_err();
        assert!(matches!(error, Error::Credentials(_)), "{error}");
        assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    }
}

/// Other tasks run while a command does, on a runtime of one thread.
#[cfg(unix)]
#[test]
fn a_command_blocks_no_runtime() {
    let fsx = server(|_| "{}".to_owned());
    let file = "[default]\ncredential_process = sleep 0.3; echo \
        '{\"Version\": 1, \"AccessKeyId\": \"AKID\", \"SecretAccessKey\": \"secret\"}'";
    let environment = environment(&[("AWS_ENDPOINT_URL", &fsx)]).file("~/.aws/config", file);
    let client = fsx::Client::new(Config::from_environment(environment).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ticks = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&ticks);
    runtime.spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(10)).await;
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    runtime.block_on(client.send(DescribeFileSystems::new())).unwrap();
    assert!(ticks.load(Ordering::SeqCst) >= 5, "{ticks:?}");
}

/// An operation that is signed where there is somebody to sign it (`@optionalAuth`).
#[derive(Clone, Structure)]
struct Look {}

impl Operation for Look {
    type Service = fsx::Fsx;
    type Output = Self;
    type Error = fsx::Error;
    const SCHEMA: &'static OperationSchema = &OperationSchema { auth: Auth::Optional, ..OperationSchema::new("Look") };
}

#[test]
fn optional_signatures_need_no_credentials() {
    let is_signed = |environment| {
        let transport = FakeTransport::answering(world);
        let config = Config::from_environment(environment).unwrap();
        fsx::blocking::Client::with_transport(config, transport.clone()).send(Look {}).unwrap();
        transport.requests().last().unwrap().headers().contains_key("authorization")
    };
    assert!(is_signed(environment(&KEYS)));
    assert!(!is_signed(environment(&[("AWS_EC2_METADATA_DISABLED", "true")])));
    assert!(!is_signed(environment(&[("AWS_PROFILE", "over")])));
}
