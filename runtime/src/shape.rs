//! The traits of generated shapes.
use crate::{Ref, Schema, Slot};
use std::fmt;

/// A structure: its schema and its members without their types.
pub trait Structure: fmt::Debug {
    /// The facts of its members.
    fn schema(&self) -> &'static Schema;
    /// The member at `index` of [`Schema::members`]; [`Ref::Null`] where it is absent.
    fn get(&self, index: usize) -> Ref<'_>;
    /// The place of the member at `index`, made where it is absent.
    fn slot(&mut self, index: usize) -> Slot<'_>;
    /// Makes the member at `index` what it is in a structure that nothing was read into.
    fn clear(&mut self, index: usize);
}

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
}

/// A union: one of its members, or one that this version does not know.
pub trait Union: fmt::Debug {
    /// The facts of its members.
    fn schema(&self) -> &'static Schema;
    /// The index of the member that is set, and its value; `None` where it is unknown.
    fn get(&self) -> Option<(usize, Ref<'_>)>;
    /// Sets the member at `index` to its default, and gives its place.
    fn slot(&mut self, index: usize) -> Slot<'_>;
    /// Sets the member of this name, which the schema does not have.
    fn set_unknown(&mut self, name: &str);
    /// The name of the member that is set, where the schema does not have it.
    fn unknown(&self) -> &str;
}

/// An enum's value, or the name of a union's member, that the model this crate was generated from does not know.
///
/// It can only be made from text, by `From<&str>` of the enum, so that a known value never hides in it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct UnknownValue(
    /// Two boxes make an enum of it 16 bytes instead of 24, and an empty value needs none: enums are filled in place.
    Option<Box<Box<str>>>,
);

impl UnknownValue {
    #[doc(hidden)]
    pub fn new(text: &str) -> Self {
        Self((!text.is_empty()).then(|| Box::new(text.into())))
    }

    /// The value as it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().map_or("", |text| text)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// An intEnum's value that the model this crate was generated from does not know.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Debug)]
pub struct UnknownNumber(i32);

impl UnknownNumber {
    #[doc(hidden)]
    pub fn new(number: i32) -> Self {
        Self(number)
    }

    /// The value.
    pub fn as_i32(self) -> i32 {
        self.0
    }
}

/// The structure without members: what a union's member that targets `smithy.api#Unit` holds.
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

/// Which members of a structure had a value. Few structures have more than 64.
#[derive(Default)]
pub(crate) struct SeenMembers {
    first: u64,
    others: Vec<usize>,
}

impl SeenMembers {
    /// Whether this one had one; from now on it has.
    #[inline]
    pub(crate) fn was(&mut self, index: usize) -> bool {
        if index < 64 {
            let bit = 1 << index;
            let was = self.first & bit != 0;
            self.first |= bit;
            return was;
        }
        let was = self.others.contains(&index);
        if !was {
            self.others.push(index);
        }
        was
    }
}
