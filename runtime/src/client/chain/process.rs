//! Credentials that a command prints.
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

/// What a command may print.
const MAX_OUTPUT: u64 = 1 << 20;
const MAX_COMPLAINT: u64 = 4096;

impl Chain {
    /// The command is killed with the last call that waits for it. It may take its time till then: some ask a person.
    pub(super) async fn process(&self, name: &str, command: &str) -> Result<Credentials, SourceError> {
        // Not the command, whose arguments may be secrets.
        let failed = |error: SourceError| error.of(&format!("the `credential_process` of the profile `{name}`"));
        let output = run(command).await.map_err(failed)?;
        credentials(&output).map_err(failed)
    }
}

fn credentials(output: &Output) -> Result<Credentials, SourceError> {
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.complaint);
        let first_line = complaint.lines().map(str::trim).find(|line| !line.is_empty());
        let said = first_line.map(|line| format!(": {}", fetch::excerpt(line))).unwrap_or_default();
        return Err(SourceError(format!("it failed ({}){said}", output.status)));
    }
    let answer = fetch::object(&output.text)?;
    if answer.get("Version").is_none_or(|version| *version != 1) {
        return Err(SourceError("the answer has no `Version` of 1".to_owned()));
    }
    fetch::credentials(&answer, "SessionToken")
}

struct Output {
    status: ExitStatus,
    text: Vec<u8>,
    complaint: Vec<u8>,
}

/// Runs a command as it stands in a profile, for the shell: it may bear quotes and variables.
async fn run(command: &str) -> Result<Output, SourceError> {
    let (shell, flag) = if cfg!(windows) { ("cmd.exe", "/C") } else { ("sh", "-c") };
    let mut shell_command = Command::new(shell);
    shell_command.args([flag, command]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let is_group = leads_group(&mut shell_command);
    let cannot = |error: io::Error| SourceError(format!("`{shell}` cannot be run: {error}"));
    let mut child = shell_command.spawn().map_err(cannot)?;
    let (text, complaint) = (child.stdout.take(), child.stderr.take());
    let process = Process { child: Arc::new(Mutex::new(child)), is_group };
    let child = Arc::clone(&process.child);
    let output = off_thread::run(move || {
        let complaint = thread::Builder::new().spawn(move || read(complaint, MAX_COMPLAINT));
        let text = read(text, MAX_OUTPUT);
        // A command that goes on writing is not worth waiting for.
        if text.len() as u64 == MAX_OUTPUT {
            kill(&mut lock(&child), is_group);
        }
        let status = wait(&child)?;
        let complaint = complaint.ok().and_then(|thread| thread.join().ok()).unwrap_or_default();
        Ok(Output { status, text, complaint })
    });
    let output = output.await;
    drop(process);
    output.ok_or_else(|| SourceError("there is no thread to wait for it".to_owned()))?.map_err(cannot)
}

/// Lets a command lead a group of its own, so that all it starts can be killed with it; gives whether it does. Not at a
/// terminal: from another group it could ask nothing there.
fn leads_group(command: &mut Command) -> bool {
    if io::stdin().is_terminal() {
        return false;
    }
    command.stdin(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    cfg!(unix)
}

/// What is read until the end; of what is longer than `most`, the beginning.
fn read(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What broke in between shows in the status of the command, or in what it printed.
        _ = pipe.take(most).read_to_end(&mut bytes);
    }
    bytes
}

/// Not `Child::wait`, during which nobody could kill it.
fn wait(child: &Mutex<Child>) -> io::Result<ExitStatus> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = lock(child).try_wait()? {
            return Ok(status);
        }
        thread::sleep(pause);
        pause = pause.saturating_mul(2).min(Duration::from_millis(50));
    }
}

/// A command that runs. It is killed when nobody waits for it any more.
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
    // One that has ended is no more: its number may be another's by now.
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
