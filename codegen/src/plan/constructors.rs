//! What `new(…)` takes: up to two required members themselves, and of more a structure that names them. Two strings may be swapped
//! unseen as well, but their order is read at a glance; why not otherwise: `docs/decisions/constructors.md`.
use super::{ErrorEnum, Operation, Structure, TypeFile, Types, names};
use std::collections::BTreeSet;

/// The most members that are arguments.
const MOST: usize = 2;

/// Names those structures, module by module.
pub(super) fn plan(operations: &mut [Operation], types: &mut [TypeFile], errors: &mut [Structure], error: &ErrorEnum) {
    let taken = operations.iter().flat_map(|it| [&it.input.ident, &it.output.ident, &it.error.ident]);
    let taken = taken.cloned().collect();
    name(taken, operations.iter_mut().flat_map(|it| [&mut it.input, &mut it.output]));

    let taken = types.iter().map(|file| file.types.ident().to_owned()).collect();
    let structures = types.iter_mut().filter_map(|file| match &mut file.types {
        Types::Structure(structure) => Some(structure),
        Types::Union(_) | Types::Enum(_) | Types::IntEnum(_) => None,
    });
    name(taken, structures);

    let taken = errors.iter().map(|error| &error.ident).chain([&error.ident]).cloned().collect();
    name(taken, errors.iter_mut());
}

fn name<'a>(taken: BTreeSet<String>, structures: impl Iterator<Item = &'a mut Structure>) {
    let wanting: Vec<_> = structures.filter(|structure| structure.arguments().count() > MOST).collect();
    let wanted = wanting.iter().map(|structure| names::companion_name(&structure.ident, "Required"));
    let names = names::unique_names(wanted, &taken);
    for (structure, name) in wanting.into_iter().zip(names) {
        structure.required = Some(name);
    }
}
