//! The tokens of an XML document, in terms of elements. It knows no shapes.
//!
//! XML 1.0; there are no entities but the five predefined ones, and a document type is an error, so that no text is ever
//! expanded or fetched.
use crate::json::{Fault, Read};
use quick_xml::{
    Reader,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event, attributes::Attribute},
};
use std::borrow::Cow;

/// The deepest nesting of values. Elements that no member has may nest deeper: they are skipped without recursion.
const MAX_DEPTH: usize = 128;

/// A position in a document. A clone continues from the same position.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    reader: Reader<&'a [u8]>,
    /// The offset of the last token.
    pub(super) at: usize,
    /// The number of values around the position.
    depth: usize,
    /// Whether text between elements is ignored.
    pub(super) is_lenient: bool,
}

/// A start tag.
#[derive(Clone)]
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Returns the name without its prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// Returns the value of the attribute with this local name. One that declares a namespace does not count.
    #[cfg(feature = "xml")]
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let value = self.find_attribute(name)?.normalized_value(quick_xml::XmlVersion::Implicit1_0);
        Some(value.ok()?.into_owned())
    }

    fn find_attribute(&self, name: &str) -> Option<Attribute<'_>> {
        let mut attributes = self.0.attributes().filter_map(Result::ok);
        attributes.find(|attribute| {
            let key = attribute.key.into_inner();
            local(key) == name && !key.starts_with("xmlns:")
        })
    }

    /// Whether the element stands for no value: `xsi:nil="true"`.
    #[inline(never)]
    pub(super) fn is_nil(&self) -> bool {
        self.0.attributes_raw().contains("nil")
            && self.find_attribute("nil").is_some_and(|nil| matches!(nil.value.trim(), "true" | "1"))
    }
}

/// Returns a name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, is_lenient: bool) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = is_lenient;
        Self { reader, at: 0, depth: 0, is_lenient }
    }

    #[cold]
    pub(super) fn fault(&self, expected: &'static str, found: &'static str) -> Box<Fault> {
        Fault::new(self.at, expected, found)
    }

    /// Moves past the start tag of the root element.
    #[inline(never)]
    pub(super) fn root(&mut self) -> Read<Element<'a>> {
        loop {
            match self.token()? {
                Event::Start(start) => return Ok(Element(start)),
                Event::Eof => return Err(self.fault("an element", "the end of the text")),
                event => self.outside(&event)?,
            }
        }
    }

    /// Checks that nothing follows the root element.
    pub(super) fn end(&mut self) -> Read<()> {
        loop {
            match self.token()? {
                Event::Eof => return Ok(()),
                Event::Start(_) => return Err(self.fault("the end of the text", "another element")),
                event => self.outside(&event)?,
            }
        }
    }

    /// Accepts what may stand before and after the root element.
    fn outside(&self, event: &Event<'_>) -> Read<()> {
        match event {
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => Ok(()),
            Event::Text(text) if text.trim().is_empty() => Ok(()),
            _ => Err(self.fault("an element", "text")),
        }
    }

    /// Moves past the next start tag within the current element, or past the end tag of the current element.
    #[inline(never)]
    pub(super) fn child(&mut self) -> Read<Option<Element<'a>>> {
        loop {
            match self.token()? {
                Event::Start(start) => return Ok(Some(Element(start))),
                Event::End(_) => return Ok(None),
                Event::Eof => return Err(self.cut()),
                Event::Text(text) if !self.is_lenient && !text.trim().is_empty() => {
                    return Err(self.fault("elements", "text"));
                }
                _ => {}
            }
        }
    }

    /// Returns the text of the current element, and moves past its end tag.
    #[inline(never)]
    pub(super) fn text(&mut self) -> Read<Cow<'a, str>> {
        let mut text = Cow::Borrowed("");
        loop {
            let piece = match self.token()? {
                Event::End(_) => return Ok(text),
                Event::Text(piece) => piece.xml10_content(),
                Event::CData(piece) => piece.xml10_content(),
                Event::GeneralRef(reference) => self.character(&reference)?,
                Event::Start(_) => return Err(self.fault("text", "an element")),
                Event::Eof => return Err(self.cut()),
                _ => continue,
            };
            if text.is_empty() {
                text = piece;
            } else {
                text.to_mut().push_str(&piece);
            }
        }
    }

    /// Moves past the end tag of the current element.
    #[inline(never)]
    pub(super) fn skip(&mut self) -> Read<()> {
        let mut depth = 0_usize;
        loop {
            match self.token()? {
                Event::Start(_) => depth = depth.saturating_add(1),
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Eof => return Err(self.cut()),
                _ => {}
            }
        }
    }

    /// Enters a value that contains others.
    pub(super) fn enter(&mut self) -> Read<()> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > MAX_DEPTH {
            return Err(self.fault("at most 128 levels", "more"));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn token(&mut self) -> Read<Event<'a>> {
        self.at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.fault("XML without a document type", "one")),
            Ok(event) => Ok(event),
            Err(_) => {
                self.at = usize::try_from(self.reader.error_position()).unwrap_or(self.at);
                Err(self.fault("well-formed XML", "other text"))
            }
        }
    }

    /// Resolves a character reference or a predefined entity.
    fn character(&self, reference: &BytesRef<'a>) -> Read<Cow<'a, str>> {
        let unknown = || self.fault("a character or a predefined entity", "another entity");
        match reference.resolve_char_ref() {
            Ok(Some(character)) => Ok(Cow::Owned(character.to_string())),
            Ok(None) => resolve_predefined_entity(reference).map(Cow::Borrowed).ok_or_else(unknown),
            Err(_) => Err(unknown()),
        }
    }

    #[cold]
    fn cut(&self) -> Box<Fault> {
        self.fault("the end of the element", "the end of the text")
    }
}
