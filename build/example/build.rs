//! Generates two operations of a service, with what they need, and all operations of the same service as another module.

fn main() -> Result<(), ferrosmith_build::Error> {
    let model = "../../tests/library/library.json";
    ferrosmith_build::configure().operations(["BorrowBook", "ListBooks"]).compile(model)?;
    ferrosmith_build::configure().module("everything").compile(model)
}
