//! Settings of the instance metadata service, of the environment and of the profile.
use super::{
    DescribeFileSystems, key_of,
    world::{environment, respond},
};
use ferrosmith::{
    Bytes,
    client::{BoxFuture, Config, FakeTransport, Limits, Transport, TransportError},
    http::{Request, Response},
};
use ferrosmith_aws::fsx;
use std::{
    future::ready,
    sync::{Arc, Mutex},
    time::Duration,
};

/// A configuration with these variables, and these settings in the default profile.
fn config(variables: &[(&str, &str)], profile: &str) -> Config {
    let environment = environment(variables).file("~/.aws/config", format!("[default]\n{profile}\n"));
    Config::from_environment(environment).unwrap()
}

#[test]
fn the_endpoint_is_a_setting() {
    let host = |config: Config| {
        let fake = FakeTransport::answering(|request| match request.uri().host() {
            Some("fsx.eu-central-1.amazonaws.com") => respond(request),
            _ => Ok(Response::builder().status(400).body(Bytes::new()).unwrap()),
        });
        super::call(config, &fake).unwrap_err();
        fake.requests()[0].uri().host().unwrap().to_owned()
    };
    assert_eq!(host(config(&[], "")), "169.254.169.254");
    assert_eq!(host(config(&[], "ec2_metadata_service_endpoint_mode = IPv6")), "[fd00:ec2::254]");
    assert_eq!(host(config(&[], "ec2_metadata_service_endpoint = http://metadata/")), "metadata");
    let variable = [("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv4")];
    assert_eq!(host(config(&variable, "ec2_metadata_service_endpoint_mode = IPv6")), "169.254.169.254");
    assert_eq!(key_of(config(&[], "ec2_metadata_service_endpoint = http://metadata")).unwrap(), "AKIDINSTANCE");

    let error = key_of(config(&[], "ec2_metadata_service_endpoint_mode = IPv5")).unwrap_err();
    assert!(error.contains("/home/someone/.aws/config:2") || error.contains("~/.aws/config:2"), "{error}");
    assert!(error.contains("it is `IPv4` or `IPv6`"), "{error}");
}

#[test]
fn the_number_of_attempts_is_a_setting() {
    let attempts = |config: Config| {
        let fake = FakeTransport::answering(|_| Ok(Response::builder().status(503).body(Bytes::new()).unwrap()));
        super::call(config, &fake).unwrap_err();
        fake.requests().len()
    };
    assert_eq!(attempts(config(&[], "")), 3);
    assert_eq!(attempts(config(&[], "metadata_service_num_attempts = 1")), 1);
    let variable = [("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "5")];
    assert_eq!(attempts(config(&variable, "metadata_service_num_attempts = 1")), 5);
    let error = key_of(config(&[("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "none")], "")).unwrap_err();
    assert!(error.contains("AWS_METADATA_SERVICE_NUM_ATTEMPTS is `none`"), "{error}");
}

/// Responds like [`respond`], and keeps the time-outs of requests to the metadata service.
#[derive(Clone, Debug, Default)]
struct Timeouts(Arc<Mutex<Vec<Duration>>>);

impl Transport for Timeouts {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        limits: &'a Limits,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        if request.uri().host() == Some("169.254.169.254") {
            self.0.lock().unwrap().push(limits.read);
        }
        Box::pin(ready(respond(&request)))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(ready(()))
    }
}

#[test]
fn the_timeout_is_a_setting() {
    let timeouts = |config: Config| {
        let transport = Timeouts::default();
        let client = fsx::blocking::Client::with_transport(config, transport.clone());
        client.send(DescribeFileSystems::new()).unwrap();
        let timeouts = transport.0.lock().unwrap().clone();
        assert_eq!(timeouts.len(), 3, "a token, the role, its credentials");
        timeouts[0]
    };
    assert_eq!(timeouts(config(&[], "")), Duration::from_secs(1));
    assert_eq!(timeouts(config(&[], "metadata_service_timeout = 7")), Duration::from_secs(7));
    let variable = [("AWS_METADATA_SERVICE_TIMEOUT", "0.5")];
    assert_eq!(timeouts(config(&variable, "metadata_service_timeout = 7")), Duration::from_millis(500));
    let error = key_of(config(&[("AWS_METADATA_SERVICE_TIMEOUT", "-1")], "")).unwrap_err();
    assert!(error.contains("it is a number of seconds above 0, up to 3600"), "{error}");
}
