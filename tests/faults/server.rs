//! A server on loopback that sends scripted replies, byte by byte, and records the requests.
use std::{
    collections::{BTreeMap, VecDeque},
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// A step of a reply.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Send(Vec<u8>),
    Wait(Duration),
    /// Closes the connection gracefully (FIN).
    Close,
    /// Resets the connection (RST).
    Reset,
}

/// The steps after a request.
pub(crate) type Reply = Vec<Step>;

/// A recorded request.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// The number of its connection, from 0.
    pub(crate) connection: usize,
    /// The request line: method, path and version.
    pub(crate) line: String,
    /// The headers by name in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// A scripted server. Its threads end with the process.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    closed: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server that sends these replies to requests in the order of their arrival, on any connection.
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), replies)
    }

    /// Starts a server with an existing listener.
    pub(crate) fn on(listener: TcpListener, replies: impl IntoIterator<Item = Reply>) -> Self {
        let address = listener.local_addr().unwrap();
        let replies: Arc<Mutex<VecDeque<_>>> = Arc::new(Mutex::new(replies.into_iter().collect()));
        let received = Arc::new(Mutex::new(Vec::new()));
        let (log, closed) = (Arc::clone(&received), Arc::new(AtomicUsize::new(0)));
        let counter = Arc::clone(&closed);
        thread::spawn(move || {
            for (number, stream) in listener.incoming().map_while(Result::ok).enumerate() {
                let (replies, log, counter) = (Arc::clone(&replies), Arc::clone(&log), Arc::clone(&counter));
                thread::spawn(move || {
                    // Errors mean that the client disconnected, which some scripts cause.
                    while matches!(exchange(&stream, number, &replies, &log), Ok(true)) {}
                    counter.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, received, closed }
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The number of connections that have ended.
    pub(crate) fn closed(&self) -> usize {
        self.closed.load(Ordering::SeqCst)
    }
}

/// Handles one request; returns whether another may follow.
fn exchange(
    mut stream: &TcpStream,
    connection: usize,
    replies: &Mutex<VecDeque<Reply>>,
    log: &Mutex<Vec<Received>>,
) -> std::io::Result<bool> {
    stream.set_nodelay(true)?;
    let Some((length, request)) = peek(stream, connection)? else { return Ok(false) };
    log.lock().unwrap().push(request);
    let reply = replies.lock().unwrap().pop_front().unwrap_or_else(|| vec![Step::Close]);
    // Closing a socket with unread data resets the connection.
    if !reply.iter().any(|step| matches!(step, Step::Reset)) {
        stream.read_exact(&mut vec![0; length])?;
    }
    for step in reply {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes)?,
            Step::Wait(duration) => thread::sleep(duration),
            Step::Close => {
                stream.shutdown(Shutdown::Both)?;
                return Ok(false);
            }
            Step::Reset => return Ok(false),
        }
    }
    Ok(true)
}

/// Returns the next request and its length without consuming it; `None` if the client disconnected.
fn peek(stream: &TcpStream, connection: usize) -> std::io::Result<Option<(usize, Received)>> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = stream.peek(&mut buffer)?;
        if length == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&buffer[..length]);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut lines = head.lines();
            let line = lines.next().unwrap_or_default().to_owned();
            let headers: BTreeMap<_, _> = lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
                .collect();
            let expected = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
            if body.len() >= expected {
                let received = Received { connection, line, headers, body: body[..expected].to_owned() };
                return Ok(Some((head.len() + 4 + expected, received)));
            }
        }
        thread::sleep(Duration::from_millis(1));
    }
}
