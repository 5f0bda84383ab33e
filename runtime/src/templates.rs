//! The code that each generated shape needs, as templates that the derives fill with numbered rows.
//!
//! Everything is `#[inline]`, so that a consumer compiles it only for the shapes it uses.

/// See [`Structure`](derive@crate::Structure).
#[doc(hidden)]
#[macro_export]
macro_rules! __structure {
    (
        $name:ident [$($shape_fact:ident),*]
        { $({
            $index:literal $field:ident ($wire:literal $(, $fact:ident $(($argument:expr))?)*) [$($default:expr)?]
            $kind:ident [$value:ty] ($($setter:tt)*)
        })* }
        { $({ $required:ident $required_kind:ident [$required_value:ty] ($($required_setter:tt)*) })* }
    ) => {
        impl $crate::Structure for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::Schema {
                const SCHEMA: &$crate::Schema = &$crate::Schema::new(
                    stringify!($name),
                    &[$($crate::Member::new($wire)$(.$fact($($argument)?))*),*],
                )$(.$shape_fact())*;
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

        impl $crate::Value for $name {
            #[inline]
            fn get(&self) -> $crate::Ref<'_> {
                $crate::Ref::Structure(self)
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Structure(self)
            }
        }

        impl $crate::Element for $name {}

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self { $($field: $crate::__default!($($default)?),)* }
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
            #[allow(clippy::new_without_default, clippy::too_many_arguments)]
            pub fn new($($required: $($required_setter)*),*) -> Self {
                Self {
                    $($required: $crate::convert::$required_kind::<$required_value>($required).into(),)*
                    ..::core::default::Default::default()
                }
            }

            $(
                #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
                #[inline]
                #[must_use]
                pub fn $field(mut self, $field: $($setter)*) -> Self {
                    self.$field = $crate::convert::$kind::<$value>($field).into();
                    self
                }
            )*
        }

        $crate::__serde!($name);
    };
}

/// The default that the model gives a member, or that of its type.
#[doc(hidden)]
#[macro_export]
macro_rules! __default {
    () => {
        ::core::default::Default::default()
    };
    ($default:expr) => {
        $default.into()
    };
}

/// See [`Union`](derive@crate::Union).
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (
        $name:ident
        { $(($wire:literal $(, $fact:ident $(($argument:expr))?)*))* }
        { $({ $index:literal $variant:ident ($($facts:tt)*) [] $value:ty })* }
        { $({ $unit_index:literal $unit:ident ($($unit_facts:tt)*) [] })* }
    ) => {
        impl $crate::Union for $name {
            #[inline]
            fn schema(&self) -> &'static $crate::Schema {
                const SCHEMA: &$crate::Schema = &$crate::Schema::new(
                    stringify!($name),
                    &[$($crate::Member::new($wire)$(.$fact($($argument)?))*),*],
                );
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

        impl $crate::Element for $name {}

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
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
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

        impl $crate::Enumeration for $name {
            const VALUES: &'static [&'static str] = Self::VALUES;

            #[inline]
            fn as_str(&self) -> &str {
                self.as_str()
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

        impl $crate::Element for $name {}
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

        impl $crate::Element for $name {}
    };
}

/// See [`OperationError`](derive@crate::OperationError).
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_error {
    ($name:ident [$($service:tt)*] { $({ $variant:ident $code:literal [$payload:ty] })* }) => {
        impl $crate::OperationError for $name {
            #[inline]
            fn from_code(code: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match code {
                    $($code => Self::$variant(::core::default::Default::default()),)*
                    _ => return ::core::option::Option::None,
                })
            }

            #[inline]
            fn unhandled(unhandled: $crate::Unhandled) -> Self {
                Self::Unhandled(unhandled)
            }

            #[inline]
            fn structure(&self) -> ::core::option::Option<&dyn $crate::Structure> {
                match self {
                    $(Self::$variant(payload) => ::core::option::Option::Some(payload),)*
                    Self::Unhandled(_) => ::core::option::Option::None,
                }
            }

            #[inline]
            fn structure_mut(&mut self) -> ::core::option::Option<&mut dyn $crate::Structure> {
                match self {
                    $(Self::$variant(payload) => ::core::option::Option::Some(payload),)*
                    Self::Unhandled(_) => ::core::option::Option::None,
                }
            }

            #[inline]
            fn code(&self) -> ::core::option::Option<&str> {
                match self {
                    $(Self::$variant(_) => ::core::option::Option::Some($code),)*
                    Self::Unhandled(unhandled) => unhandled.code(),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::error::display(self, f)
            }
        }

        impl ::std::error::Error for $name {}

        $crate::__into_service_error!($name [$($service)*] { $($variant)* });
    };
}

/// How the error of an operation becomes that of its service, which is the one without a path.
#[doc(hidden)]
#[macro_export]
macro_rules! __into_service_error {
    ($name:ident [] { $($variant:ident)* }) => {};
    ($name:ident [$service:path] { $($variant:ident)* }) => {
        impl ::core::convert::From<$name> for $service {
            #[inline]
            fn from(error: $name) -> Self {
                match error {
                    $($name::$variant(payload) => Self::$variant(payload),)*
                    $name::Unhandled(unhandled) => Self::Unhandled(unhandled),
                }
            }
        }
    };
}

/// `Serialize` and `Deserialize`, where the feature `serde` is on.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {};
}
