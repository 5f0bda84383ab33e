//! Derives all Rust names from the names in the model.
//!
//! [`words`](words()) splits a name into words: `GetPITRMalwareScanResults` becomes `GetPitrMalwareScanResults`, and
//! `HAPairs` becomes `ha_pairs`. Names that are not valid in Rust are changed, and [`unique_names`] resolves
//! collisions.
mod words;

use heck::ToUpperCamelCase;
use std::collections::{BTreeMap, BTreeSet};
pub(super) use words::words;

/// Names that the generated code uses without a path, and those of derive macros, to which links would be ambiguous. No
/// shape may have one of them.
const PRELUDE: &[&str] = &[
    "BTreeMap",
    "BigDecimal",
    "BigInteger",
    "Blob",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Document",
    "Enumeration",
    "Eq",
    "Err",
    "Error",
    "From",
    "Hash",
    "IntEnumeration",
    "Into",
    "None",
    "Ok",
    "Operation",
    "OperationError",
    "OperationSchema",
    "Option",
    "Ord",
    "Pages",
    "Paginated",
    "PaginatedItems",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Service",
    "ServiceSchema",
    "Some",
    "String",
    "Structure",
    "Timestamp",
    "Unhandled",
    "Union",
    "UnknownNumber",
    "UnknownValue",
    "Vec",
];

/// File names that are reserved by an operating system or by Rust, or used by other modules of the service.
const FILES: &[&str] = &[
    "aux",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "error",
    "lib",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "main",
    "mod",
    "nul",
    "operation",
    "prn",
    "types",
];

/// The maximum length of a module's name: file systems limit names of files, Smithy does not limit those of shapes.
const MAX_MODULE_NAME: usize = 150;

/// Returns whether a module, and therefore a file, can have this name: snake case that starts with a letter, no keyword.
pub fn is_module_name(name: &str) -> bool {
    let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(snake) && !is_keyword(name)
}

/// Returns the name of a type: `CreateBackup`.
pub(super) fn type_name(name: &str) -> String {
    avoid_reserved(with_valid_start(words(name).to_upper_camel_case()))
}

/// Names in the module of a service, which is the root of the crate if there is only one service.
const ROOT: &[&str] = &["Client", "Config", "Endpoint", "ErrorKind", "Settings", "WaitError", "WhenSome"];

/// Returns the name of the type that represents a service. It differs from the other names in the service's module.
pub(super) fn service_name(module: &str) -> String {
    let name = type_name(module);
    if ROOT.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// Returns the name of a type that belongs to an operation: `CreateBackupOutput`.
pub(super) fn companion_name(operation: &str, suffix: &str) -> String {
    avoid_reserved(format!("{}{suffix}", operation.trim_end_matches('_')))
}

fn avoid_reserved(name: String) -> String {
    if PRELUDE.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// Returns the name of a variant of an enum, a union or an error. `unknown` is the variant that the generated code
/// adds.
pub(super) fn variant_name(name: &str, unknown: &str) -> String {
    let camel = with_valid_start(words(name).to_upper_camel_case());
    match camel.as_str() {
        "Self" => "Self_".to_owned(),
        "" | "_" => "Empty".to_owned(),
        camel if camel == unknown => format!("{camel}Value"),
        _ => camel,
    }
}

/// Returns the name of a field: `file_system_id`. `new` is the name of the constructor, so that the field is `new_`.
pub(super) fn field_name(name: &str) -> String {
    let snake = with_valid_start(words(name));
    match snake.as_str() {
        "new" | "self" | "super" | "crate" => format!("{snake}_"),
        _ if is_keyword(&snake) => format!("r#{snake}"),
        _ => snake,
    }
}

/// Returns the name of a module and its file: `create_backup`.
pub(super) fn module_name(name: &str) -> String {
    let mut snake = with_valid_start(words(name));
    // Shape ids are ASCII, so every index is the boundary of a character.
    snake.truncate(MAX_MODULE_NAME);
    // A type that starts with a digit may have the same name, and both are in one namespace.
    let is_reserved = FILES.contains(&snake.as_str()) || is_keyword(&snake) || snake.starts_with('_');
    if is_reserved { format!("{snake}_") } else { snake }
}

/// Returns the name of a constant: `BACKUP_AVAILABLE`.
pub(super) fn constant_name(name: &str) -> String {
    with_valid_start(words(name).to_ascii_uppercase())
}

/// Returns the name of a test function: `rest_json_null_header_request`.
pub(super) fn case_name(id: &str, kind: &str) -> String {
    format!("{}_{kind}", with_valid_start(words(id)))
}

/// Prepends `_` to a name that starts with a digit or is empty. The underscores of the model are not preserved.
fn with_valid_start(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() { format!("_{name}") } else { name }
}

/// Whether the name is a keyword. syn does not know `gen`, the keyword of edition 2024, yet.
fn is_keyword(name: &str) -> bool {
    name == "gen" || syn::parse_str::<syn::Ident>(name).is_err()
}

/// Makes names unique: the first of several equal names is kept, the next become `Name2`, `Name3`, … unless those are
/// used. The result depends on the order of `preferred`, which must therefore not depend on the order of shapes in a
/// file.
pub(super) fn unique_names(preferred: impl IntoIterator<Item = String>, taken: &BTreeSet<String>) -> Vec<String> {
    let preferred: Vec<String> = preferred.into_iter().collect();
    let all_preferred: BTreeSet<&str> = preferred.iter().map(String::as_str).collect();
    let mut used = taken.clone();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = Vec::with_capacity(preferred.len());
    for name in &preferred {
        let mut unique = name.clone();
        while !used.insert(unique.clone()) {
            let count = counts.entry(name).or_insert(1);
            *count += 1;
            let numbered = format!("{}{count}", name.trim_end_matches('_'));
            if !all_preferred.contains(numbered.as_str()) {
                unique = numbered;
            }
        }
        names.push(unique);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_does_not_take_the_names_beside_it() {
        assert_eq!(service_name("config"), "Config_");
        assert_eq!(service_name("my_client"), "MyClient");
    }

    #[test]
    fn a_module_has_a_name_that_is_a_file_and_no_keyword() {
        assert!(["sqs", "s3_control", "a"].into_iter().all(is_module_name));
        assert!(!["", "2006", "Sqs", "a-b", "type", "gen", "self", "../a"].into_iter().any(is_module_name));
    }

    #[test]
    fn names_are_valid_rust() {
        let cases = [
            ("GetPITRMalwareScanResults", "GetPitrMalwareScanResults", "get_pitr_malware_scan_results"),
            ("HAPairs", "HaPairs", "ha_pairs"),
            ("FSxLustre", "FsxLustre", "fsx_lustre"),
            ("type", "Type", "r#type"),
            ("Self", "Self_", "self_"),
            ("crate", "Crate", "crate_"),
            ("new", "New", "new_"),
            ("_3d", "_3d", "_3d"),
            ("Option", "Option_", "option"),
            ("Clone", "Clone_", "clone"),
        ];
        for (name, type_, field) in cases {
            assert_eq!((type_name(name).as_str(), field_name(name).as_str()), (type_, field), "{name}");
        }
        assert_eq!(module_name("Mod"), "mod_");
        assert_eq!(module_name("Type"), "type_");
        assert_eq!(module_name("Com1"), "com1_");
        assert_ne!(module_name("_3d"), type_name("_3d"));
        assert_eq!(module_name(&"A".repeat(400)).len(), MAX_MODULE_NAME);
        assert_eq!(variant_name("UNKNOWN", "Unknown"), "UnknownValue");
        assert_eq!(variant_name("us-east-1", "Unknown"), "UsEast1");
        assert_eq!(variant_name("", "Unknown"), "Empty");
    }

    #[test]
    fn collisions_are_resolved_without_taking_other_names() {
        let names = ["Foo", "Foo", "Foo2", "Foo", "Bar"].map(ToOwned::to_owned);
        let taken = BTreeSet::from(["Bar".to_owned()]);
        assert_eq!(unique_names(names, &taken), ["Foo", "Foo3", "Foo2", "Foo4", "Bar2"]);
    }
}
