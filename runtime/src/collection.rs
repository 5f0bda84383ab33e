//! Lists and maps with untyped elements.
use crate::{Ref, Slot, Value};
use std::collections::BTreeMap;

/// A list.
pub trait List {
    /// Returns the number of elements.
    fn len(&self) -> usize;
    /// Whether the list is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Returns the element at `index`; [`Ref::Null`] if there is none.
    fn get(&self, index: usize) -> Ref<'_>;
    /// Appends an element and returns its slot.
    fn push(&mut self) -> Slot<'_>;
    /// Appends a null to a sparse list (`@sparse`); does nothing if the list is dense.
    fn push_null(&mut self);
}

/// A map with string keys.
pub trait Map {
    /// Returns the number of entries.
    fn len(&self) -> usize;
    /// Whether the map is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Calls `visit` for each entry, in the order of the keys, until it returns `false`.
    fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a str, Ref<'a>) -> bool);
    /// Inserts an entry, replacing one with the same key, and returns the slot of its value.
    fn insert(&mut self, key: String) -> Slot<'_>;
    /// Inserts a null into a sparse map (`@sparse`); removes the key if the map is dense.
    fn insert_null(&mut self, key: String);
}

impl<T: Value> Value for Vec<T> {
    fn get(&self) -> Ref<'_> {
        Ref::List(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Value> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Ref<'_> {
        <[T]>::get(self, index).map_or(Ref::Null, Value::get)
    }

    fn push(&mut self) -> Slot<'_> {
        self.push(T::default());
        self.last_mut().map_or(Slot::Skip, Value::slot)
    }

    fn push_null(&mut self) {
        self.extend(T::null());
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn get(&self) -> Ref<'_> {
        Ref::Map(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<T: Value> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a str, Ref<'a>) -> bool) {
        for (key, value) in self {
            if !visit(key, value.get()) {
                return;
            }
        }
    }

    fn insert(&mut self, key: String) -> Slot<'_> {
        let value = self.entry(key).or_default();
        *value = T::default();
        value.slot()
    }

    fn insert_null(&mut self, key: String) {
        match T::null() {
            Some(null) => _ = self.insert(key, null),
            None => _ = self.remove(&key),
        }
    }
}
