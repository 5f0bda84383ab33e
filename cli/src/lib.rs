//! The command line of ferrosmith, with two frontends: the command `ferrosmith`, which runs anywhere, and `cargo
//! xtask`, which runs the same commands for the workspace of ferrosmith itself and its `codegen.toml`.
//!
//! Commands return their output as an `Outcome`; only this file prints it and chooses the exit code:
//! 0 for success, 1 if a difference was found, 2 if the command failed.

mod codegen;
mod config;
mod crate_name;
mod diff;
mod frontend;
mod generate;
mod inspect;
mod model_arg;
mod paint;
mod patch;
mod progress;
mod report;
mod summary;
mod sweep;
mod tree;
mod vendor;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use ferrosmith_codegen::Diagnostics;
use frontend::Frontend;
use report::{MessageFormat, Reported};

/// Reads Smithy JSON models and writes lean Rust clients
#[derive(Parser)]
#[command(name = "ferrosmith", version)]
struct Cli<C: Subcommand> {
    /// Say nothing but what is asked for and what is wrong: no progress, no summaries
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: C,
}

/// The commands of both frontends.
#[derive(Subcommand)]
enum Command {
    // Boxed, because it has the most options.
    Generate(Box<generate::Args>),
    Vendor(vendor::Args),
    Diff(diff::Args),
    Inspect(inspect::Args),
    Sweep(sweep::Args),
}

/// The commands of `ferrosmith`.
#[derive(Subcommand)]
enum FerrosmithCommand {
    #[command(flatten)]
    Command(Command),
    /// Write completions for a shell to stdout
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// The commands of `cargo xtask`.
#[derive(Subcommand)]
enum XtaskCommand {
    Codegen(codegen::Args),
    #[command(flatten)]
    Command(Command),
}

/// The output of a command that ran without an error.
struct Outcome {
    /// Printed to stdout; includes the final newline.
    text: String,
    /// Whether the command compares two things and they differ: exit code 1.
    differs: bool,
    /// Whether the text only summarizes what was done, so that `--quiet` suppresses it.
    is_summary: bool,
}

impl Outcome {
    fn summary(text: String) -> Self {
        Self { text, differs: false, is_summary: true }
    }

    fn output(text: String, differs: bool) -> Self {
        Self { text, differs, is_summary: false }
    }
}

/// Runs the command `ferrosmith`.
pub fn ferrosmith() -> ExitCode {
    main(Frontend::Ferrosmith, |command: FerrosmithCommand| match command {
        FerrosmithCommand::Command(command) => run(&command, Frontend::Ferrosmith),
        FerrosmithCommand::Completions { shell } => Ok(completions(shell)),
    })
}

/// Runs the command `cargo xtask`.
pub fn xtask() -> ExitCode {
    main(Frontend::Xtask, |command: XtaskCommand| match command {
        XtaskCommand::Command(command) => run(&command, Frontend::Xtask),
        XtaskCommand::Codegen(args) => codegen::run(&args, Frontend::Xtask),
    })
}

fn main<C: Subcommand>(frontend: Frontend, run: impl FnOnce(C) -> anyhow::Result<Outcome>) -> ExitCode {
    let Cli { quiet, command } = parse(frontend, std::env::args_os());
    if quiet {
        progress::silence();
    }
    match run(command) {
        Ok(outcome) if quiet && outcome.is_summary && !outcome.differs => ExitCode::SUCCESS,
        Ok(outcome) => match print(&outcome.text) {
            Ok(()) => ExitCode::from(u8::from(outcome.differs)),
            Err(error) => fail(&anyhow::Error::new(error).context("cannot write to stdout")),
        },
        Err(error) => fail(&error),
    }
}

/// Parses the arguments. clap exits the process for help, the version and usage errors.
fn parse<C: Subcommand>(frontend: Frontend, args: impl IntoIterator<Item = OsString>) -> Cli<C> {
    let mut command = Cli::<C>::command().name(frontend.command()).bin_name(frontend.command());
    let matches = command.try_get_matches_from_mut(args).unwrap_or_else(|error| error.exit());
    Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut command).exit())
}

fn run(command: &Command, frontend: Frontend) -> anyhow::Result<Outcome> {
    match command {
        Command::Diff(args) => diff::run(args, frontend),
        Command::Generate(args) => generate::run(args, frontend),
        Command::Inspect(args) => inspect::run(args, frontend),
        Command::Sweep(args) => sweep::run(args, frontend),
        Command::Vendor(args) => vendor::run(args, frontend),
    }
}

fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::<FerrosmithCommand>::command(), Frontend::Ferrosmith.command(), &mut text);
    Outcome::output(String::from_utf8_lossy(&text).into_owned(), false)
}

/// Writes to stdout. A reader that closes the pipe early (`… --check | head`) is not an error.
fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn fail(error: &anyhow::Error) -> ExitCode {
    let diagnostics = error.downcast_ref::<Diagnostics>().map(|problems| MessageFormat::Text.report_files(problems));
    match diagnostics.as_ref().unwrap_or(error).downcast_ref::<Reported>() {
        Some(reported) => eprint!("{reported}"),
        // Error messages of libraries may already end with a newline.
        None => eprintln!("error: {}", format!("{error:#}").trim_end()),
    }
    ExitCode::from(2)
}
