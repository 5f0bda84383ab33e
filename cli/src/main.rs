//! The command `ferrosmith`.

fn main() -> std::process::ExitCode {
    ferrosmith_cli::ferrosmith()
}
