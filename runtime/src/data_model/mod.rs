//! Shapes in the data model of `serde`: all members, regardless of their HTTP bindings, by their names in the model.
//! The feature `serde` and JMESPath use it.
#[cfg(feature = "serde")]
mod read;
#[cfg(feature = "serde")]
mod scalar;
mod write;

#[cfg(feature = "serde")]
pub(crate) use read::deserialize;
pub(crate) use write::serialize;
