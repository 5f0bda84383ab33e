//! Finds moto and starts it.
use std::{
    env,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Where Python has moto: `FERROSMITH_MOTO` names a virtual environment, `target/moto` is the usual one. The error says
/// what to do.
pub(crate) fn find() -> Result<PathBuf, &'static str> {
    // The suites that share this file are packages in different folders.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find(|folder| folder.join("Cargo.lock").exists());
    let root = root.expect("a workspace");
    let folder = env::var("FERROSMITH_MOTO").ok();
    // A relative path is seen from the project's root.
    let python = |folder: &str| ["bin/python", "Scripts/python.exe"].map(|file| root.join(folder).join(file));
    let found = python(folder.as_deref().unwrap_or("target/moto")).into_iter().find(|python| python.exists());
    // Whoever says where it is does not want the tests ignored.
    assert!(found.is_some() || folder.is_none(), "FERROSMITH_MOTO is no virtual environment of Python: {folder:?}");
    found.ok_or(
        "moto is not installed; `python3 -m venv target/moto` and \
         `target/moto/bin/pip install -r tests/moto/requirements.txt` do it",
    )
}

/// moto, which ends with this process: the pipe to its standard input ends then, whatever ended the process.
pub(crate) struct Server {
    pub(crate) endpoint: String,
    _process: Child,
}

impl Server {
    pub(crate) fn start(python: &Path) -> Self {
        let mut process = Command::new(python)
            .args(["-c", include_str!("server.py")])
            // Nothing is written into the tree.
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port: u16 = port.trim().parse().expect("moto did not start; its own words are above");
        Self { endpoint: format!("http://127.0.0.1:{port}"), _process: process }
    }
}
