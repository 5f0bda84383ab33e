//! Pages and items as streams (feature `stream`), for the combinators of other crates.
use super::{BoxFuture, ItemStream, PageStream};
use crate::{Error, Operation, Paginated, PaginatedItems};
use futures_core::Stream;
use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

/// A boxed stream.
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

type Call<L, T> = BoxFuture<'static, (L, Option<T>)>;

/// A stream that calls `next` for each element, until it returns `None`.
struct Listing<L, T> {
    /// `None` while a call is in progress, because the call owns it.
    listing: Option<L>,
    call: Option<Call<L, T>>,
    next: fn(L) -> Call<L, T>,
}

/// No field is pinned structurally.
impl<L, T> Unpin for Listing<L, T> {}

impl<L, T> Stream for Listing<L, T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        if let Some(listing) = self.listing.take() {
            self.call = Some((self.next)(listing));
        }
        let Some(call) = &mut self.call else { return Poll::Ready(None) };
        let (listing, item) = ready!(call.as_mut().poll(context));
        self.call = None;
        self.listing = item.is_some().then_some(listing);
        Poll::Ready(item)
    }
}

fn boxed<L: Send + 'static, T: Send + 'static>(listing: L, next: fn(L) -> Call<L, T>) -> BoxStream<T> {
    Box::pin(Listing { listing: Some(listing), call: None, next })
}

impl<O> PageStream<O>
where
    O: Paginated<Service: 'static> + Send + 'static,
    O: Operation<Output: Send + 'static>,
{
    /// The pages as a stream: what [`next`](Self::next) gives, one after the other.
    pub fn into_stream(self) -> BoxStream<Result<O::Output, Error<O::Error>>> {
        boxed(self, |mut pages| {
            Box::pin(async move {
                let page = pages.next().await;
                (pages, page)
            })
        })
    }
}

impl<O> ItemStream<O>
where
    O: PaginatedItems<Item: Send + 'static, Service: 'static> + Send + 'static,
    O: Operation<Output: Send + 'static>,
{
    /// The elements as a stream: what [`next`](Self::next) gives, one after the other.
    ///
    /// ```ignore
    /// use futures_util::TryStreamExt as _;
    ///
    /// let backups: Vec<Backup> = client.pages(DescribeBackups::new()).items().into_stream().try_collect().await?;
    /// ```
    pub fn into_stream(self) -> BoxStream<Result<O::Item, Error<O::Error>>> {
        boxed(self, |mut items| {
            Box::pin(async move {
                let item = items.next().await;
                (items, item)
            })
        })
    }
}
