use super::*;
use crate::{
    ServiceSchema, Unit,
    client::{
        Credentials, Environment, FakeTransport, Transport, TransportError, TransportErrorKind,
        block_on::block_on,
        call::{Call, Classified, Failure},
        deadline::Timer,
    },
    endpoint::rules::*,
    error::Report,
    protocol::{self, Protocol, Protocols},
};
use bytes::Bytes;
use http::{Request, Response};
use std::time::{Duration, SystemTime};

const NAMES: &[(&str, Expression)] = &[("name", text("sigv4a")), ("signingRegionSet", list(&[text("*")]))];
const REGION: &[(&str, Expression)] =
    &[("name", text("sigv4")), ("signingRegion", text("us-east-1")), ("signingName", text("other"))];

/// Endpoints that ask for signatures: one for several Regions, one for either kind, and one for a kind that is unknown.
const RULES: &RuleSet = &RuleSet::new(
    &[Parameter::new("Region").built_in("AWS::Region"), Parameter::new("Kind")],
    &[
        endpoint_with(
            &[string_equals(&[var("Kind"), text("global")])],
            text("https://global.example"),
            &[("authSchemes", list(&[object(NAMES)]))],
            &[],
        ),
        endpoint_with(
            &[string_equals(&[var("Kind"), text("either")])],
            text("https://either.example"),
            &[("authSchemes", list(&[object(&[("name", text("sigv5"))]), object(NAMES), object(REGION)]))],
            &[],
        ),
        endpoint_with(
            &[string_equals(&[var("Kind"), text("express")])],
            text("https://express.example"),
            &[("authSchemes", list(&[object(&[("name", text("sigv4-s3express"))])]))],
            &[],
        ),
        endpoint(&[], "https://{Region}.example"),
    ],
);

const SERVICE: &ServiceSchema = &ServiceSchema {
    name: "Shop",
    version: "1",
    protocols: Protocols::new(protocol::AWS_JSON_1_1, &[]),
    signing_name: Some("shop"),
    endpoint_prefix: "shop",
    sdk_id: "Shop",
    rules: Some(RULES),
};

const V4: AuthScheme = AuthScheme::SigV4;
const V4A: AuthScheme = AuthScheme::SigV4a;
const BEARER: AuthScheme = AuthScheme::HttpBearer;
const NO_AUTH: AuthScheme = AuthScheme::NoAuth;

/// Operations by their schemes.
const OPERATIONS: &[OperationSchema] = &[
    OperationSchema::new("Get"),
    OperationSchema::new("Get").auth(&[V4, BEARER]),
    OperationSchema::new("Get").auth(&[BEARER, V4]),
    OperationSchema::new("Get").auth(&[BEARER]),
    OperationSchema::new("Get").auth(&[V4, NO_AUTH]),
    OperationSchema::new("Get").auth(&[BEARER, NO_AUTH]),
    OperationSchema::new("Get").auth(&[V4A]),
    OperationSchema::new("Get").auth(&[V4A, V4]),
    OperationSchema::new("Get").auth(&[V4, V4A]),
    OperationSchema::new("Get").auth(&[]),
];

fn operation(schemes: &[AuthScheme]) -> &'static OperationSchema {
    OPERATIONS.iter().find(|operation| operation.auth == schemes).unwrap()
}

fn config() -> Config {
    Config::new("eu-west-1").credentials(Credentials::new("AKID", "hush")).clock(|| SystemTime::UNIX_EPOCH)
}

/// Without credentials: there is a place where they could be, and there are none.
fn without_keys() -> Config {
    let environment = Environment::empty().variable("AWS_EC2_METADATA_DISABLED", "true");
    Config::from_environment(environment).unwrap().region("eu-west-1")
}

fn classify(_: &dyn Protocol, _: &Response<Bytes>) -> Classified {
    unreachable!("nothing is sent")
}

/// Returns how a request of an operation is authenticated: the scheme, what it is signed for, and the Region set.
fn sent(config: Config, schemes: &[AuthScheme]) -> String {
    let transport: Arc<dyn Transport> = Arc::new(FakeTransport::new());
    let shared = Shared::new(SERVICE, config, transport, Timer::Thread, None);
    let target = shared.resolve_endpoint(operation(schemes), &Unit).unwrap();
    let request = Request::post(target.resolved.endpoint.as_uri()).body(Bytes::new()).unwrap();
    let call = shared.call(operation(schemes), request.clone(), &target, protocol::AWS_JSON_1_1, classify);
    let signed = call.map_err(Failure::Construction).and_then(|call: Call| {
        block_on(shared.signed(&call, call.request.clone(), SystemTime::UNIX_EPOCH, Duration::from_secs(9)))
    });
    let signed = match signed {
        Ok(signed) => signed,
        Err(failure) => return Report(failure.as_error()).to_string(),
    };
    let header = |name: &str| signed.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
    let authorization = header("authorization").split(", ").next().unwrap();
    format!("{authorization} {}", header("x-amz-region-set")).trim().to_owned()
}

const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=AKID/19700101/eu-west-1/shop/aws4_request";

#[test]
fn the_first_scheme_with_an_identity_authenticates() {
    let token = || config().bearer_token("t0ken").unwrap();
    let alone = || without_keys().bearer_token("t0ken").unwrap();
    let missing = "it cannot be signed: there is no bearer token: set `Config::bearer_token` or the variable \
                   AWS_BEARER_TOKEN_SHOP";
    type Case = (fn() -> Config, &'static [AuthScheme], &'static str);
    let table: &[Case] = &[
        (config, &[V4], SIGNED),
        (token, &[V4], SIGNED),
        (config, &[V4, BEARER], SIGNED),
        (token, &[V4, BEARER], SIGNED),
        (token, &[BEARER, V4], "Bearer t0ken"),
        (config, &[BEARER, V4], SIGNED),
        (config, &[BEARER], missing),
        (token, &[BEARER], "Bearer t0ken"),
        // No source of credentials is configured, so the token follows.
        (alone, &[V4, BEARER], "Bearer t0ken"),
        (config, &[V4, NO_AUTH], SIGNED),
        (without_keys, &[V4, NO_AUTH], ""),
        (without_keys, &[BEARER, NO_AUTH], ""),
        (token, &[BEARER, NO_AUTH], "Bearer t0ken"),
        (token, &[], ""),
        (|| Config::new("eu-west-1").anonymous(), &[V4], ""),
        (|| Config::new("eu-west-1").anonymous(), &[V4, BEARER], ""),
        (|| Config::new("eu-west-1").anonymous(), &[V4A], ""),
        (|| Config::new("eu-west-1").anonymous(), &[BEARER], missing),
    ];
    for (config, schemes, expected) in table {
        assert_eq!(sent(config(), schemes), *expected, "{schemes:?}");
    }
    // Credentials that fail are an error, even if there is a token.
    let broken = Environment::empty().variable("AWS_ACCESS_KEY_ID", "AKID");
    let broken = Config::from_environment(broken).unwrap().region("eu-west-1").bearer_token("t0ken").unwrap();
    assert!(sent(broken, &[V4, BEARER]).contains("no `AWS_SECRET_ACCESS_KEY`"));
}

/// The search may take seconds, so that not each call waits for it.
#[test]
fn absent_credentials_are_not_searched_for_again_at_once() {
    let transport = FakeTransport::answering(|_| {
        Err(TransportError::new(TransportErrorKind::Connection, "there is no metadata service"))
    });
    let config = Config::from_environment(Environment::empty()).unwrap().region("eu-west-1");
    let config = config.bearer_token("t0ken").unwrap();
    let shared = Shared::new(SERVICE, config, Arc::new(transport.clone()), Timer::Thread, None);
    let target = shared.resolve_endpoint(operation(&[V4, BEARER]), &Unit).unwrap();
    let request = Request::post(target.resolved.endpoint.as_uri()).body(Bytes::new()).unwrap();
    let call = shared.call(operation(&[V4, BEARER]), request, &target, protocol::AWS_JSON_1_1, classify).unwrap();
    let searches = [(); 2].map(|()| {
        let signed = shared.signed(&call, call.request.clone(), SystemTime::UNIX_EPOCH, Duration::from_secs(9));
        assert_eq!(block_on(signed).ok().unwrap().headers()["authorization"], "Bearer t0ken");
        transport.requests().len()
    });
    assert!(searches[0] > 0 && searches[0] == searches[1], "{searches:?}");
}

#[test]
fn the_preference_reorders() {
    let from = |variables: &[(&str, &str)]| {
        let add = |environment: Environment, (name, value): &(&str, &str)| environment.variable(*name, *value);
        let environment = variables.iter().fold(Environment::empty(), add);
        let config = Config::from_environment(environment).unwrap().region("eu-west-1");
        config.credentials(Credentials::new("AKID", "hush"))
    };
    let (token, preference) = ("AWS_BEARER_TOKEN_SHOP", "AWS_AUTH_SCHEME_PREFERENCE");
    let bearer = "Bearer t0ken";
    // The token of the service is preferred, except by the program.
    assert_eq!(sent(from(&[(token, "t0ken")]), &[V4, BEARER]), bearer);
    assert_eq!(sent(from(&[(token, "t0ken"), (preference, "sigv4")]), &[V4, BEARER]), bearer);
    assert_eq!(sent(from(&[(token, "t0ken")]).auth_scheme_preference([V4]), &[BEARER, V4]), SIGNED);
    assert_eq!(sent(from(&[(token, "t0ken")]).auth_scheme_preference([]), &[V4, BEARER]), SIGNED);
    assert_eq!(sent(from(&[(preference, "sigv4")]).bearer_token("t0ken").unwrap(), &[BEARER, V4]), SIGNED);
    let names = " sigv9, smithy.api#httpBearerAuth\t,sigv4";
    assert_eq!(sent(from(&[(preference, names)]).bearer_token("t0ken").unwrap(), &[V4, BEARER]), bearer);
    assert_eq!(sent(from(&[(preference, names)]), &[V4, BEARER]), SIGNED);
    assert_eq!(sent(from(&[(preference, "noAuth")]), &[V4, NO_AUTH]), "");
    let file = Environment::empty().file("~/.aws/config", "[default]\nauth_scheme_preference = httpBearerAuth\n");
    let profile = Config::from_environment(file).unwrap().region("eu-west-1").bearer_token("t0ken").unwrap();
    assert_eq!(sent(profile.credentials(Credentials::new("AKID", "hush")), &[V4, BEARER]), bearer);
}

fn kind(kind: &str) -> Config {
    config().endpoint_parameter("Kind", kind.into())
}

#[test]
fn an_endpoint_decides_which_signature() {
    let either = "AWS4-HMAC-SHA256 Credential=AKID/19700101/us-east-1/other/aws4_request";
    assert_eq!(sent(kind("either").auth_scheme_preference([V4]), &[V4]), either);
    let express = sent(kind("express"), &[V4]);
    let expected = "it asks for signatures of the kind sigv4-s3express, which this client does not make; its crate has no \
                    operation that creates sessions (`ferrosmith#sessionCredentials`): generate that too";
    assert!(express.ends_with(expected), "{express}");
    assert_eq!(sent(kind("express").anonymous(), &[V4]), "");
    #[cfg(feature = "sigv4a")]
    {
        let asymmetric =
            |regions: &str| format!("AWS4-ECDSA-P256-SHA256 Credential=AKID/19700101/shop/aws4_request {regions}");
        assert_eq!(sent(kind("global"), &[V4]), asymmetric("*"));
        assert_eq!(sent(kind("either"), &[V4]), asymmetric("*"));
        assert_eq!(sent(config(), &[V4A]), asymmetric("eu-west-1"));
        assert_eq!(sent(config(), &[V4A, V4]), asymmetric("eu-west-1"));
        assert_eq!(sent(config(), &[V4, V4A]), SIGNED);
        assert_eq!(sent(config().auth_scheme_preference([V4A]), &[V4, V4A]), asymmetric("eu-west-1"));
        let set = |config: Config| config.sigv4a_signing_region_set(["us-*", "eu-west-1"]);
        assert_eq!(sent(set(kind("global")), &[V4]), asymmetric("us-*,eu-west-1"));
        assert_eq!(sent(set(config()), &[V4]), SIGNED);
        let environment = Environment::empty().variable("AWS_SIGV4A_SIGNING_REGION_SET", "us-west-2 , *");
        let config =
            Config::from_environment(environment).unwrap().region("a").credentials(Credentials::new("AKID", "hush"));
        assert_eq!(sent(config, &[V4A]), asymmetric("us-west-2,*"));
    }
    #[cfg(not(feature = "sigv4a"))]
    {
        let hint = "it asks for signatures of the kind sigv4a, which this client does not make; the feature `sigv4a` of the crate adds them";
        assert!(sent(kind("global"), &[V4]).ends_with(hint), "{}", sent(kind("global"), &[V4]));
        assert!(sent(config(), &[V4A]).ends_with(hint), "{}", sent(config(), &[V4A]));
        assert_eq!(sent(kind("either"), &[V4]), either);
        assert_eq!(sent(config(), &[V4A, V4]), SIGNED);
    }
}

/// Operations that prefer different signatures share one endpoint.
#[cfg(feature = "sigv4a")]
#[test]
fn what_requests_are_signed_for_depends_on_the_operation() {
    let shared = Shared::new(SERVICE, config(), Arc::new(FakeTransport::new()), Timer::Thread, None);
    let target = shared.resolve_endpoint(operation(&[V4]), &Unit).unwrap();
    for (schemes, is_asymmetric) in [(&[V4][..], false), (&[V4A], true), (&[V4], false), (&[V4A, V4], true)] {
        let scope = shared.authenticate(operation(schemes), &target).unwrap().scope.unwrap();
        assert_eq!(scope.is_asymmetric, is_asymmetric, "{schemes:?}");
    }
}

#[test]
fn region_sets_are_checked() {
    for text in ["", "us west", "a,,b", "eu_west"] {
        let environment = Environment::empty().variable("AWS_SIGV4A_SIGNING_REGION_SET", text);
        let error = Config::from_environment(environment).map(drop);
        assert_eq!(error.is_err(), !text.is_empty(), "{text}");
    }
}
