//! Enums and intEnums.

/// See [`Enumeration`](derive@crate::Enumeration).
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident { $({ $variant:ident $wire:literal })* }) => {
        impl $name {
            /// The values that the model defines, in its order.
            pub const VALUES: &'static [&'static str] = &[$($wire),*];

            /// Returns the value as text.
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

        impl ::core::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(value: $name) -> Self {
                value.as_str().into()
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        /// Compares the text, so that the order is the same for known and unknown values, and for later models that
        /// know more.
        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(self.cmp(other))
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
            /// The values that the model defines, in its order.
            pub const VALUES: &'static [i32] = &[$($($number)*),*];

            /// Returns the value as a number.
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

        impl ::core::convert::From<$name> for i32 {
            #[inline]
            fn from(value: $name) -> Self {
                value.as_i32()
            }
        }

        /// Compares the numbers.
        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.as_i32().cmp(&other.as_i32())
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(self.cmp(other))
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
