//! Services that give credentials answer anything: a call has an error of its credentials then, or is signed.
use crate::{
    engine::{fuzz, show, some},
    entropy::Entropy,
    mutate,
    shared_files::CONFIG,
};
use ferrosmith::{
    Bytes, ErrorKind,
    client::{Config, Environment, FakeTransport, Settings},
    http::{HeaderName, HeaderValue, Request, Response, StatusCode},
};
use ferrosmith_aws::fsx::{self, operation::DescribeBackups};

/// What chooses a source; a command is none of them, so that nothing is run here.
const SOURCES: &[&[(&str, &str)]] = &[
    &[],
    &[("AWS_PROFILE", "role")],
    &[("AWS_PROFILE", "login")],
    &[("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")],
    &[("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/container")],
    &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/container")],
];

const ANSWERS: &[&str] = &[
    r#"{"Code": "Success", "AccessKeyId": "AKID", "SecretAccessKey": "hush", "Token": "token", "Expiration": "2999-01-01T00:00:00Z"}"#,
    r#"{"roleCredentials": {"accessKeyId": "AKID", "secretAccessKey": "hush", "sessionToken": "token", "expiration": 32472144000000}}"#,
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKID</AccessKeyId><SecretAccessKey>hush</SecretAccessKey>\
     <SessionToken>token</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
    "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleWithWebIdentityResult>\
     <Credentials><AccessKeyId>AKID</AccessKeyId><SecretAccessKey>hush</SecretAccessKey><SessionToken>token</SessionToken>\
     <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>",
    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
    r#"{"__type": "UnauthorizedException", "message": "no"}"#,
    "a-role",
    "",
];

fn answer(entropy: &mut Entropy<'_>) -> Response<Bytes> {
    let seed = entropy.pick(ANSWERS);
    let body = match entropy.below(3) {
        0 => seed.as_bytes().to_vec(),
        1 => serde_json::from_str(seed)
            .map_or_else(|_| seed.to_owned(), |json| mutate::json(&json, entropy, 2).to_string())
            .into(),
        _ => mutate::bytes(seed.as_bytes(), entropy),
    };
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() =
        StatusCode::from_u16(entropy.pick(&[200, 200, 200, 201, 400, 403, 404, 500, 503])).unwrap();
    let value = HeaderValue::from_bytes(entropy.text().as_bytes());
    if let Ok(value) = value {
        response.headers_mut().insert(HeaderName::from_static(entropy.pick(&["date", "retry-after", "x-a"])), value);
    }
    response
}

#[test]
fn whatever_is_answered() {
    let mut signed = 0;
    fuzz(300, 1_024, |entropy| {
        let environment = Environment::empty()
            .variable("AWS_REGION", "eu-central-1")
            .variable("HOME", "/home/someone")
            .file("~/.aws/config", CONFIG)
            .file("/token", "a.web.token")
            // Named after the SHA-1 of the session's name: `printf ours | sha1sum`.
            .file(
                "/home/someone/.aws/sso/cache/48537f613ab85111413f2369616ae97481429bd1.json",
                if entropy.below(4) == 0 {
                    mutate::bytes(br#"{"accessToken": "hush", "expiresAt": "2999-01-01T00:00:00Z"}"#, entropy)
                } else {
                    br#"{"accessToken": "hush", "expiresAt": "2999-01-01T00:00:00Z"}"#.to_vec()
                },
            );
        let add = |environment: Environment, (name, value): &(&str, &str)| environment.variable(*name, *value);
        let environment = SOURCES[entropy.below(SOURCES.len())].iter().fold(environment, add);
        let mut answers: Vec<_> = (0..6).map(|_| answer(entropy)).collect();
        show(|| format!("{environment:?}\n{answers:#?}"));
        let transport = FakeTransport::answering(move |request: &Request<Bytes>| {
            let is_service = request.uri().host() == Some("fsx.eu-central-1.amazonaws.com");
            let answer = if is_service { None } else { answers.pop() };
            Ok(answer.unwrap_or_else(|| Response::new("{}".into())))
        });
        let config = Config::from_environment(environment).unwrap().settings(Settings::default().attempts(2));
        let client = fsx::blocking::Client::with_transport(config, transport.clone());
        match client.send(DescribeBackups::new()) {
            Ok(_) => {
                signed += 1;
                assert!(transport.requests().last().unwrap().headers().contains_key("authorization"));
            }
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Credentials(_) | ErrorKind::Construction(_)), "{error:?}")
            }
        }
    });
    some(signed, "calls were signed");
}
