//! The command line of ferrosmith: `cargo xtask …`.
//!
//! Commands return what they have to say as an [`Outcome`]; only this file prints it and chooses the exit code:
//! 0 done, 1 found a difference, 2 could not run.

mod codegen;
mod config;
mod crate_name;
mod diff;
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

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use ferrosmith_codegen::Diagnostics;
use report::{MessageFormat, Reported};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
/// Reads Smithy JSON models and writes lean Rust clients
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Codegen(codegen::Args),
    Diff(diff::Args),
    Generate(generate::Args),
    Inspect(inspect::Args),
    Vendor(vendor::Args),
}

/// What a command that could run has to say.
struct Outcome {
    /// For stdout, with its last newline.
    text: String,
    /// It looked for a difference and found one.
    differs: bool,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Vendor(args) => vendor::run(&args),
    };
    match result {
        Ok(outcome) => match print(&outcome.text) {
            Ok(()) => ExitCode::from(u8::from(outcome.differs)),
            Err(error) => fail(&anyhow::Error::new(error).context("cannot write to stdout")),
        },
        Err(error) => fail(&error),
    }
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
