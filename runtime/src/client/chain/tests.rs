//! Calls of STS, SSO and SSO OIDC: their requests, and what becomes of their responses.
use super::Chain;
use crate::client::{AssumeRole, Config, Credentials, Environment, FakeTransport, Transport, block_on::block_on};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

const NOW: SystemTime = SystemTime::UNIX_EPOCH;
const LOGIN: &str = "
[default]
sso_session = ours
sso_account_id = 123456789012
sso_role_name = a reader

[sso-session ours]
sso_start_url = https://ours.awsapps.com/start
sso_region = eu-west-1
";

fn chain(environment: Environment, transport: &FakeTransport) -> Chain {
    let config = Config::from_environment(environment.variable("AWS_REGION", "eu-west-1")).unwrap();
    let transport: Arc<dyn Transport> = Arc::new(transport.clone());
    Chain::new(&config, &transport)
}

/// A login whose token expires after these seconds.
fn login(seconds: u32) -> Environment {
    let token = format!(
        r#"{{"accessToken": "hush-1", "expiresAt": "1970-01-01T00:{:02}:00Z", "clientId": "id", "clientSecret": "hush-2",
        "refreshToken": "hush-3"}}"#,
        seconds / 60
    );
    // `printf ours | sha1sum`
    let path = "/home/me/.aws/sso/cache/48537f613ab85111413f2369616ae97481429bd1.json";
    Environment::empty().variable("HOME", "/home/me").file("~/.aws/config", LOGIN).file(path, token)
}

fn find(environment: Environment, transport: &FakeTransport) -> Result<Credentials, String> {
    let found = block_on(chain(environment, transport).find(NOW));
    found.map(|found| found.credentials).map_err(|error| error.to_string())
}

fn assume(role: &AssumeRole, transport: &FakeTransport) -> Result<Credentials, String> {
    let chain = chain(Environment::empty(), transport);
    let found = block_on(chain.assume(role, Credentials::new("AKID", "hush-4"), NOW));
    found.map_err(|error| error.to_string())
}

fn role() -> AssumeRole {
    AssumeRole::new("arn:aws:iam::1:role/one").external_id("a b&c").duration(Duration::from_secs(900))
}

/// Asserts that the credentials are those of the response, and that the last request prints no secret.
fn assert_found(found: Result<Credentials, String>, transport: &FakeTransport) {
    let expected = Credentials::new("AKID2", "hush-5").session_token("hush-6");
    assert_eq!(found.unwrap(), expected.expires_at(SystemTime::UNIX_EPOCH + Duration::from_millis(1_769_846_400_000)));
    let requests = transport.requests();
    let headers = format!("{:?}", requests.last().unwrap().headers());
    assert!(!headers.contains("hush"), "{headers}");
}

/// Returns a response of STS with these elements in its credentials.
fn sts(action: &str, elements: &[(&str, &str)]) -> String {
    let elements: String = elements.iter().map(|(name, text)| format!("<{name}>{text}</{name}>")).collect();
    format!(
        "<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result><AssumedRoleUser><Arn>x</Arn>\
        </AssumedRoleUser><Credentials>{elements}</Credentials></{action}Result><ResponseMetadata><RequestId>1</RequestId>\
        </ResponseMetadata></{action}Response>"
    )
}

const KEYS: [(&str, &str); 4] = [
    ("AccessKeyId", "AKID2"),
    ("SecretAccessKey", "hush-5"),
    ("SessionToken", "hush-6"),
    ("Expiration", "2026-01-31T08:00:00Z"),
];

#[test]
fn a_role_is_assumed_with_a_signed_form() {
    let transport = FakeTransport::new().reply(200, sts("AssumeRole", &KEYS));
    assert_found(assume(&role(), &transport), &transport);
    let [request] = &transport.requests()[..] else { panic!("one request") };
    assert_eq!(
        (request.method().as_str(), &*request.uri().to_string()),
        ("POST", "https://sts.eu-west-1.amazonaws.com/")
    );
    let header = |name| request.headers()[name].to_str().unwrap();
    assert_eq!(header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(header("content-length"), request.body().len().to_string());
    let scope = "AWS4-HMAC-SHA256 Credential=AKID/19700101/eu-west-1/sts/aws4_request, ";
    assert!(header("authorization").starts_with(scope), "{}", header("authorization"));
    let body = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fone&RoleSessionName=ferrosmith\
        &DurationSeconds=900&ExternalId=a%20b%26c";
    assert_eq!(request.body(), body);
}

#[test]
fn a_web_identity_is_not_signed() {
    let transport = FakeTransport::new().reply(200, sts("AssumeRoleWithWebIdentity", &KEYS));
    let environment = Environment::empty()
        .variable("AWS_ROLE_ARN", "arn:two")
        .variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")
        .file("/token", "a.web.token\n");
    assert_found(find(environment, &transport), &transport);
    let [request] = &transport.requests()[..] else { panic!("one request") };
    let body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Atwo&RoleSessionName=ferrosmith\
        &WebIdentityToken=a.web.token";
    assert_eq!(request.body(), body);
    assert!(!request.headers().contains_key("authorization"));
}

const ROLE_CREDENTIALS: &str = r#"{"roleCredentials": {"accessKeyId": "AKID2", "secretAccessKey": "hush-5",
    "sessionToken": "hush-6", "expiration": 1769846400000}}"#;

#[test]
fn a_login_sends_its_token_in_a_header() {
    let transport = FakeTransport::new().reply(200, ROLE_CREDENTIALS);
    assert_found(find(login(900), &transport), &transport);
    let [request] = &transport.requests()[..] else { panic!("one request") };
    let uri = "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=a%20reader&account_id=123456789012";
    assert_eq!((request.method().as_str(), &*request.uri().to_string()), ("GET", uri));
    assert_eq!(request.headers()["x-amz-sso_bearer_token"], "hush-1");
    assert!(!request.headers().contains_key("authorization") && request.body().is_empty());
}

#[test]
fn a_login_that_expires_soon_is_renewed() {
    let token = r#"{"accessToken": "hush-7", "expiresIn": 28800, "refreshToken": "hush-8"}"#;
    let transport = FakeTransport::new().reply(200, token).reply(200, ROLE_CREDENTIALS);
    let environment = login(60);
    assert_found(find(environment.clone(), &transport), &transport);
    let [renewal, request] = &transport.requests()[..] else { panic!("two requests") };
    let uri = "https://oidc.eu-west-1.amazonaws.com/token";
    assert_eq!((renewal.method().as_str(), &*renewal.uri().to_string()), ("POST", uri));
    let header = |name| renewal.headers()[name].to_str().unwrap();
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(header("content-length"), renewal.body().len().to_string());
    let body: serde_json::Value = serde_json::from_slice(renewal.body()).unwrap();
    let expected = serde_json::json!({
        "clientId": "id", "clientSecret": "hush-2", "grantType": "refresh_token", "refreshToken": "hush-3"
    });
    assert_eq!(body, expected);
    assert_eq!(request.headers()["x-amz-sso_bearer_token"], "hush-7");

    let path = "/home/me/.aws/sso/cache/48537f613ab85111413f2369616ae97481429bd1.json";
    let cached: serde_json::Value = serde_json::from_slice(&environment.read(path).unwrap()).unwrap();
    assert_eq!((&cached["accessToken"], &cached["refreshToken"]), (&"hush-7".into(), &"hush-8".into()));
    assert_eq!((&cached["expiresAt"], &cached["clientId"]), (&"1970-01-01T08:00:00Z".into(), &"id".into()));
}

#[test]
fn errors_have_code_message_and_request_id() {
    let assumed = |status, body: &str| {
        let transport = FakeTransport::new().reply(status, body.to_owned());
        assume(&role(), &transport).unwrap_err()
    };
    let denied = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not\nyou &amp; me</Message></Error>\
        <RequestId>r-1</RequestId></ErrorResponse>";
    let context = "the role `arn:aws:iam::1:role/one`: STS AssumeRole: ";
    assert_eq!(assumed(403, denied), format!("{context}AccessDenied: not\\nyou & me (status 403, request id r-1)"));
    assert_eq!(assumed(403, "hush"), format!("{context}an error without a code (status 403)"));

    let context = "the login of the profile `default` (renew it: `aws sso login --profile default`): ";
    let portal = FakeTransport::new().reply(401, r#"{"__type": "UnauthorizedException", "message": "no session"}"#);
    let text = "SSO GetRoleCredentials: UnauthorizedException: no session (status 401)";
    assert_eq!(find(login(900), &portal).unwrap_err(), format!("{context}{text}"));

    let oidc = r#"{"__type": "InvalidGrantException", "error": "invalid_grant", "error_description": "used before"}"#;
    let oidc = FakeTransport::new().reply(400, oidc);
    let text = "it has expired: SSO OIDC CreateToken: InvalidGrantException: used before (status 400)";
    assert_eq!(find(login(0), &oidc).unwrap_err(), format!("{context}{text}"));
}

#[test]
fn incomplete_and_unreadable_responses_are_errors_without_secrets() {
    for (index, (name, _)) in KEYS.iter().enumerate() {
        let others: Vec<_> =
            KEYS.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, key)| *key).collect();
        let error = assume(&role(), &FakeTransport::new().reply(200, sts("AssumeRole", &others))).unwrap_err();
        assert!(error.ends_with(&format!(": the response of STS has no `{name}`")), "{error}");
    }
    for body in ["", "<AssumeRoleResponse/>", "<html><body>hush</body></html>"] {
        let error = assume(&role(), &FakeTransport::new().reply(200, body)).unwrap_err();
        assert!(error.ends_with(": the response of STS has no `AccessKeyId`"), "{body}: {error}");
    }
    let unreadable = [sts("AssumeRole", &KEYS[..3]).replace("</Credentials>", ""), "hush".to_owned()];
    let mut late = KEYS;
    late[3].1 = "hush";
    for body in unreadable.into_iter().chain([sts("AssumeRole", &late)]) {
        let error = assume(&role(), &FakeTransport::new().reply(200, body)).unwrap_err();
        assert!(error.contains("STS AssumeRole: the response cannot be read (status 200): "), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }

    for (name, expected) in [
        ("accessKeyId", "has no `accessKeyId`"),
        ("secretAccessKey", "has no `secretAccessKey`"),
        ("sessionToken", "has no `sessionToken`"),
        ("expiration", "has no `expiration`"),
        ("roleCredentials", "has no `accessKeyId`"),
    ] {
        let transport = FakeTransport::new().reply(200, ROLE_CREDENTIALS.replace(name, "other"));
        let error = find(login(900), &transport).unwrap_err();
        assert!(error.ends_with(expected) && !error.contains("hush"), "{error}");
    }
    for body in ["hush", r#"{"roleCredentials": "hush"}"#, r#"{"roleCredentials": {"expiration": "hush"}}"#] {
        let error = find(login(900), &FakeTransport::new().reply(200, body)).unwrap_err();
        assert!(error.contains("SSO GetRoleCredentials: the response cannot be read (status 200): "), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }
    let error = find(login(0), &FakeTransport::new().reply(200, "{}")).unwrap_err();
    assert!(error.ends_with("it has expired: the response of SSO OIDC has no `accessToken`"), "{error}");
}

#[test]
fn requests_that_cannot_be_made_say_why() {
    let region = role().region("no region");
    let error = assume(&region, &FakeTransport::new()).unwrap_err();
    assert!(error.contains("the endpoint of STS: `https://sts.no region.amazonaws.com` is not an endpoint"), "{error}");

    let token = r#"{"accessToken": "hu\nsh", "expiresAt": "2999-01-01T00:00:00Z"}"#;
    let path = "/home/me/.aws/sso/cache/48537f613ab85111413f2369616ae97481429bd1.json";
    let error = find(login(900).file(path, token), &FakeTransport::new()).unwrap_err();
    let text =
        "SSO GetRoleCredentials: the request cannot be made: `accessToken` has a value that a header cannot hold";
    assert!(error.ends_with(text), "{error}");
}
