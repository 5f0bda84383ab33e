//! Pages of a listing, one call each (Smithy: `@paginated`).
use super::Client;
use crate::jmespath::Shape;
use crate::{Error, Operation, Paginated, PaginatedItems, Ref, Service};
use std::{
    collections::HashSet,
    fmt,
    hash::{BuildHasher as _, RandomState},
    vec,
};

impl<S: Service> Client<S> {
    /// All pages from the one that `operation` asks for: the first, or that of the token which is set.
    ///
    /// ```ignore
    /// let mut pages = client.pages(DescribeBackups::new());
    /// while let Some(page) = pages.next().await {
    ///     println!("{:?}", page?.backups);
    /// }
    /// ```
    pub fn pages<O: Paginated<Service = S>>(&self, operation: O) -> PageStream<O> {
        let mut seen = SeenTokens::default();
        seen.add(O::PAGES.input_token_of(&operation));
        PageStream { client: self.clone(), input: Some(operation), seen, has_failed: false }
    }
}

/// The pages of a listing, from [`Client::pages`]. Nothing is asked before the first [`next`](Self::next).
pub struct PageStream<O: Operation> {
    client: Client<O::Service>,
    input: Option<O>,
    seen: SeenTokens,
    has_failed: bool,
}

/// The tokens of a listing so far, by their hashes: of the longest listing there are some megabytes.
#[derive(Default)]
struct SeenTokens {
    hashes: HashSet<u64>,
    state: RandomState,
}

impl SeenTokens {
    /// Whether this token is a new one.
    fn add(&mut self, token: Ref<'_>) -> bool {
        // As JSON, a value of any type is told from others.
        let text = serde_json::to_vec(&Shape(token)).unwrap_or_default();
        self.hashes.insert(self.state.hash_one(text))
    }
}

impl<O: Paginated> PageStream<O> {
    /// The next page; nothing after the last one, and after an error.
    ///
    /// A listing ends where the service gives no token, and where it gives one again that it was asked with before: going on
    /// would never end. See [`Paginated::advance`].
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn next(&mut self) -> Option<Result<O::Output, Error<O::Error>>> {
        let input = self.input.as_mut().filter(|_| !self.has_failed)?;
        let page = self.client.call(input).await;
        match &page {
            Ok(output) if self.seen.add(O::PAGES.token(output)) && input.advance(output) == crate::Advance::Next => {}
            Ok(_) => self.input = None,
            Err(_) => self.has_failed = true,
        }
        Some(page)
    }

    /// What asks for the next page, or for the one that failed; nothing after the last. Its token, kept, lets another
    /// listing go on from here.
    pub fn input(&self) -> Option<&O> {
        self.input.as_ref()
    }
}

impl<O: PaginatedItems> PageStream<O> {
    /// The elements of all pages, one by one.
    pub fn items(self) -> ItemStream<O> {
        ItemStream { pages: self, items: Vec::new().into_iter() }
    }
}

impl<O: Operation> fmt::Debug for PageStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageStream").field("input", &self.input).finish_non_exhaustive()
    }
}

/// The elements of a listing, from [`PageStream::items`].
pub struct ItemStream<O: PaginatedItems> {
    pages: PageStream<O>,
    items: vec::IntoIter<O::Item>,
}

impl<O: PaginatedItems> ItemStream<O> {
    /// The next element; nothing after the last one, and after an error.
    ///
    /// # Errors
    /// As [`Client::send`], of the call for the page.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error<O::Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next().await? {
                Ok(output) => self.items = O::items(output).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<O: PaginatedItems> fmt::Debug for ItemStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").field("pages", &self.pages).field("left", &self.items.len()).finish()
    }
}
