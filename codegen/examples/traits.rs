//! Prints `docs/traits.md`.

fn main() {
    print!("{}", ferrosmith_codegen::model::traits_page());
}
