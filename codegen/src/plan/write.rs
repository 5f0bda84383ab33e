//! Formats types as Rust, such as `Option<Vec<types::Tag>>`.
use super::{Default, Field, Structure, Type, Types, Value};
use std::fmt;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Optional(inner) => write!(f, "Option<{inner}>"),
            Self::Boxed(inner) => write!(f, "Box<{inner}>"),
            Self::List(inner) => write!(f, "Vec<{inner}>"),
            Self::Map(inner) => write!(f, "BTreeMap<String, {inner}>"),
            Self::Plain(plain) => write!(f, "{plain}"),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean => "bool",
            Self::Byte => "i8",
            Self::Short => "i16",
            Self::Integer => "i32",
            Self::Long => "i64",
            Self::Float => "f32",
            Self::Double => "f64",
            Self::String => "String",
            Self::Blob => "Blob",
            Self::Timestamp => "Timestamp",
            Self::Document => "Document",
            Self::BigInteger => "BigInteger",
            Self::BigDecimal => "BigDecimal",
            Self::Shared(name) => return write!(f, "types::{name}"),
            Self::Error(name) => return write!(f, "error::{name}"),
        })
    }
}

impl fmt::Display for Default {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::True => f.write_str("true"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::BigInteger(text)
            | Self::BigDecimal(text)
            | Self::Base64(text)
            | Self::Timestamp(text)
            | Self::Document(text) => f.write_str(text),
        }
    }
}

impl Value {
    /// Returns the type without the `Option` and the `Box` around it.
    pub fn bare(&self) -> &Self {
        match self {
            Self::Optional(inner) | Self::Boxed(inner) => inner.bare(),
            Self::List(_) | Self::Map(_) | Self::Plain(_) => self,
        }
    }

    /// Returns the type of the elements of a list or map at any depth, or the type itself.
    pub(super) fn innermost(&self) -> &Type {
        match self {
            Self::Optional(inner) | Self::Boxed(inner) | Self::List(inner) | Self::Map(inner) => inner.innermost(),
            Self::Plain(plain) => plain,
        }
    }

    /// Returns whether the type is an `Option`.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// Returns whether the value is in a `Box`.
    pub fn is_boxed(&self) -> bool {
        match self {
            Self::Boxed(_) => true,
            Self::Optional(inner) => inner.is_boxed(),
            Self::List(_) | Self::Map(_) | Self::Plain(_) => false,
        }
    }
}

impl Structure {
    /// Returns the fields that `new(…)` takes.
    pub fn arguments(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_argument())
    }
}

impl Field {
    /// Returns whether `new(…)` takes the field.
    pub fn is_argument(&self) -> bool {
        self.facts.iter().any(|fact| fact.name == "required")
    }
}

impl Types {
    /// Returns the name of the Rust type.
    pub fn ident(&self) -> &str {
        match self {
            Self::Structure(shape) => &shape.ident,
            Self::Union(shape) => &shape.ident,
            Self::Enum(shape) => &shape.ident,
            Self::IntEnum(shape) => &shape.ident,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_read_as_rust() {
        let shared = Box::new(Value::Plain(Type::Shared("Backup".to_owned())));
        let value = Value::Optional(Box::new(Value::Boxed(shared)));
        assert_eq!(value.to_string(), "Option<Box<types::Backup>>");
        assert_eq!(value.bare().to_string(), "types::Backup");
        assert!(value.is_optional() && value.is_boxed());
        let map = Value::Map(Box::new(Value::List(Box::new(Value::Plain(Type::Double)))));
        assert_eq!(map.to_string(), "BTreeMap<String, Vec<f64>>");
        assert!(!map.is_optional() && !map.is_boxed());
    }
}
