//! The code that each generated shape needs, as templates that the derives fill with numbered rows.
//!
//! Everything is `#[inline]`, so that a consumer compiles it only for the shapes it uses.

/// See [`Structure`](derive@crate::Structure).
#[doc(hidden)]
#[macro_export]
macro_rules! __structure {
    (
        $name:ident [$($shape_fact:ident $(($shape_argument:expr))?),*]
        { $({
            $index:literal $field:ident ($wire:literal $(, $fact:ident $(($argument:expr))?)*) [$default:expr]
            $kind:ident [$value:ty] ($($setter:tt)*) { $($deprecated:tt)? }
        })* }
        { $({ $required:ident $required_kind:ident [$required_value:ty] ($($required_setter:tt)*) })* }
    ) => {
        impl $crate::Structure for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::Schema {
                const SCHEMA: &$crate::Schema = &$crate::Schema::new(
                    stringify!($name),
                    &[$($crate::Member::new($wire)$(.$fact($($argument)?))*),*],
                )$(.$shape_fact($($shape_argument)?))*;
                SCHEMA
            }

            #[inline]
            #[allow(unused_variables)]
            fn get(&self, index: usize) -> $crate::Ref<'_> {
                match index {
                    $($index => $crate::Value::get(&self.$field),)*
                    _ => $crate::Ref::Null,
                }
            }

            #[inline]
            #[allow(unused_variables)]
            fn slot(&mut self, index: usize) -> $crate::Slot<'_> {
                match index {
                    $($index => $crate::Value::slot(&mut self.$field),)*
                    _ => $crate::Slot::Skip,
                }
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::compare::structures(self, other)
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug::structure(self, f)
            }
        }

        impl $name {
            /// Takes the required members, in the order of the model; the others are absent.
            #[inline]
            #[allow(clippy::new_without_default, clippy::self_named_constructors, clippy::too_many_arguments)]
            pub fn new($($required: $($required_setter)*),*) -> Self {
                #[allow(unused_mut)]
                let mut new = <Self as ::core::default::Default>::default();
                $($crate::convert::$required_kind::<$required_value, _>(&mut new.$required, $required);)*
                new
            }

            $(
                /// Sets the member of this name.
                #[must_use]
                $(# $deprecated)?
                pub fn $field(mut self, $field: $($setter)*) -> Self {
                    $crate::convert::$kind::<$value, _>(&mut self.$field, $field);
                    self
                }
            )*
        }

        $crate::__serde!($name);
    };
}

/// See [`Union`](derive@crate::Union).
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (
        $name:ident [$($shape_fact:ident $(($shape_argument:expr))?),*]
        { $(($wire:literal $(, $fact:ident $(($argument:expr))?)*))* }
        { $({ $index:literal $variant:ident ($($facts:tt)*) [$default:expr] $value:ty })* }
        { $({ $unit_index:literal $unit:ident ($($unit_facts:tt)*) [$unit_default:expr] })* }
    ) => {
        impl $crate::Union for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::Schema {
                const SCHEMA: &$crate::Schema = &$crate::Schema::new(
                    stringify!($name),
                    &[$($crate::Member::new($wire)$(.$fact($($argument)?))*),*],
                )$(.$shape_fact($($shape_argument)?))*;
                SCHEMA
            }

            #[inline]
            fn get(&self) -> ::core::option::Option<(usize, $crate::Ref<'_>)> {
                match self {
                    $(Self::$variant(value) => ::core::option::Option::Some(($index, $crate::Value::get(value))),)*
                    $(Self::$unit => ::core::option::Option::Some(($unit_index, $crate::Ref::Structure(&$crate::Unit))),)*
                    Self::Unknown(_) => ::core::option::Option::None,
                }
            }

            #[inline]
            #[allow(unreachable_patterns)]
            fn slot(&mut self, index: usize) -> $crate::Slot<'_> {
                *self = match index {
                    $($index => Self::$variant(::core::default::Default::default()),)*
                    $($unit_index => Self::$unit,)*
                    _ => return $crate::Slot::Skip,
                };
                match self {
                    $(Self::$variant(value) => $crate::Value::slot(value),)*
                    _ => $crate::Slot::Skip,
                }
            }

            #[inline]
            fn set_unknown(&mut self, name: &str) {
                *self = Self::Unknown($crate::UnknownValue::new(name));
            }

            #[inline]
            fn unknown(&self) -> &str {
                match self {
                    Self::Unknown(name) => name.as_str(),
                    _ => "",
                }
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::compare::unions(self, other)
            }
        }

        impl $crate::Value for $name {
            #[inline]
            fn get(&self) -> $crate::Ref<'_> {
                $crate::Ref::Union(self)
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Union(self)
            }
        }

        impl $crate::Value for ::std::boxed::Box<$name> {
            #[inline]
            fn get(&self) -> $crate::Ref<'_> {
                $crate::Ref::Union(&**self)
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Union(&mut **self)
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(::core::default::Default::default())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug::union(self, f)
            }
        }

        $crate::__serde!($name);
    };
}

/// See [`Enumeration`](derive@crate::Enumeration).
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident { $({ $variant:ident $wire:literal })* }) => {
        impl $name {
            /// The values that the model knows, in its order.
            pub const VALUES: &'static [&'static str] = &[$($wire),*];

            /// The value as it is written.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown($crate::UnknownValue::new(text)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                text.as_str().into()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(text.into())
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(::core::default::Default::default())
            }
        }

        impl $crate::SetText for $name {
            #[inline]
            fn set(&mut self, text: &str) {
                *self = text.into();
            }
        }

        impl $crate::Value for $name {
            #[inline]
            fn get(&self) -> $crate::Ref<'_> {
                $crate::Ref::String(self.as_str())
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Enum(self)
            }
        }

        $crate::__serde!($name);
    };
}

/// See [`IntEnumeration`](derive@crate::IntEnumeration).
#[doc(hidden)]
#[macro_export]
macro_rules! __int_enumeration {
    ($name:ident { $({ $variant:ident $($number:tt)* })* }) => {
        impl $name {
            /// The values that the model knows, in its order.
            pub const VALUES: &'static [i32] = &[$($($number)*),*];

            /// The value.
            #[inline]
            pub fn as_i32(&self) -> i32 {
                match self {
                    $(Self::$variant => $($number)*,)*
                    Self::Unknown(value) => value.as_i32(),
                }
            }
        }

        impl ::core::convert::From<i32> for $name {
            #[inline]
            fn from(number: i32) -> Self {
                match number {
                    $($($number)* => Self::$variant,)*
                    _ => Self::Unknown($crate::UnknownNumber::new(number)),
                }
            }
        }

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from(0)
            }
        }

        impl $crate::SetInteger for $name {
            #[inline]
            fn set(&mut self, number: i32) {
                *self = number.into();
            }
        }

        impl $crate::Value for $name {
            #[inline]
            fn get(&self) -> $crate::Ref<'_> {
                $crate::Ref::Integer(self.as_i32().into())
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::IntEnum(self)
            }
        }

        $crate::__serde!($name);
    };
}

/// See [`OperationError`](derive@crate::OperationError).
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_error {
    ($name:ident [$($service:tt)*] { $({ $index:literal $variant:ident $code:literal })* }) => {
        impl $crate::OperationError for $name {
            const CODES: &'static [&'static str] = &[$($code),*];

            #[inline]
            fn new(index: usize, otherwise: $crate::Unhandled) -> Self {
                match index {
                    $($index => Self::$variant(::core::default::Default::default()),)*
                    _ => Self::Unhandled(otherwise),
                }
            }

            #[inline]
            fn payload(&self) -> ::core::result::Result<&dyn $crate::Structure, &$crate::Unhandled> {
                match self {
                    $(Self::$variant(payload) => ::core::result::Result::Ok(payload),)*
                    Self::Unhandled(unhandled) => ::core::result::Result::Err(unhandled),
                }
            }

            #[inline]
            fn payload_mut(&mut self) -> ::core::option::Option<&mut dyn $crate::Structure> {
                match self {
                    $(Self::$variant(payload) => ::core::option::Option::Some(payload),)*
                    Self::Unhandled(_) => ::core::option::Option::None,
                }
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::debug::error(self, f)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::error::display(self, f)
            }
        }

        impl ::std::error::Error for $name {}

        $crate::__into_service_error!($name [$($service)*]);
    };
}

/// How the error of an operation becomes that of its service, which is the one without a path.
#[doc(hidden)]
#[macro_export]
macro_rules! __into_service_error {
    ($name:ident []) => {};
    ($name:ident [$service:path]) => {
        impl ::core::convert::From<$name> for $service {
            #[inline]
            fn from(error: $name) -> Self {
                $crate::compare::cast(error)
            }
        }
    };
}

/// `Serialize` and `Deserialize`, where the feature `serde` is on: see the module `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {};
}

/// `Serialize` and `Deserialize`: see the module `serde`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {
        impl $crate::serde::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::serialize($crate::Value::get(self), serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let mut value = <Self as ::core::default::Default>::default();
                $crate::serde::deserialize($crate::Value::slot(&mut value), deserializer)?;
                ::core::result::Result::Ok(value)
            }
        }
    };
}
