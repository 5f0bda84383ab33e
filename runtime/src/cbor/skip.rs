//! Skips values without recursion, so that deep ones need no stack.
use super::cursor::{Cursor, Head};
use crate::json::error::{Fault, Read};

/// The maximum depth of arrays and maps of indefinite length in each other: each needs memory until it ends.
const MAX_INDEFINITE: usize = 1 << 16;

/// An array or a map of indefinite length that has not ended.
struct Indefinite {
    /// The number of items that follow it in the items around it.
    following: u64,
    is_map: bool,
    items: u64,
}

impl Cursor<'_> {
    /// Skips a value of any depth.
    pub(super) fn skip(&mut self) -> Read<()> {
        // Items of arrays and maps of definite length need no stack: they only add to the number of items that follow.
        let mut pending: u64 = 1;
        let mut open: Vec<Indefinite> = Vec::new();
        loop {
            // Only here an item of an indefinite length begins, or its end.
            let may_end = pending == 0;
            if may_end {
                let Some(innermost) = open.last_mut() else { return Ok(()) };
                innermost.items = innermost.items.saturating_add(1);
                pending = 1;
            }
            let start = self.at;
            let head = self.head()?;
            pending = pending.saturating_sub(1);
            match head {
                Head::Unsigned(_)
                | Head::Negative(_)
                | Head::Boolean(_)
                | Head::Null
                | Head::Float(_)
                | Head::Simple => {}
                Head::Tag(_) => pending = pending.saturating_add(1),
                Head::Bytes(Some(length)) | Head::Text(Some(length)) => self.pass(length)?,
                Head::Bytes(None) => _ = self.bytes(None)?,
                Head::Text(None) => self.skip_chunks()?,
                Head::Array(Some(length)) => pending = self.with_items(start, pending, Some(length))?,
                Head::Map(Some(length)) => pending = self.with_items(start, pending, length.checked_mul(2))?,
                Head::Array(None) | Head::Map(None) => {
                    if open.len() == MAX_INDEFINITE {
                        return Err(Fault::new(
                            start,
                            "at most 65536 indefinite arrays and maps in each other",
                            "one more",
                        ));
                    }
                    open.push(Indefinite { following: pending, is_map: matches!(head, Head::Map(_)), items: 0 });
                    pending = 0;
                }
                Head::Break => match open.pop() {
                    // The count includes the break.
                    Some(ended) if may_end && !(ended.is_map && ended.items % 2 == 0) => pending = ended.following,
                    _ => return Err(Self::fault(start, "a value", head)),
                },
            }
            if pending == 0 && open.is_empty() {
                return Ok(());
            }
        }
    }

    /// Adds the items of an array or a map. An item is one byte or more.
    fn with_items(&self, start: usize, pending: u64, items: Option<u64>) -> Read<u64> {
        let sum = items.and_then(|items| pending.checked_add(items)).filter(|sum| *sum <= self.len());
        sum.ok_or_else(|| Fault::new(start, "more bytes", "the end of the body"))
    }

    fn skip_chunks(&mut self) -> Read<()> {
        loop {
            let start = self.at;
            match self.head()? {
                Head::Break => return Ok(()),
                Head::Text(Some(length)) => self.pass(length)?,
                other => return Err(Self::fault(start, "a chunk of a string", other)),
            }
        }
    }
}
