//! Shapes whole, in any format that `serde` knows: all members, wherever they are bound, by their names in the model.
//! The feature `serde` is this; JMESPath sees shapes so too.
#[cfg(feature = "serde")]
mod read;
#[cfg(feature = "serde")]
mod scalar;
mod write;

#[cfg(feature = "serde")]
pub(crate) use read::deserialize;
pub(crate) use write::serialize;
