//! A home directory with profiles, and fakes of all services that provide credentials.
use ferrosmith::{
    Bytes,
    client::{Environment, TransportError, TransportErrorKind},
    http::{Request, Response},
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

pub(super) fn environment(variables: &[(&str, &str)]) -> Environment {
    let cache = |key: &str| format!("{HOME}/.aws/sso/cache/{key}.json");
    let environment = Environment::empty()
        .variable("HOME", HOME)
        .variable("AWS_REGION", "eu-central-1")
        .file("~/.aws/config", CONFIG)
        .file("/token", "a.web.token\n")
        .file("/authorization", "Basic word\n")
        // The file name is the SHA-1 of the session's name or of the start URL: `printf ours | sha1sum`.
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

/// Responds as STS, the SSO portal, a container's endpoint, the instance metadata service, and FSx.
pub(super) fn respond(request: &Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
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
    let response_body = match (uri.host().unwrap(), uri.path()) {
        ("fsx.eu-central-1.amazonaws.com", "/") => "{}".to_owned(),
        ("sts.eu-central-1.amazonaws.com", "/") if body.contains("AssumeRoleWithWebIdentity") => {
            assert!(
                body.ends_with("&WebIdentityToken=a.web.token") && body.contains("RoleSessionName=ferrosmith"),
                "{body}"
            );
            sts("AssumeRoleWithWebIdentity", "AKIDWEBIDENTITY1")
        }
        ("sts.eu-central-1.amazonaws.com", "/") => {
            let authorization = text("authorization");
            assert!(authorization.contains("/eu-central-1/sts/aws4_request"), "{authorization}");
            match &*body {
                _ if body.contains("role%2Ftwo") => {
                    assert!(authorization.contains("Credential=AKIDROLEONE12345/"), "{authorization}");
                    assert!(body.contains("DurationSeconds=900"), "{body}");
                    sts("AssumeRole", "AKIDROLETWO12345")
                }
                _ if authorization.contains("AKIDPROFILE") => {
                    assert!(body.contains("ExternalId=outside"), "{body}");
                    sts("AssumeRole", "AKIDROLEONE12345")
                }
                _ if authorization.contains("AKIDITSELF") => sts("AssumeRole", "AKIDROLESELF1234"),
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
    Ok(Response::new(response_body.into()))
}
