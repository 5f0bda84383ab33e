//! Values without their types: what a walker reads ([`Ref`]) and fills in ([`Slot`]).
//!
//! JSON, query strings, headers, `Debug` and `serde` are each one walker over these two enums, instead of code for
//! every shape. That is what makes a generated crate cheap to compile.
use crate::{BigDecimal, BigInteger, Blob, Document, List, Map, Structure, Timestamp, Union};

/// A value to read.
#[derive(Clone, Copy)]
pub enum Ref<'a> {
    /// Nothing is there.
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
    /// A moment.
    Timestamp(Timestamp),
    /// A whole number of any size.
    BigInteger(&'a BigInteger),
    /// A number of any size.
    BigDecimal(&'a BigDecimal),
    /// Anything JSON can say.
    Document(&'a Document),
    /// A list.
    List(&'a dyn List),
    /// A map from strings.
    Map(&'a dyn Map),
    /// A structure.
    Structure(&'a dyn Structure),
    /// A union.
    Union(&'a dyn Union),
}

/// A place to fill in, already holding the default of its type.
pub enum Slot<'a> {
    /// A member that holds nothing; what arrives for it is passed over.
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
    /// A moment.
    Timestamp(&'a mut Timestamp),
    /// A whole number of any size.
    BigInteger(&'a mut BigInteger),
    /// A number of any size.
    BigDecimal(&'a mut BigDecimal),
    /// Anything JSON can say.
    Document(&'a mut Document),
    /// A list.
    List(&'a mut dyn List),
    /// A map from strings.
    Map(&'a mut dyn Map),
    /// A structure.
    Structure(&'a mut dyn Structure),
    /// A union.
    Union(&'a mut dyn Union),
}

/// An enum that takes its value from text.
pub trait SetText {
    /// Takes the value that is written so.
    fn set(&mut self, text: &str);
}

/// An intEnum that takes its value from a number.
pub trait SetInteger {
    /// Takes the value that is written so.
    fn set(&mut self, number: i32);
}

/// Whatever can be a member, or an element of a list or a map.
pub trait Value: Default {
    /// The value, to read.
    fn get(&self) -> Ref<'_>;
    /// The place of the value, to fill in. Where nothing is, the default of the type is put there first.
    fn slot(&mut self) -> Slot<'_>;
    /// The null of this type, where it has one: in sparse collections.
    fn null() -> Option<Self> {
        None
    }
}

/// One line a type: how it is read, and which slot it is.
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

/// A structure is a value, and so is a boxed one, which is a [`Structure`] too.
impl<T: Structure + Default> Value for T {
    fn get(&self) -> Ref<'_> {
        Ref::Structure(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Structure(self)
    }
}
