//! Lists and maps without their element types.
use crate::{Ref, Slot, Value};
use std::collections::BTreeMap;

/// A list.
pub trait List {
    /// How many elements there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The element at `index`; [`Ref::Null`] where there is none.
    fn get(&self, index: usize) -> Ref<'_>;
    /// Adds an element and gives its place.
    fn push(&mut self) -> Slot<'_>;
    /// Adds a null where the list is sparse (`@sparse`); a dense list leaves it out.
    fn push_null(&mut self);
}

/// A map from strings.
pub trait Map {
    /// How many entries there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Calls `visit` for each entry, in the order of the keys, until it returns `false`.
    fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a str, Ref<'a>) -> bool);
    /// Adds an entry, instead of one of the same key, and gives the place of its value.
    fn insert(&mut self, key: String) -> Slot<'_>;
    /// Adds a null where the map is sparse (`@sparse`); a dense map has no entry of this key then.
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
