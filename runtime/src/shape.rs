//! The traits of generated shapes.
use crate::{Ref, Schema, Slot};
use std::fmt;

/// A structure: its schema, and untyped access to its members.
pub trait Structure: fmt::Debug {
    /// Returns the schema.
    fn schema(&self) -> &'static Schema;
    /// Returns the member at `index` of [`Schema::members`]; [`Ref::Null`] if it is not set.
    fn get(&self, index: usize) -> Ref<'_>;
    /// Returns a slot for the member at `index`. A member that is not set gets its default first.
    fn slot(&mut self, index: usize) -> Slot<'_>;
    /// Resets the member at `index` to its value in a new structure.
    fn clear(&mut self, index: usize);
    /// The name in Rust of the member at `index`; empty without the feature `serde`.
    #[doc(hidden)]
    fn rust_name(&self, index: usize) -> &'static str {
        _ = index;
        ""
    }
}

#[cfg(feature = "transport")]
impl dyn Structure + '_ {
    /// Returns the member with this name in the model; [`Ref::Null`] if there is none or it is not set.
    pub(crate) fn member(&self, name: &str) -> Ref<'_> {
        let index = self.schema().find(0, |member| member.name == name);
        index.map_or(Ref::Null, |(index, _)| self.get(index))
    }

    /// Returns a slot for the member with this name in the model, if there is one.
    pub(crate) fn member_slot(&mut self, name: &str) -> Option<Slot<'_>> {
        let (index, _) = self.schema().find(0, |member| member.name == name)?;
        Some(self.slot(index))
    }
}

/// Sets members of a structure that the caller may have no value for.
pub trait WhenSome: Structure + Sized {
    /// Calls a setter, or a closure of several, where there is a value: `.when_some(volume, CreateBackup::volume_id)`.
    #[must_use]
    fn when_some<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }
}

impl<T: Structure + Sized> WhenSome for T {}

impl<T: Structure> Structure for Box<T> {
    fn schema(&self) -> &'static Schema {
        (**self).schema()
    }

    fn get(&self, index: usize) -> Ref<'_> {
        (**self).get(index)
    }

    fn slot(&mut self, index: usize) -> Slot<'_> {
        (**self).slot(index)
    }

    fn clear(&mut self, index: usize) {
        (**self).clear(index);
    }

    fn rust_name(&self, index: usize) -> &'static str {
        (**self).rust_name(index)
    }
}

/// A union: one of its members, or one that this version does not know.
pub trait Union: fmt::Debug {
    /// Returns the schema.
    fn schema(&self) -> &'static Schema;
    /// Returns the index and value of the member that is set; `None` if it is unknown.
    fn get(&self) -> Option<(usize, Ref<'_>)>;
    /// Sets the member at `index` to its default and returns a slot for it.
    fn slot(&mut self, index: usize) -> Slot<'_>;
    /// Sets the member of this name, which is not in the schema.
    fn set_unknown(&mut self, name: &str);
    /// Returns the name of the member that is set, if it is not in the schema.
    fn unknown(&self) -> &str;
    /// The name in Rust of the member at `index`, as its functions have it; empty without the feature `serde`.
    #[doc(hidden)]
    fn rust_name(&self, index: usize) -> &'static str {
        _ = index;
        ""
    }
}

/// The value of an enum, or the name of a union member, that was not in the model when this crate was generated.
///
/// Only `From<&str>` of the enum creates it, so it never contains a known value.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct UnknownValue(
    /// The double box makes an enum 16 bytes instead of 24. The default is unboxed, because slots are filled in place.
    Option<Box<Box<str>>>,
);

impl UnknownValue {
    #[doc(hidden)]
    pub fn new(text: &str) -> Self {
        Self((!text.is_empty()).then(|| Box::new(text.into())))
    }

    /// Returns the value.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().map_or("", |text| text)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// The value of an intEnum that was not in the model when this crate was generated.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Debug)]
pub struct UnknownNumber(i32);

impl UnknownNumber {
    #[doc(hidden)]
    pub fn new(number: i32) -> Self {
        Self(number)
    }

    /// Returns the value.
    pub fn as_i32(self) -> i32 {
        self.0
    }
}

/// The structure without members: the target of union members that are `smithy.api#Unit`.
#[derive(Debug)]
pub struct Unit;

impl Structure for Unit {
    fn schema(&self) -> &'static Schema {
        const SCHEMA: &Schema = &Schema::new("Unit", &[]);
        SCHEMA
    }

    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Null
    }

    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }

    fn clear(&mut self, _: usize) {}
}

/// The set of members that occurred in a message. Few structures have more than 64 members.
#[derive(Default)]
pub(crate) struct SeenMembers {
    first: u64,
    others: Vec<usize>,
}

impl SeenMembers {
    /// Adds a member. Returns whether it was not in the set before.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        if index < 64 {
            let bit = 1 << index;
            let is_new = self.first & bit == 0;
            self.first |= bit;
            return is_new;
        }
        let is_new = !self.others.contains(&index);
        if is_new {
            self.others.push(index);
        }
        is_new
    }
}
