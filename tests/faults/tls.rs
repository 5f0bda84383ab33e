//! TLS servers, and the certificate authority that signs their certificates.
use crate::reply::BODY;
use ferrosmith::Blob;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// A certificate authority, and its certificate in PEM.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    pub(crate) pem: String,
}

/// A server that responds to every request with a backup.
pub(crate) struct TlsServer {
    pub(crate) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let body = Blob::new(issuer.der().to_vec()).to_base64();
        let pem = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
        Self { issuer, pem }
    }

    /// The TLS configuration of a server with a certificate for this host name.
    pub(crate) fn server_config(&self, name: &str) -> ServerConfig {
        self.server_config_of(name, rustls::DEFAULT_VERSIONS)
    }

    fn server_config_of(&self, name: &str, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
        let chain = vec![certificate.der().clone()];
        builder.with_no_client_auth().with_single_cert(chain, key).unwrap()
    }

    /// Starts a server with a certificate for this host name.
    pub(crate) fn server(&self, name: &str) -> TlsServer {
        self.server_of(name, rustls::DEFAULT_VERSIONS)
    }

    /// Starts a server that speaks only these versions of TLS.
    pub(crate) fn server_of(&self, name: &str, versions: &[&'static SupportedProtocolVersion]) -> TlsServer {
        let config = Arc::new(self.server_config_of(name, versions));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&heads);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (config, log) = (Arc::clone(&config), Arc::clone(&log));
                // Errors mean that the client disconnected.
                thread::spawn(move || serve(StreamOwned::new(ServerConnection::new(config).unwrap(), stream), &log));
            }
        });
        TlsServer { address, heads }
    }
}

impl TlsServer {
    /// Returns the heads of the requests so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn serve(mut stream: StreamOwned<ServerConnection, TcpStream>, log: &Mutex<Vec<String>>) -> std::io::Result<()> {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            head.extend(byte);
        }
        let head = String::from_utf8(head).unwrap();
        let length = head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        stream.read_exact(&mut vec![0; length.unwrap_or(0)])?;
        log.lock().unwrap().push(head);
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{BODY}", BODY.len())?;
        stream.flush()?;
    }
}
