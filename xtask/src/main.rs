//! The command line of ferrosmith.
fn main() {}
