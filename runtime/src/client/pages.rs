//! Pagination (Smithy: `@paginated`).
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
    /// Returns the pages, starting with the one that `operation` requests: the first page, or that of its pagination
    /// token.
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

/// The pages of a paginated operation, from [`Client::pages`]. No request is sent before [`next`](Self::next) is
/// called.
pub struct PageStream<O: Operation> {
    client: Client<O::Service>,
    input: Option<O>,
    seen: SeenTokens,
    has_failed: bool,
}

/// The pagination tokens received so far. Only hashes are stored, which take a few megabytes for very many pages.
#[derive(Default)]
struct SeenTokens {
    hashes: HashSet<u64>,
    state: RandomState,
}

impl SeenTokens {
    /// Adds a token, and returns whether it is new.
    fn add(&mut self, token: Ref<'_>) -> bool {
        // The JSON form distinguishes values of all types.
        let text = serde_json::to_vec(&Shape(token)).unwrap_or_default();
        self.hashes.insert(self.state.hash_one(text))
    }
}

impl<O: Paginated> PageStream<O> {
    /// Returns the next page; `None` after the last page, and after an error.
    ///
    /// The last page is the one without a token for the next. Pagination also ends if the service repeats a token,
    /// because it would never end otherwise. See [`Paginated::advance`].
    ///
    /// # Errors
    /// Same as [`Client::send`].
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

    /// Returns the input of the next page, or of the page that failed; `None` after the last page. Its pagination token
    /// can be stored to continue from here later.
    pub fn input(&self) -> Option<&O> {
        self.input.as_ref()
    }
}

impl<O: PaginatedItems> PageStream<O> {
    /// Returns the items of all pages.
    pub fn items(self) -> ItemStream<O> {
        ItemStream { pages: self, items: Vec::new().into_iter() }
    }
}

impl<O: Operation> fmt::Debug for PageStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageStream").field("input", &self.input).finish_non_exhaustive()
    }
}

/// The items of all pages, from [`PageStream::items`].
pub struct ItemStream<O: PaginatedItems> {
    pages: PageStream<O>,
    items: vec::IntoIter<O::Item>,
}

impl<O: PaginatedItems> ItemStream<O> {
    /// Returns the next item; `None` after the last item, and after an error.
    ///
    /// # Errors
    /// Same as [`Client::send`], if the call for the page fails.
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
        f.debug_struct("ItemStream").field("pages", &self.pages).field("remaining", &self.items.len()).finish()
    }
}
