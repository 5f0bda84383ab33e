//! No text makes the loader panic or overflow the stack.
