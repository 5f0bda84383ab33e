//! What reqsign's providers reach the world by: files, HTTP, commands.
use crate::client::{Environment, Limits, Transport, off_thread};
use bytes::Bytes;
use http::{Request, Response};
use reqsign_core::{CommandExecute, CommandOutput, Context, Env, Error, FileRead, HttpSend, Result};
use std::{collections::HashMap, path::PathBuf, process::Command, sync::Arc, time::Duration};

/// What credentials may weigh.
const MAX_RESPONSE: usize = 1 << 20;

pub(super) fn context(environment: &Environment, http: Http) -> Context {
    Context::new().with_env(environment.clone()).with_file_read(environment.clone()).with_http_send(http)
}

impl Env for Environment {
    fn var(&self, name: &str) -> Option<String> {
        self.var(name)
    }

    fn vars(&self) -> HashMap<String, String> {
        self.vars().into_iter().collect()
    }

    fn home_dir(&self) -> Option<PathBuf> {
        self.home()
    }
}

/// The files are small and local, so the thread waits for them.
impl FileRead for Environment {
    async fn file_read(&self, path: &str) -> Result<Vec<u8>> {
        self.read(path).map_err(|error| Error::config_invalid(format!("{path} cannot be read: {error}")))
    }
}

/// The transport of the client, with limits that suit credentials.
#[derive(Debug)]
pub(super) struct Http {
    transport: Arc<dyn Transport>,
    limits: Limits,
}

impl Http {
    /// Nothing may arrive for so long, and all of it may take twice as long.
    pub(super) fn new(transport: Arc<dyn Transport>, read: Duration) -> Self {
        Self { transport, limits: Limits { read, total: read * 2, response_bytes: MAX_RESPONSE } }
    }
}

impl HttpSend for Http {
    async fn http_send(&self, request: Request<Bytes>) -> Result<Response<Bytes>> {
        // Queries may bear what is secret.
        let uri = request.uri();
        let place = format!("{}://{}", uri.scheme_str().unwrap_or_default(), uri.host().unwrap_or_default());
        let response = self.transport.send(request, &self.limits).await;
        response.map_err(|error| Error::unexpected(format!("{place} gives no response: {error}")))
    }
}

/// A command as it stands in a profile, for the shell: it may bear quotes and variables. It is waited for on a thread of its
/// own, for as long as it takes, because some ask a person for a code.
#[derive(Debug)]
pub(super) struct Shell(pub(super) String);

impl CommandExecute for Shell {
    async fn command_execute(&self, _: &str, _: &[&str]) -> Result<CommandOutput> {
        let (shell, flag) = if cfg!(windows) { ("cmd.exe", "/C") } else { ("sh", "-c") };
        let mut command = Command::new(shell);
        command.args([flag, &self.0]);
        let output = off_thread::run(move || command.output()).await;
        let output = output.ok_or_else(|| Error::unexpected("there is no thread to run it on"))?;
        let output = output.map_err(|error| Error::unexpected(format!("`{shell}` cannot be run: {error}")))?;
        Ok(CommandOutput { status: output.status.code().unwrap_or(-1), stdout: output.stdout, stderr: output.stderr })
    }
}
