//! `cargo xtask …`: the command `ferrosmith` with this workspace's `codegen.toml`.

fn main() -> std::process::ExitCode {
    ferrosmith_cli::xtask()
}
