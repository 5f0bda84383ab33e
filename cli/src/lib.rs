//! The command line of ferrosmith, with two doors: the command `ferrosmith`, which runs anywhere, and `cargo xtask`, which is
//! the same for the workspace of ferrosmith itself and its `codegen.toml`.
//!
//! Commands return what they have to say as an `Outcome`; only this file prints it and chooses the exit code:
//! 0 done, 1 found a difference, 2 could not run.

mod codegen;
mod config;
mod crate_name;
mod diff;
mod door;
mod generate;
mod inspect;
mod paint;
mod patch;
mod progress;
mod report;
mod side;
mod summary;
mod tree;
mod vendor;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use door::Door;
use ferrosmith_codegen::Diagnostics;
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

/// What both doors have.
#[derive(Subcommand)]
enum Command {
    Generate(generate::Args),
    Vendor(vendor::Args),
    Diff(diff::Args),
    Inspect(inspect::Args),
}

#[derive(Subcommand)]
enum Anywhere {
    #[command(flatten)]
    Command(Command),
    /// Write completions for a shell to stdout
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Subcommand)]
enum Here {
    Codegen(codegen::Args),
    #[command(flatten)]
    Command(Command),
}

/// What a command that could run has to say.
struct Outcome {
    /// For stdout, with its last newline.
    text: String,
    /// It looked for a difference and found one.
    differs: bool,
    /// The text sums up what was done, and is not what was asked for.
    is_summary: bool,
}

impl Outcome {
    fn done(text: String) -> Self {
        Self { text, differs: false, is_summary: true }
    }

    fn answer(text: String, differs: bool) -> Self {
        Self { text, differs, is_summary: false }
    }
}

/// The command `ferrosmith`.
pub fn ferrosmith() -> ExitCode {
    main(Door::Ferrosmith, |command: Anywhere| match command {
        Anywhere::Command(command) => run(&command, Door::Ferrosmith),
        Anywhere::Completions { shell } => Ok(completions(shell)),
    })
}

/// The command `cargo xtask`.
pub fn xtask() -> ExitCode {
    main(Door::Xtask, |command: Here| match command {
        Here::Command(command) => run(&command, Door::Xtask),
        Here::Codegen(args) => codegen::run(&args, Door::Xtask),
    })
}

fn main<C: Subcommand>(door: Door, run: impl FnOnce(C) -> anyhow::Result<Outcome>) -> ExitCode {
    let Cli { quiet, command } = parse(door, std::env::args_os());
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

/// Help, the version and mistakes in the arguments end the process here, as clap has it.
fn parse<C: Subcommand>(door: Door, args: impl IntoIterator<Item = OsString>) -> Cli<C> {
    let mut command = Cli::<C>::command().name(door.command()).bin_name(door.command());
    let matches = command.try_get_matches_from_mut(args).unwrap_or_else(|error| error.exit());
    Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut command).exit())
}

fn run(command: &Command, door: Door) -> anyhow::Result<Outcome> {
    match command {
        Command::Diff(args) => diff::run(args, door),
        Command::Generate(args) => generate::run(args, door),
        Command::Inspect(args) => inspect::run(args, door),
        Command::Vendor(args) => vendor::run(args, door),
    }
}

fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::<Anywhere>::command(), Door::Ferrosmith.command(), &mut text);
    Outcome::answer(String::from_utf8_lossy(&text).into_owned(), false)
}

/// A reader that has seen enough (`… --check | head`) is no error.
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
        // What a library says of a file may end its line already.
        None => eprintln!("error: {}", format!("{error:#}").trim_end()),
    }
    ExitCode::from(2)
}
