//! Pagination without I/O (Smithy: `@paginated`).
use crate::{Operation, Ref, Structure, compare};

/// An operation with paginated results.
///
/// Each output contains the token of the next page, which is the input of the next call. An input without a token
/// requests the first page; with the token of an earlier listing, it resumes that listing.
pub trait Paginated: Operation + Default {
    /// The members that contain the tokens.
    const PAGES: Pages;

    /// Changes this input to that of the next page: sets the token to that of `output` and keeps all other members.
    ///
    /// There is no next page if the token of `output` is missing, an empty string or an empty collection, or if
    /// [`Pages::more_results`] is `false`. The same
    /// applies if the service returns the token of this page again: some services do so to report that nothing has been
    /// added, and repeating the call would never end. In both cases the input does not change.
    fn advance(&mut self, output: &Self::Output) -> Advance {
        let mut next = Self::default();
        let advance = Self::PAGES.advance(self, output, &mut next);
        if advance == Advance::Next {
            *self = next;
        }
        advance
    }
}

/// An operation whose pages contain the elements of one list or map (`@paginated`, `items`).
pub trait PaginatedItems: Paginated {
    /// An element of the list, or a key and value of the map.
    type Item;

    /// Returns the elements of a page in order; none if the list is missing.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}

/// The result of [`Paginated::advance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// There is another page.
    Next,
    /// This was the last page.
    End,
    /// This was the last page: the service returned its token again.
    Repeated,
}

/// The members that contain page tokens, by their names in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The input member.
    pub input_token: &'static str,
    /// The output member; a path with dots if it is nested in a structure.
    pub output_token: &'static str,
    /// The output member that says whether there is another page, if the output has one: a page on which it is `false`
    /// is the last one, whatever its token.
    pub more_results: Option<&'static str>,
}

impl Pages {
    /// Creates it from the name of the input member and the path of the output member.
    pub const fn new(input_token: &'static str, output_token: &'static str) -> Self {
        Self { input_token, output_token, more_results: None }
    }

    /// Sets the output member that says whether there is another page.
    pub const fn more_results(self, name: &'static str) -> Self {
        Self { more_results: Some(name), ..self }
    }

    /// Returns the token of the page after `output`; [`Ref::Null`] if this was the last page.
    pub fn token(self, output: &dyn Structure) -> Ref<'_> {
        let flag = self.more_results.and_then(|name| member(output, name));
        if let Some(Ref::Boolean(false)) = flag.map(|index| output.get(index)) {
            return Ref::Null;
        }
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

    /// Returns the token of `input`; [`Ref::Null`] for the first page.
    pub fn input_token_of(self, input: &dyn Structure) -> Ref<'_> {
        member(input, self.input_token).map_or(Ref::Null, |index| input.get(index))
    }

    /// Fills in `next`, which must be empty: a token may be a list or a map, and copying appends to those.
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
