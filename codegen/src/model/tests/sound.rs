//! Sound models.
