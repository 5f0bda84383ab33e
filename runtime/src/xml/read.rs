//! The XML reader: fills in slots in place.
use super::{
    ENTRY,
    cursor::{Cursor, Element, local},
    element_name, names, part,
};
use crate::{
    Blob, List, Map, Slot, Structure, Union,
    json::{Fault, PathSegment, Read},
    protocol::text,
    schema::{Location, Member, Names, Schema},
    shape::SeenMembers,
};

pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    /// Whether members with an HTTP binding are no elements.
    pub(super) has_bindings: bool,
}

impl<'a> Reader<'a> {
    /// Reads the content of an element into the slot.
    pub(super) fn fill(
        &mut self,
        slot: Slot<'_>,
        member: &'static Member,
        names: &'static Names,
        element: &Element<'a>,
    ) -> Read<()> {
        match slot {
            Slot::Structure(value) => self.structure(value, element),
            Slot::Union(value) => self.union(value).map(drop),
            Slot::List(list) => self.list(list, member, names),
            Slot::Map(map) => self.map(map, member, names),
            Slot::Skip | Slot::Document(_) => self.cursor.skip(),
            slot => self.scalar(slot),
        }
    }

    #[inline(never)]
    pub(super) fn structure(&mut self, value: &mut dyn Structure, element: &Element<'a>) -> Read<()> {
        self.cursor.enter()?;
        // Only restXml has attributes.
        #[cfg(feature = "xml")]
        self.attributes(value, element)?;
        #[cfg(not(feature = "xml"))]
        let _ = element;
        let schema = value.schema();
        let mut hint = 0;
        let mut seen = SeenMembers::default();
        while let Some(child) = self.cursor.child()? {
            let Some((index, member)) = self.position(schema, hint, child.name()) else {
                self.cursor.skip()?;
                continue;
            };
            let is_flattened = names(member).is_flattened;
            hint = index;
            // If an element repeats, the last one wins, without remains of the others.
            if (!seen.insert(index) || child.is_nil()) && !is_flattened {
                value.clear(index);
            }
            let start = self.cursor.is_lenient.then(|| self.cursor.clone());
            if let Err(fault) = self.member(value, index, member, &child) {
                let Some(start) = start else {
                    return Err(fault.inside(PathSegment::Member(element_name(member))));
                };
                value.clear(index);
                self.cursor = start;
                self.cursor.skip()?;
            }
        }
        self.cursor.leave();
        Ok(())
    }

    fn member(
        &mut self,
        value: &mut dyn Structure,
        index: usize,
        member: &'static Member,
        element: &Element<'a>,
    ) -> Read<()> {
        let names = names(member);
        if element.is_nil() && !names.is_flattened {
            return self.cursor.skip();
        }
        match value.slot(index) {
            mut slot @ (Slot::List(_) | Slot::Map(_)) if names.is_flattened => {
                self.flattened(&mut slot, member, names, element)
            }
            Slot::Union(union) => {
                if !self.union(union)? {
                    value.clear(index);
                }
                Ok(())
            }
            slot => self.fill(slot, member, names, element),
        }
    }

    /// Returns the member with this local name, and its index.
    fn position(&self, schema: &Schema, hint: usize, name: &str) -> Option<(usize, &'static Member)> {
        let is_in_body = |member: &Member| member.location == Location::Body || !self.has_bindings;
        let is_element = |member: &Member| is_in_body(member) && !names(member).is_attribute;
        let found = schema.find(hint, |member| local(element_name(member)) == name && is_element(member));
        if found.is_none() && self.cursor.is_lenient && name.eq_ignore_ascii_case("message") {
            // Many models of errors spell it `message`, while their services send `Message`.
            return schema.find(0, |member| element_name(member).eq_ignore_ascii_case(name) && is_element(member));
        }
        found
    }

    #[cfg(feature = "xml")]
    fn attributes(&self, value: &mut dyn Structure, element: &Element<'a>) -> Read<()> {
        for (index, member) in value.schema().members.iter().enumerate() {
            if !names(member).is_attribute {
                continue;
            }
            let Some(found) = element.attribute(local(element_name(member))) else { continue };
            if let Err(expected) = read_scalar(value.slot(index), &found) {
                value.clear(index);
                if !self.cursor.is_lenient {
                    let fault = self.cursor.fault(expected, "other text");
                    return Err(fault.inside(PathSegment::Member(element_name(member))));
                }
            }
        }
        Ok(())
    }

    /// A union is an element with one child, or with the elements of a flattened list or map. Returns whether it has any:
    /// services send an empty element for no value.
    #[inline(never)]
    fn union(&mut self, value: &mut dyn Union) -> Read<bool> {
        self.cursor.enter()?;
        let start = self.cursor.at;
        let Some(first) = self.cursor.child()? else {
            self.cursor.leave();
            return Ok(false);
        };
        if let Some((index, member)) = self.position(value.schema(), 0, first.name()) {
            let names = names(member);
            let inside = |fault: Box<Fault>| fault.inside(PathSegment::Member(element_name(member)));
            if names.is_flattened {
                let mut slot = value.slot(index);
                self.siblings(start, first, |reader, child| {
                    reader.flattened(&mut slot, member, names, child).map_err(inside)
                })?;
            } else {
                // If an element repeats, the last one wins.
                self.siblings(start, first, |reader, child| {
                    reader.fill(value.slot(index), member, names, child).map_err(inside)
                })?;
            }
        } else {
            value.set_unknown(first.name());
            self.siblings(start, first, |reader, _| reader.cursor.skip())?;
        }
        self.cursor.leave();
        Ok(true)
    }

    /// Reads the children of a union, which must have the same name.
    fn siblings(
        &mut self,
        start: usize,
        first: Element<'a>,
        mut read: impl FnMut(&mut Self, &Element<'a>) -> Read<()>,
    ) -> Read<()> {
        let name = first.name().to_owned();
        let mut next = Some(first);
        while let Some(child) = next {
            if child.name() != name {
                return Err(Fault::new(start, "an element with one child", "one with several"));
            }
            read(self, &child)?;
            next = self.cursor.child()?;
        }
        Ok(())
    }

    /// Reads an element of a flattened list or map.
    fn flattened(
        &mut self,
        slot: &mut Slot<'_>,
        member: &'static Member,
        names: &'static Names,
        element: &Element<'a>,
    ) -> Read<()> {
        match slot {
            Slot::List(list) if element.is_nil() => {
                list.push_null();
                self.cursor.skip()
            }
            Slot::List(list) => {
                let index = list.len();
                let filled = self.fill(list.push(), member, part(names.item), element);
                filled.map_err(|fault| fault.inside(PathSegment::Index(index)))
            }
            Slot::Map(map) if !element.is_nil() => self.entry(*map, member, names),
            _ => self.cursor.skip(),
        }
    }

    #[inline(never)]
    fn list(&mut self, list: &mut dyn List, member: &'static Member, names: &'static Names) -> Read<()> {
        self.cursor.enter()?;
        let item = part(names.item);
        let name = local(item.name.unwrap_or(super::ITEM));
        while let Some(child) = self.cursor.child()? {
            if child.name() != name {
                self.cursor.skip()?;
            } else if child.is_nil() {
                list.push_null();
                self.cursor.skip()?;
            } else {
                let index = list.len();
                let filled = self.fill(list.push(), member, item, &child);
                filled.map_err(|fault| fault.inside(PathSegment::Index(index)))?;
            }
        }
        self.cursor.leave();
        Ok(())
    }

    #[inline(never)]
    fn map(&mut self, map: &mut dyn Map, member: &'static Member, names: &'static Names) -> Read<()> {
        self.cursor.enter()?;
        while let Some(child) = self.cursor.child()? {
            if child.name() == ENTRY { self.entry(map, member, names)? } else { self.cursor.skip()? }
        }
        self.cursor.leave();
        Ok(())
    }

    /// Reads a key and its value, in any order.
    fn entry(&mut self, map: &mut dyn Map, member: &'static Member, names: &'static Names) -> Read<()> {
        let index = map.len();
        self.key_and_value(map, member, names).map_err(|fault| fault.inside(PathSegment::Index(index)))
    }

    fn key_and_value(&mut self, map: &mut dyn Map, member: &'static Member, names: &'static Names) -> Read<()> {
        let value_names = part(names.value);
        let [key_name, value_name] = [(names.key, super::KEY), (names.value, super::VALUE)]
            .map(|(names, default)| local(part(names).name.unwrap_or(default)));
        let start = self.cursor.at;
        let mut key = None;
        let mut value: Option<(Cursor<'a>, Element<'a>)> = None;
        while let Some(child) = self.cursor.child()? {
            if child.name() == key_name {
                key = Some(self.cursor.text()?.into_owned());
                continue;
            }
            if child.name() == value_name {
                value = Some((self.cursor.clone(), child));
            }
            self.cursor.skip()?;
        }
        let key = key.ok_or_else(|| Fault::new(start, "an entry with a key", "one without"))?;
        let Some((cursor, element)) = value.filter(|(_, element)| !element.is_nil()) else {
            map.insert_null(key);
            return Ok(());
        };
        let end = std::mem::replace(&mut self.cursor, cursor);
        self.fill(map.insert(key), member, value_names, &element)?;
        self.cursor = end;
        Ok(())
    }

    fn scalar(&mut self, slot: Slot<'_>) -> Read<()> {
        let start = self.cursor.at;
        let text = self.cursor.text()?;
        read_scalar(slot, &text).map_err(|expected| Fault::new(start, expected, "other text"))
    }
}

/// Reads a scalar. Blanks around a number, a timestamp or a boolean, and in base64, have no meaning.
fn read_scalar(slot: Slot<'_>, text: &str) -> Result<(), &'static str> {
    match slot {
        slot @ (Slot::String(_) | Slot::Enum(_)) => text::read(slot, text),
        Slot::Blob(destination) => {
            let text: String = text.split_ascii_whitespace().collect();
            *destination = Blob::from_base64(&text).map_err(|_| "base64")?;
            Ok(())
        }
        slot => text::read(slot, text.trim()),
    }
}
