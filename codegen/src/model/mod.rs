//! The Smithy vocabulary.
