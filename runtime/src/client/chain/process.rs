//! Credentials from a command (`credential_process`).
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html)
use super::{Chain, SourceError, fetch};
use crate::client::{Credentials, off_thread};
use std::{
    io::{self, IsTerminal as _, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// The maximum size of the command's output.
const MAX_OUTPUT: u64 = 1 << 20;
const MAX_STDERR: u64 = 4096;

impl Chain {
    /// Runs the command. It has no timeout, since some prompt the user, and is killed when no call waits for it any
    /// more.
    pub(super) async fn process(&self, name: &str, command: &str) -> Result<Credentials, SourceError> {
        // The command is not part of the message: its arguments may be secrets.
        let failed =
            |error: SourceError| error.with_source(&format!("the `credential_process` of the profile `{name}`"));
        let output = run(command).await.map_err(failed)?;
        credentials(&output).map_err(failed)
    }
}

fn credentials(output: &Output) -> Result<Credentials, SourceError> {
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let first_line = stderr.lines().map(str::trim).find(|line| !line.is_empty());
        let details = first_line.map(|line| format!(": {}", fetch::excerpt(line))).unwrap_or_default();
        return Err(SourceError(format!("it failed ({}){details}", output.status)));
    }
    let object = fetch::object(&output.stdout)?;
    if object.get("Version").is_none_or(|version| *version != 1) {
        return Err(SourceError("the output has no `Version` of 1".to_owned()));
    }
    fetch::credentials(&object, "SessionToken")
}

struct Output {
    status: ExitStatus,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

/// Runs a command line with the shell, since it may contain quotes and variables.
async fn run(command: &str) -> Result<Output, SourceError> {
    let (shell, flag) = if cfg!(windows) { ("cmd.exe", "/C") } else { ("sh", "-c") };
    let mut shell_command = Command::new(shell);
    shell_command.args([flag, command]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let is_group = leads_group(&mut shell_command);
    let run_error = |error: io::Error| SourceError(format!("`{shell}` cannot be run: {error}"));
    let mut child = shell_command.spawn().map_err(run_error)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let process = Process { child: Arc::new(Mutex::new(child)), is_group };
    let child = Arc::clone(&process.child);
    let output = off_thread::run(move || {
        let stderr = thread::Builder::new().spawn(move || read(stderr, MAX_STDERR));
        let stdout = read(stdout, MAX_OUTPUT);
        // Kill a command that writes too much, instead of waiting for it.
        if stdout.len() as u64 == MAX_OUTPUT {
            kill(&mut lock(&child), is_group);
        }
        let status = wait(&child)?;
        let stderr = stderr.ok().and_then(|thread| thread.join().ok()).unwrap_or_default();
        Ok(Output { status, stdout, stderr })
    });
    let output = output.await;
    drop(process);
    output.ok_or_else(|| SourceError("there is no thread to wait for it".to_owned()))?.map_err(run_error)
}

/// Makes the command the leader of a new process group, so that all its children can be killed with it. Returns whether
/// it did: not at a terminal, because a process in another group cannot prompt there.
fn leads_group(command: &mut Command) -> bool {
    if io::stdin().is_terminal() {
        return false;
    }
    command.stdin(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    cfg!(unix)
}

/// Reads up to `max` bytes.
fn read(pipe: Option<impl Read>, max: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // A read error also shows in the command's status, or in its truncated output.
        _ = pipe.take(max).read_to_end(&mut bytes);
    }
    bytes
}

/// Polls the status: `Child::wait` would hold the lock, so that nothing could kill the command.
fn wait(child: &Mutex<Child>) -> io::Result<ExitStatus> {
    let mut delay = Duration::from_millis(1);
    loop {
        if let Some(status) = lock(child).try_wait()? {
            return Ok(status);
        }
        thread::sleep(delay);
        delay = delay.saturating_mul(2).min(Duration::from_millis(50));
    }
}

/// A running command, killed on drop.
struct Process {
    child: Arc<Mutex<Child>>,
    is_group: bool,
}

impl Drop for Process {
    fn drop(&mut self) {
        kill(&mut lock(&self.child), self.is_group);
    }
}

fn kill(child: &mut Child, is_group: bool) {
    // The id of a process that has ended may belong to another one by now.
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    if is_group {
        let group = format!("kill -s KILL -- -{}", child.id());
        _ = Command::new("sh").args(["-c", &group]).stdin(Stdio::null()).stderr(Stdio::null()).status();
    }
    _ = child.kill();
}

fn lock(child: &Mutex<Child>) -> MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}
