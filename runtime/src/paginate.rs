//! Operations that answer in pages (Smithy: `@paginated`), without I/O.
use crate::{Operation, Ref, Structure, compare};

/// An operation that answers in pages.
///
/// Each answer holds the token of the next page, which the next call takes. A fresh input asks for the first page; one
/// whose token is set asks for the page of that token, so that a listing goes on where another one stopped.
pub trait Paginated: Operation + Default {
    /// The members that hold the tokens.
    const PAGES: Pages;

    /// Turns this input into that of the next page: all members stay, the token is that of `output`.
    ///
    /// There is no next page where the token of `output` is absent, empty text or an empty collection. Nor is there one
    /// where the service gives the token again that it was asked with: some services say so that nothing has come since,
    /// and asking again would never end. In both cases the input stays as it is.
    fn advance(&mut self, output: &Self::Output) -> Advance {
        let mut next = Self::default();
        let advance = Self::PAGES.advance(self, output, &mut next);
        if advance == Advance::Next {
            *self = next;
        }
        advance
    }
}

/// An operation whose pages hold the elements of one list or map (`@paginated`, `items`).
pub trait PaginatedItems: Paginated {
    /// An element of the list; of a map, a key and its value.
    type Item;

    /// The elements of a page, in its order; none where the list is absent.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}

/// What comes after a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// Another page.
    Next,
    /// Nothing: it was the last page.
    End,
    /// Nothing: the service gave the token of this page again.
    Repeated,
}

/// The members that hold the tokens of pages, by their names in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The member of the input.
    pub input_token: &'static str,
    /// The member of the output; a path with dots where it stands in a structure.
    pub output_token: &'static str,
}

impl Pages {
    /// The member of the input, and the path of the one of the output.
    pub const fn new(input_token: &'static str, output_token: &'static str) -> Self {
        Self { input_token, output_token }
    }

    /// The token of the page after `output`; [`Ref::Null`] where it was the last.
    pub fn token(self, output: &dyn Structure) -> Ref<'_> {
        let mut value = Ref::Structure(output);
        for name in self.output_token.split('.') {
            let Ref::Structure(structure) = value else { return Ref::Null };
            value = member(structure, name).map_or(Ref::Null, |index| structure.get(index));
        }
        let is_empty = match value {
            Ref::String(text) => text.is_empty(),
            Ref::Blob(bytes) => bytes.is_empty(),
            Ref::List(list) => list.is_empty(),
            Ref::Map(map) => map.is_empty(),
            _ => false,
        };
        if is_empty { Ref::Null } else { value }
    }

    /// The token that `input` asks with; [`Ref::Null`] for the first page.
    pub fn input_token_of(self, input: &dyn Structure) -> Ref<'_> {
        member(input, self.input_token).map_or(Ref::Null, |index| input.get(index))
    }

    /// Fills in `next`, which is fresh: a token may be a list or a map, to which nothing must be added.
    fn advance(self, input: &dyn Structure, output: &dyn Structure, next: &mut dyn Structure) -> Advance {
        let token = self.token(output);
        let Some(index) = member(input, self.input_token).filter(|_| !matches!(token, Ref::Null)) else {
            return Advance::End;
        };
        if compare::values(self.input_token_of(input), token) {
            return Advance::Repeated;
        }
        for other in (0..input.schema().members.len()).filter(|other| *other != index) {
            match input.get(other) {
                Ref::Null => {}
                value => compare::copy(value, next.slot(other)),
            }
        }
        compare::copy(token, next.slot(index));
        Advance::Next
    }
}

fn member(structure: &dyn Structure, name: &str) -> Option<usize> {
    structure.schema().find(0, |member| member.name == name).map(|(index, _)| index)
}
