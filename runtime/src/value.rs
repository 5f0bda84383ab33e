//! Untyped values, to read ([`Ref`]) and to fill in ([`Slot`]).
//!
//! JSON, query strings, headers, `Debug` and `serde` are each one visitor of these two enums, instead of code for every
//! shape. That makes a generated crate fast to compile.
use crate::{BigDecimal, BigInteger, Blob, Document, List, Map, Structure, Timestamp, Union};

/// A borrowed value.
#[derive(Clone, Copy)]
pub enum Ref<'a> {
    /// No value.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A byte, short, integer, long or intEnum.
    Integer(i64),
    /// A float.
    Float(f32),
    /// A double.
    Double(f64),
    /// A string or an enum.
    String(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
    /// A timestamp.
    Timestamp(Timestamp),
    /// An integer of any size.
    BigInteger(&'a BigInteger),
    /// A decimal number of any size.
    BigDecimal(&'a BigDecimal),
    /// A document: any JSON value.
    Document(&'a Document),
    /// A list.
    List(&'a dyn List),
    /// A map with string keys.
    Map(&'a dyn Map),
    /// A structure.
    Structure(&'a dyn Structure),
    /// A union.
    Union(&'a dyn Union),
}

/// A mutable value, which contains the default of its type at first.
pub enum Slot<'a> {
    /// A member without a value; input for it is ignored.
    Skip,
    /// A boolean.
    Boolean(&'a mut bool),
    /// A byte.
    Byte(&'a mut i8),
    /// A short.
    Short(&'a mut i16),
    /// An integer.
    Integer(&'a mut i32),
    /// A long.
    Long(&'a mut i64),
    /// A float.
    Float(&'a mut f32),
    /// A double.
    Double(&'a mut f64),
    /// A string.
    String(&'a mut String),
    /// An enum.
    Enum(&'a mut dyn SetText),
    /// An intEnum.
    IntEnum(&'a mut dyn SetInteger),
    /// Bytes.
    Blob(&'a mut Blob),
    /// A timestamp.
    Timestamp(&'a mut Timestamp),
    /// An integer of any size.
    BigInteger(&'a mut BigInteger),
    /// A decimal number of any size.
    BigDecimal(&'a mut BigDecimal),
    /// A document: any JSON value.
    Document(&'a mut Document),
    /// A list.
    List(&'a mut dyn List),
    /// A map with string keys.
    Map(&'a mut dyn Map),
    /// A structure.
    Structure(&'a mut dyn Structure),
    /// A union.
    Union(&'a mut dyn Union),
}

/// An enum that can be set from text.
pub trait SetText {
    /// Sets the value.
    fn set(&mut self, text: &str);
}

/// An intEnum that can be set from a number.
pub trait SetInteger {
    /// Sets the value.
    fn set(&mut self, number: i32);
}

/// A type of members, list elements or map values.
pub trait Value: Default {
    /// Returns the value.
    fn get(&self) -> Ref<'_>;
    /// Returns a slot for the value. An absent value gets the default of its type first.
    fn slot(&mut self) -> Slot<'_>;
    /// Returns the null of this type for sparse collections, if it has one.
    fn null() -> Option<Self> {
        None
    }
}

/// One line for each type: its `Ref` and its `Slot`.
macro_rules! values {
    ($($value:ident : $type:ty => $get:expr, $slot:ident;)*) => {$(
        impl Value for $type {
                    fn get(&self) -> Ref<'_> {
                let $value = self;
                $get
            }
                    fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )*};
}

values! {
    v: bool => Ref::Boolean(*v), Boolean;
    v: i8 => Ref::Integer((*v).into()), Byte;
    v: i16 => Ref::Integer((*v).into()), Short;
    v: i32 => Ref::Integer((*v).into()), Integer;
    v: i64 => Ref::Integer(*v), Long;
    v: f32 => Ref::Float(*v), Float;
    v: f64 => Ref::Double(*v), Double;
    v: String => Ref::String(v), String;
    v: Blob => Ref::Blob(v.as_ref()), Blob;
    v: Timestamp => Ref::Timestamp(*v), Timestamp;
    v: BigInteger => Ref::BigInteger(v), BigInteger;
    v: BigDecimal => Ref::BigDecimal(v), BigDecimal;
    v: Document => Ref::Document(v), Document;
}

impl<T: Value> Value for Option<T> {
    fn get(&self) -> Ref<'_> {
        self.as_ref().map_or(Ref::Null, Value::get)
    }

    fn slot(&mut self) -> Slot<'_> {
        self.get_or_insert_with(T::default).slot()
    }

    fn null() -> Option<Self> {
        Some(None)
    }
}

/// Includes boxed structures, since `Box<T>` is a [`Structure`] too.
impl<T: Structure + Default> Value for T {
    fn get(&self) -> Ref<'_> {
        Ref::Structure(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Structure(self)
    }
}
