//! Many concurrent calls, some of which fail: no response is lost or mixed up, and no resources leak. Runs in a process
//! of its own, so that threads, memory and file descriptors can be counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]
use ferrosmith::{
    Bytes,
    client::{BoxFuture, Config, Credentials, FakeTransport, ProvideCredentials, RetryMode, Settings},
    error::BoxError,
    http::Response,
};
use ferrosmith_aws::fsx::{self, operation::CreateBackup};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

const CALLS: usize = 10_000;
const TASKS: usize = 64;
const THREADS: usize = 16;

#[test]
fn many_calls_neither_lose_responses_nor_leak_resources() {
    let address = server();
    let seldom = Duration::from_secs(300);
    let settings = Settings::default().attempts(10).retry_mode(RetryMode::Standard2026).timeout(seldom);
    let config = Config::new("eu-central-1")
        .endpoint(format!("http://{address}").parse().unwrap())
        .credentials(Credentials::new("AKID", "secret"))
        .settings(settings);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = fsx::Client::new(config.clone());
    let blocking = fsx::blocking::Client::new(config);
    // Warm up caches and connection pools before the first measurement.
    calls_of_tasks(&runtime, &client, CALLS / 5);
    calls_of_threads(&blocking, CALLS / 5);
    let before = Usage::now();
    calls_of_tasks(&runtime, &client, CALLS);
    calls_of_threads(&blocking, CALLS);
    let after = Usage::now();
    println!("2 x {CALLS} calls: {before:?}, then {after:?}");
    assert!(
        after.threads <= before.threads + TASKS && after.descriptors <= before.descriptors + 2 * TASKS,
        "{before:?} {after:?}"
    );
    assert!(after.kibibytes <= before.kibibytes + 32 * 1024, "{before:?} {after:?}");
    drop((client, blocking, runtime));

    slow_credentials();
}

/// Runs `count` calls in several tasks; each checks that the response is its own.
fn calls_of_tasks(runtime: &tokio::runtime::Runtime, client: &fsx::Client, count: usize) {
    let next = Arc::new(AtomicUsize::new(0));
    runtime.block_on(async {
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| {
                let (client, next) = (client.clone(), Arc::clone(&next));
                tokio::spawn(async move {
                    while let Some(id) = take(&next, count) {
                        check(&id, client.send(CreateBackup::new().file_system_id(&*id)).await);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
}

fn calls_of_threads(client: &fsx::blocking::Client, count: usize) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(id) = take(&next, count) {
                    check(&id, client.send(CreateBackup::new().file_system_id(&*id)));
                }
            });
        }
    });
}

fn take(next: &AtomicUsize, count: usize) -> Option<String> {
    let number = next.fetch_add(1, Ordering::SeqCst);
    (number < count).then(|| format!("fs-{number:017x}"))
}

fn check<E: std::fmt::Display>(id: &str, outcome: Result<fsx::operation::CreateBackupOutput, E>) {
    let output = outcome.unwrap_or_else(|error| panic!("{id} is lost: {error}"));
    assert_eq!(output.backup.and_then(|backup| backup.backup_id).as_deref(), Some(id), "another's answer");
}

/// Responds with the id of the request. One request in twenty meets a fault.
fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let count = Arc::clone(&count);
            // Errors mean that the client disconnected.
            std::thread::spawn(move || serve(&stream, &count));
        }
    });
    address
}

fn serve(stream: &TcpStream, count: &AtomicUsize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let id = body["FileSystemId"].as_str().unwrap();
        let answer = format!(r#"{{"Backup": {{"BackupId": "{id}"}}}}"#);
        let (status, answer) = match count.fetch_add(1, Ordering::SeqCst) % 100 {
            // Faults before, during and instead of the response.
            7 => return Ok(()),
            27 => {
                write!({ stream }, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", answer.len(), &answer[..9])?;
                return Ok(());
            }
            47 => (503, "{}".to_owned()),
            67 => (400, r#"{"__type": "ThrottlingException"}"#.to_owned()),
            87 => (500, "<html>".to_owned()),
            _ => (200, answer),
        };
        let length = answer.len();
        { stream }.write_all(format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n{answer}").as_bytes())?;
    }
}

/// The resource usage of the process; zero if it is unknown.
#[derive(Debug, Default)]
struct Usage {
    threads: usize,
    kibibytes: usize,
    descriptors: usize,
}

impl Usage {
    fn now() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let number = |key: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(key));
            line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
        };
        let descriptors = std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
        Self { threads: number("Threads:"), kibibytes: number("VmRSS:"), descriptors }
    }
}

/// Responds slowly, and counts its calls.
#[derive(Clone, Debug, Default)]
struct Slow(Arc<AtomicUsize>);

impl ProvideCredentials for Slow {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            Ok(Credentials::new("AKID", "secret"))
        })
    }
}

/// Calls that wait for credentials need no threads of their own.
fn slow_credentials() {
    const WAITING: usize = 5_000;
    let provider = Slow::default();
    let fake = FakeTransport::answering(|_| Ok(Response::new(Bytes::from_static(b"{}"))));
    let config = Config::new("eu-central-1").credentials(provider.clone());
    let client = fsx::Client::with_transport(config, fake.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let threads = runtime.block_on(async {
        let before = Usage::now().threads;
        let calls: Vec<_> = (0..WAITING)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.send(CreateBackup::new()).await.map(drop) })
            })
            .collect();
        // All calls are waiting now.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let waiting = Usage::now().threads;
        for call in calls {
            call.await.unwrap().unwrap();
        }
        (before, waiting)
    });
    println!("{WAITING} calls wait for credentials: {} threads before, {} then", threads.0, threads.1);
    assert!(threads.1 <= threads.0, "{threads:?}");
    assert_eq!((provider.0.load(Ordering::SeqCst), fake.requests().len()), (1, WAITING));

    // For blocking callers, there is one more thread, which runs the refresh for all.
    const CALLERS: usize = 200;
    let provider = SlowThread::default();
    let config = Config::new("eu-central-1").credentials(provider.clone());
    let client = fsx::blocking::Client::with_transport(config, fake);
    let before = Usage::now().threads;
    let waiting = std::thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| client.send(CreateBackup::new()).unwrap());
        }
        while provider.0.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(50));
        Usage::now().threads
    });
    assert!(waiting <= before + CALLERS + 1, "{before}, then {waiting}");
    assert_eq!(provider.0.load(Ordering::SeqCst), 1);
}

/// Like [`Slow`], for programs without a runtime.
#[derive(Clone, Debug, Default)]
struct SlowThread(Arc<AtomicUsize>);

impl ProvideCredentials for SlowThread {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(500));
        Box::pin(async { Ok(Credentials::new("AKID", "secret")) })
    }
}
