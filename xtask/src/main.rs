//! `cargo xtask …`: the commands of `ferrosmith` for this workspace and its `codegen.toml`.

fn main() -> std::process::ExitCode {
    ferrosmith_cli::xtask()
}
