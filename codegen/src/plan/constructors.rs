//! The parameters of `new(…)`: up to two required members as arguments, and for more a structure with named fields. Two
//! strings may be swapped by mistake as well, but their order is easy to check. The alternatives are in
//! `docs/decisions/constructors.md`.
use super::{ErrorEnum, Operation, Structure, TypeFile, Types, names};
use std::collections::BTreeSet;

/// The maximum number of required members that are arguments.
const MAX_ARGUMENTS: usize = 2;

/// Names these structures, one module after the other.
pub(super) fn plan(operations: &mut [Operation], types: &mut [TypeFile], errors: &mut [Structure], error: &ErrorEnum) {
    let used = operations.iter().flat_map(|it| [&it.input.ident, &it.output.ident, &it.error.ident]);
    let used = used.cloned().collect();
    name(used, operations.iter_mut().flat_map(|it| [&mut it.input, &mut it.output]));

    let used = types.iter().map(|file| file.types.ident().to_owned()).collect();
    let structures = types.iter_mut().filter_map(|file| match &mut file.types {
        Types::Structure(structure) => Some(structure),
        Types::Union(_) | Types::Enum(_) | Types::IntEnum(_) => None,
    });
    name(used, structures);

    let used = errors.iter().map(|error| &error.ident).chain([&error.ident]).cloned().collect();
    name(used, errors.iter_mut());
}

fn name<'a>(used: BTreeSet<String>, structures: impl Iterator<Item = &'a mut Structure>) {
    let affected: Vec<_> = structures.filter(|structure| structure.arguments().count() > MAX_ARGUMENTS).collect();
    let candidates = affected.iter().map(|structure| names::companion_name(&structure.ident, "Required"));
    let names = names::unique_names(candidates, &used);
    for (structure, name) in affected.into_iter().zip(names) {
        structure.required = Some(name);
    }
}
