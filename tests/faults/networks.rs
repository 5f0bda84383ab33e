//! Company networks: proxies on loopback, and services with certificates of a private authority.
use crate::{
    Client, Kind, create_backup, ending,
    reply::{http, ok},
    server::Server,
    settings,
    tls::Authority,
};
use ferrosmith::client::{Config, Credentials, Environment, Proxy};
use ferrosmith_aws::fsx::operation::DescribeFileSystems;
use std::{
    env, fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

const HOST: &str = "fsx.eu-central-1.amazonaws.com";

/// A proxy that forwards all hosts to one address, and records the heads of requests.
struct Relay {
    address: SocketAddr,
    recorded: Arc<Mutex<Vec<String>>>,
}

impl Relay {
    /// Starts a proxy that forwards to `upstream`, after it has rejected the first requests with these statuses.
    fn new(upstream: SocketAddr, rejections: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let recorded = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&recorded);
        thread::spawn(move || {
            for (number, client) in listener.incoming().map_while(Result::ok).enumerate() {
                let (log, rejection) = (Arc::clone(&log), rejections.get(number).copied());
                // Errors mean that one of the peers disconnected.
                thread::spawn(move || relay(client, upstream, rejection, &log));
            }
        });
        Self { address, recorded }
    }

    /// Returns the request lines of the recorded requests.
    fn lines(&self) -> Vec<String> {
        self.recorded.lock().unwrap().iter().map(|head| head.lines().next().unwrap().to_owned()).collect()
    }

    fn uri(&self) -> String {
        format!("http://me:p%40ss@{}", self.address)
    }

    fn proxy(&self) -> Proxy {
        self.uri().parse().unwrap()
    }
}

fn relay(
    mut client: TcpStream,
    upstream: SocketAddr,
    rejection: Option<u16>,
    recorded: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte)?;
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap();
    recorded.lock().unwrap().push(head.clone());
    if let Some(status) = rejection {
        return client.write_all(format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n").as_bytes());
    }
    let mut service = TcpStream::connect(upstream)?;
    if head.starts_with("CONNECT ") {
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    } else {
        service.write_all(head.as_bytes())?;
    }
    let (mut from_client, mut to_service) = (client.try_clone()?, service.try_clone()?);
    thread::spawn(move || std::io::copy(&mut from_client, &mut to_service));
    std::io::copy(&mut service, &mut client).map(drop)
}

fn config() -> Config {
    let credentials = Credentials::new("AKIDEXAMPLE", "the-secret-key");
    let config = Config::new("eu-central-1").credentials(credentials).settings(settings());
    config.connect_timeout(Duration::from_secs(60))
}

fn from_environment(variables: &[(&str, &str)], files: &[(&str, &str)]) -> Result<Config, String> {
    let defaults = [("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "key")];
    let mut environment = Environment::empty();
    for (name, value) in defaults.iter().chain(variables) {
        environment = environment.variable(*name, *value);
    }
    for (path, contents) in files {
        environment = environment.file(*path, *contents);
    }
    let config = Config::from_environment(environment).map_err(|error| error.to_string())?;
    Ok(config.settings(settings()).connect_timeout(Duration::from_secs(60)))
}

#[test]
fn calls_go_through_the_tunnel_of_a_proxy() {
    for kind in Kind::BOTH {
        let authority = Authority::new();
        let service = authority.server(HOST);
        let proxy = Relay::new(service.address, &[]);
        let config = config().root_certificates(&authority.pem).unwrap().proxy(proxy.proxy());
        let client: Client = kind.client(config);
        for _ in 0..2 {
            client.send(create_backup()).unwrap();
        }
        let heads = proxy.recorded.lock().unwrap().clone();
        assert_eq!(heads.len(), 1, "{kind:?}: one connection serves both calls");
        assert!(heads[0].starts_with(&format!("CONNECT {HOST}:443 HTTP/1.1\r\n")), "{kind:?}: {}", heads[0]);
        let authorization = "\r\nproxy-authorization: basic bwu6cebzcw==\r\n";
        assert!(heads[0].to_lowercase().contains(authorization), "{kind:?}: {}", heads[0]);
        let requests = service.heads();
        assert_eq!(requests.len(), 2, "{kind:?}");
        assert!(requests.iter().all(|head| !head.to_lowercase().contains("proxy-")), "{kind:?}: {requests:?}");
    }
}

/// The blocking client supports only tunnels.
#[test]
fn plain_requests_have_the_absolute_uri() {
    for kind in Kind::BOTH {
        let service = Server::new([ok(), ok()]);
        let proxy = Relay::new(service.address, &[]);
        let config = config().endpoint("http://fsx.test:8080".parse().unwrap()).proxy(proxy.proxy());
        let client: Client = kind.client(config);
        client.send(create_backup()).unwrap();
        let (recorded, received) = match kind {
            Kind::Async => ("POST http://fsx.test:8080/ HTTP/1.1", "POST http://fsx.test:8080/ HTTP/1.1"),
            Kind::Blocking => ("CONNECT fsx.test:8080 HTTP/1.1", "POST / HTTP/1.1"),
        };
        assert_eq!(proxy.lines(), [recorded]);
        assert!(
            proxy.recorded.lock().unwrap()[0].to_lowercase().contains("\r\nproxy-authorization: basic "),
            "{kind:?}"
        );
        let request = &service.received()[0];
        assert_eq!((request.line.as_str(), request.headers["host"].as_str()), (received, "fsx.test:8080"));
    }
}

#[test]
fn a_rejection_by_a_proxy_names_its_address() {
    let unused_address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for kind in Kind::BOTH {
        for (status, expected, attempts) in [(407, "construction", 1), (403, "construction", 1), (502, "transport", 2)]
        {
            let rejections: &[u16] = match status {
                407 => &[407; 2],
                403 => &[403; 2],
                _ => &[502; 2],
            };
            let proxy = Relay::new(unused_address, rejections);
            let config = config().proxy(proxy.proxy()).settings(settings().attempts(2));
            let (client, _) = kind.hasty_client::<ferrosmith_aws::fsx::Fsx>(config);
            let outcome = client.send(create_backup());
            assert_eq!((ending(&outcome).as_str(), proxy.lines().len()), (expected, attempts), "{kind:?} {status}");
            let text = format!("{outcome:?} {}", outcome.as_ref().unwrap_err().report());
            assert!(text.contains("proxy") && text.contains(&status.to_string()), "{kind:?} {status}: {text}");
            assert!(text.contains(&proxy.address.to_string()), "{kind:?} {status}: {text}");
            assert!(!text.contains("p@ss") && !text.contains("p%40ss"), "{kind:?} {status}: {text}");
        }
        let config = config().proxy(format!("http://{unused_address}").parse::<Proxy>().unwrap());
        let outcome = kind.hasty_client::<ferrosmith_aws::fsx::Fsx>(config).0.send(create_backup());
        let text = outcome.unwrap_err().report().to_string();
        assert!(
            text.contains(&format!("the proxy http://{unused_address}/")) && text.contains("refused"),
            "{kind:?}: {text}"
        );
    }
}

#[test]
fn the_environment_configures_proxies_and_exclusions() {
    for kind in Kind::BOTH {
        let authority = Authority::new();
        let service = authority.server(HOST);
        let local = Server::new([ok(), ok(), ok()]);
        let endpoint = format!("http://{}", local.address);
        let proxy = Relay::new(service.address, &[]);
        let uri = proxy.uri();
        // Whether requests go through the proxy to the service, or directly to this machine.
        let table: &[(&[(&str, &str)], bool)] = &[
            (&[("HTTPS_PROXY", &uri)], true),
            (&[("https_proxy", &uri), ("HTTPS_PROXY", "http://127.0.0.1:1")], true),
            (&[("HTTPS_PROXY", &uri), ("NO_PROXY", "example.com,10.0.0.0/8")], true),
            (&[("HTTP_PROXY", &uri), ("AWS_ENDPOINT_URL", &endpoint)], false),
        ];
        for (variables, is_proxied) in table {
            let before = proxy.lines().len();
            let bundle = ("AWS_CA_BUNDLE", "/bundle.pem");
            let variables: Vec<_> = variables.iter().copied().chain([bundle]).collect();
            let client: Client = kind.client(from_environment(&variables, &[("/bundle.pem", &authority.pem)]).unwrap());
            client.send(create_backup()).unwrap();
            assert_eq!(proxy.lines().len() > before, *is_proxied, "{kind:?} {variables:?}");
        }
        assert_eq!(local.received().len(), 1, "{kind:?}");

        // An excluded host is connected to directly.
        let before = proxy.lines().len();
        let endpoint = format!("http://0.0.0.0:{}", local.address.port());
        let variables =
            [("HTTP_PROXY", uri.as_str()), ("NO_PROXY", "0.0.0.0/32"), ("AWS_ENDPOINT_URL", endpoint.as_str())];
        let client: Client = kind.client(from_environment(&variables, &[]).unwrap());
        client.send(create_backup()).unwrap();
        assert_eq!((proxy.lines().len(), local.received().len()), (before, 2), "{kind:?}");
    }
}

/// `0.0.0.0` reaches this machine, but is not one of the local addresses that always bypass proxies.
#[test]
fn metadata_requests_bypass_the_proxy() {
    let role = r#"{"AccessKeyId": "AKID", "SecretAccessKey": "key", "Token": "token"}"#;
    for kind in Kind::BOTH {
        let metadata = Server::new([http(200, &[], "token"), http(200, &[], "role"), http(200, &[], role)]);
        let service = Server::new([ok()]);
        let proxy = Relay::new(service.address, &[]);
        let endpoint = format!("http://0.0.0.0:{}", metadata.address.port());
        let environment = Environment::empty()
            .variable("AWS_REGION", "eu-central-1")
            .variable("AWS_ENDPOINT_URL", "http://fsx.test")
            .variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint)
            .variable("HTTP_PROXY", proxy.uri());
        let config = Config::from_environment(environment).unwrap().settings(settings());
        let client: Client = kind.client(config);
        client.send(DescribeFileSystems::new()).unwrap();
        assert_eq!((metadata.received().len(), proxy.lines().len()), (3, 1), "{kind:?}");
    }
}

#[test]
fn root_certificates_are_those_of_the_configuration() {
    for kind in Kind::BOTH {
        let (authority, other) = (Authority::new(), Authority::new());
        let service = authority.server("localhost");
        let endpoint = format!("https://localhost:{}", service.address.port());
        let call = |variables: &[(&str, &str)]| {
            let variables: Vec<_> =
                variables.iter().copied().chain([("AWS_ENDPOINT_URL", endpoint.as_str())]).collect();
            let bundle = format!("# two\n{}{}", other.pem, authority.pem);
            let profile = "[default]\nca_bundle = /two.pem\n";
            let files = [("/two.pem", bundle.as_str()), ("/other.pem", &other.pem), ("~/.aws/config", profile)];
            let files = if variables[0].0 == "profile" { &files[..] } else { &files[..2] };
            let client: Client = kind.client(from_environment(&variables, files).unwrap());
            client.send(create_backup()).map(drop).map_err(|error| error.report().to_string())
        };
        for trusted in [("AWS_CA_BUNDLE", "/two.pem"), ("SSL_CERT_FILE", "/two.pem"), ("profile", "")] {
            assert_eq!(call(&[trusted]), Ok(()), "{kind:?} {trusted:?}");
        }
        assert_eq!(call(&[("AWS_CA_BUNDLE", "/two.pem"), ("SSL_CERT_FILE", "/none")]), Ok(()), "{kind:?}");
        for refused in [("AWS_CA_BUNDLE", "/other.pem"), ("AWS_REGION", "eu-central-1")] {
            let error = call(&[refused]).unwrap_err();
            assert!(error.contains("certificate"), "{kind:?} {refused:?}: {error}");
        }
        // A host name that is not in the certificate.
        let endpoint = format!("https://127.0.0.1:{}", service.address.port()).parse().unwrap();
        let client: Client = kind.client(config().endpoint(endpoint).root_certificates(&authority.pem).unwrap());
        let error = client.send(create_backup()).unwrap_err().report().to_string();
        assert!(error.contains("certificate"), "{kind:?}: {error}");
    }
}

/// Some endpoints and many inspecting proxies do not speak TLS 1.3. (`.ci/run` checks that the async client has TLS 1.2
/// without the blocking one, whose dependencies bring it.)
#[test]
fn both_versions_of_tls_are_spoken() {
    let authority = Authority::new();
    for version in rustls::ALL_VERSIONS {
        let service = authority.server_of("localhost", &[version]);
        let endpoint = format!("https://localhost:{}", service.address.port()).parse().unwrap();
        let config = config().endpoint(endpoint).root_certificates(&authority.pem).unwrap();
        for kind in Kind::BOTH {
            let client: Client = kind.client(config.clone());
            client.send(create_backup()).unwrap();
        }
        assert_eq!(service.heads().len(), 2, "{:?}", version.version);
    }
}

#[test]
fn invalid_certificates_and_proxies_are_named_with_their_source() {
    let invalid = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    let files = [("/empty.pem", "no certificate"), ("/broken.pem", invalid)];
    let table = [
        (("AWS_CA_BUNDLE", "/none.pem"), "AWS_CA_BUNDLE: /none.pem cannot be read: entity not found"),
        (
            ("SSL_CERT_FILE", "/empty.pem"),
            "SSL_CERT_FILE: /empty.pem: there is no certificate in it, which begins with `-----BEGIN CERTIFICATE-----`",
        ),
        (("AWS_CA_BUNDLE", "/broken.pem"), "AWS_CA_BUNDLE: /broken.pem: certificate 1 cannot be read: "),
        (
            ("HTTPS_PROXY", "socks5://me:hush@proxy"),
            "HTTPS_PROXY is `socks5://…@proxy`, but a proxy looks like `http://host:port`; SOCKS is not spoken here",
        ),
    ];
    for (variable, message) in table {
        let error = from_environment(&[variable], &files).unwrap_err();
        assert!(error.starts_with(message), "{error}");
    }
}

/// What the process itself is told of certificates, only another process can try.
#[test]
fn the_certificates_of_the_machine_are_trusted() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let service = authority.server("localhost");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("roots-{}.pem", std::process::id()));
    let run = |pem: &str| {
        fs::write(&file, pem).unwrap();
        let ran = Command::new(env::current_exe().unwrap())
            .args(["--exact", "networks::call_with_the_certificates_of_the_machine", "--ignored", "--nocapture"])
            .env("SSL_CERT_FILE", &file)
            .env("SSL_CERT_DIR", file.with_extension("none"))
            .env("TEST_ENDPOINT", format!("https://localhost:{}", service.address.port()))
            .output()
            .unwrap();
        fs::remove_file(&file).unwrap();
        String::from_utf8_lossy(&ran.stdout)
            .lines()
            .filter(|line| line.starts_with("result: "))
            .map(str::to_owned)
            .collect()
    };
    let told: Vec<String> = run(&authority.pem);
    assert_eq!(told, ["result: Ok(())", "result: Ok(())"]);
    let told: Vec<String> = run(&stranger.pem);
    assert!(told.len() == 2 && told.iter().all(|line| line.contains("certificate")), "{told:?}");
    let told: Vec<String> = run("nothing");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("this machine has no root certificates that can be read"), "{told:?}");
}

#[test]
#[ignore = "run by `the_certificates_of_the_machine_are_trusted`"]
fn call_with_the_certificates_of_the_machine() {
    let endpoint: ferrosmith::Endpoint = env::var("TEST_ENDPOINT").unwrap().parse().unwrap();
    for kind in Kind::BOTH {
        match config().endpoint(endpoint.clone()).native_root_certificates() {
            Ok(config) => {
                let client: Client = kind.client(config);
                let result = client.send(create_backup()).map(drop).map_err(|error| error.report().to_string());
                println!("\nresult: {result:?}");
            }
            Err(error) => {
                println!("\nresult: {error}");
                return;
            }
        }
    }
}
