//! Runs programs that make one call, each many times in turn, against a server on loopback: how long the best run of each
//! took, from the start of the process to its end, in milliseconds. `benches/client.sh cold` compiles the programs.
use cases::responses::backups;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const RUNS: usize = 40;

fn main() {
    let programs: Vec<String> = std::env::args().skip(1).collect();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(answer(stream))));
    let mut best = vec![Duration::MAX; programs.len()];
    for _ in 0..RUNS {
        for (program, best) in programs.iter().zip(&mut best) {
            let mut command = Command::new(program);
            command.env_clear().env("AWS_ENDPOINT_URL", &endpoint).env("AWS_REGION", "us-east-1");
            command
                .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .env("AWS_SECRET_ACCESS_KEY", "secret")
                .stdout(Stdio::null());
            let start = Instant::now();
            assert!(command.status().expect("a program").success(), "{program} fails");
            *best = (*best).min(start.elapsed());
        }
    }
    for best in best {
        println!("{:.2}", best.as_secs_f64() * 1e3);
    }
}

/// Answers one request; the connection is closed after it.
fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    reader.read_exact(&mut vec![0; length])?;
    let body = backups(1);
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), &body].concat())
}
