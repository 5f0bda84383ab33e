//! Comparison and copies of untyped values.
//!
//! A derived `PartialEq` for every shape would cost more build time than it is worth: comparisons are mostly for tests.
//! The same holds for the conversion of an operation's error to that of its service.
use crate::{List, Map, OperationError, Ref, Slot, Structure, Unhandled, Union};

/// Whether two structures of the same type are equal.
pub fn structures(one: &dyn Structure, other: &dyn Structure) -> bool {
    let count = one.schema().members.len();
    (0..count).all(|index| values(one.get(index), other.get(index)))
}

/// Whether two values of the same type are equal.
pub(crate) fn values(one: Ref<'_>, other: Ref<'_>) -> bool {
    match (one, other) {
        (Ref::Null, Ref::Null) => true,
        (Ref::Boolean(a), Ref::Boolean(b)) => a == b,
        (Ref::Integer(a), Ref::Integer(b)) => a == b,
        (Ref::Float(a), Ref::Float(b)) => a == b,
        (Ref::Double(a), Ref::Double(b)) => a == b,
        (Ref::String(a), Ref::String(b)) => a == b,
        (Ref::Blob(a), Ref::Blob(b)) => a == b,
        (Ref::Timestamp(a), Ref::Timestamp(b)) => a == b,
        (Ref::BigInteger(a), Ref::BigInteger(b)) => a == b,
        (Ref::BigDecimal(a), Ref::BigDecimal(b)) => a == b,
        (Ref::Document(a), Ref::Document(b)) => a == b,
        (Ref::List(a), Ref::List(b)) => a.len() == b.len() && (0..a.len()).all(|i| values(a.get(i), b.get(i))),
        (Ref::Map(a), Ref::Map(b)) => maps(a, b),
        (Ref::Structure(a), Ref::Structure(b)) => structures(a, b),
        (Ref::Union(a), Ref::Union(b)) => unions(a, b),
        _ => false,
    }
}

/// Compares two maps, which are in the order of their keys.
fn maps(one: &dyn Map, other: &dyn Map) -> bool {
    let mut entries = Vec::with_capacity(other.len());
    other.visit(&mut |key, value| {
        entries.push((key, value));
        true
    });
    let mut rest = entries.into_iter();
    let mut is_equal = one.len() == other.len();
    one.visit(&mut |key, value| {
        is_equal &= rest.next().is_some_and(|(other_key, other_value)| key == other_key && values(value, other_value));
        is_equal
    });
    is_equal
}

/// Whether two unions of the same type are equal.
pub fn unions(one: &dyn Union, other: &dyn Union) -> bool {
    match (one.get(), other.get()) {
        (Some((i, a)), Some((j, b))) => i == j && values(a, b),
        (None, None) => one.unknown() == other.unknown(),
        _ => false,
    }
}

/// Converts the error of an operation to the error of its service.
pub fn cast<E: OperationError, S: OperationError>(error: E) -> S {
    match error.payload() {
        Err(unhandled) => S::from_code(None, unhandled.clone()),
        Ok(payload) => {
            let mut cast = S::from_code(error.code(), Unhandled::default());
            if let Some(destination) = cast.payload_mut() {
                copy_structure(payload, destination);
            }
            cast
        }
    }
}

fn copy_structure(from: &dyn Structure, to: &mut dyn Structure) {
    for index in 0..from.schema().members.len() {
        match from.get(index) {
            Ref::Null => {}
            value => copy(value, to.slot(index)),
        }
    }
}

/// Copies a value to a slot of the same type, which must contain the default of its type.
pub(crate) fn copy(from: Ref<'_>, to: Slot<'_>) {
    match (from, to) {
        (Ref::Boolean(value), Slot::Boolean(destination)) => *destination = value,
        (Ref::Integer(value), slot) => copy_integer(value, slot),
        (Ref::Float(value), Slot::Float(destination)) => *destination = value,
        (Ref::Double(value), Slot::Double(destination)) => *destination = value,
        (Ref::String(value), Slot::String(destination)) => value.clone_into(destination),
        (Ref::String(value), Slot::Enum(destination)) => destination.set(value),
        (Ref::Blob(value), Slot::Blob(destination)) => *destination = value.into(),
        (Ref::Timestamp(value), Slot::Timestamp(destination)) => *destination = value,
        (Ref::BigInteger(value), Slot::BigInteger(destination)) => destination.clone_from(value),
        (Ref::BigDecimal(value), Slot::BigDecimal(destination)) => destination.clone_from(value),
        (Ref::Document(value), Slot::Document(destination)) => destination.clone_from(value),
        (Ref::List(value), Slot::List(destination)) => copy_list(value, destination),
        (Ref::Map(value), Slot::Map(destination)) => copy_map(value, destination),
        (Ref::Structure(value), Slot::Structure(destination)) => copy_structure(value, destination),
        (Ref::Union(value), Slot::Union(destination)) => match value.get() {
            Some((index, value)) => copy(value, destination.slot(index)),
            None => destination.set_unknown(value.unknown()),
        },
        // The types differ, which cannot happen for values of the same shape.
        _ => {}
    }
}

fn copy_integer(value: i64, slot: Slot<'_>) {
    match slot {
        Slot::Byte(destination) => *destination = i8::try_from(value).unwrap_or_default(),
        Slot::Short(destination) => *destination = i16::try_from(value).unwrap_or_default(),
        Slot::Integer(destination) => *destination = i32::try_from(value).unwrap_or_default(),
        Slot::Long(destination) => *destination = value,
        Slot::IntEnum(destination) => destination.set(i32::try_from(value).unwrap_or_default()),
        _ => {}
    }
}

fn copy_list(from: &dyn List, to: &mut dyn List) {
    for index in 0..from.len() {
        match from.get(index) {
            Ref::Null => to.push_null(),
            value => copy(value, to.push()),
        }
    }
}

fn copy_map(from: &dyn Map, to: &mut dyn Map) {
    from.visit(&mut |key, value| {
        match value {
            Ref::Null => to.insert_null(key.to_owned()),
            value => copy(value, to.insert(key.to_owned())),
        }
        true
    });
}
