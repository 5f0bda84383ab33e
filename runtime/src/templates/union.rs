//! Unions.

/// See [`Union`](derive@crate::Union).
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (
        $name:ident [$($shape_fact:ident $(($shape_argument:expr))?),*]
        { $(($wire:literal $(, $fact:ident $(($argument:expr))?)*))* }
        { $({
            $index:literal $variant:ident ($($facts:tt)*) [$default:expr]
            $is:ident $as:ident [$value:ty] { $($attribute:tt)* } { $($converted:ty)? }
        })* }
        { $({
            $unit_index:literal $unit:ident ($($unit_facts:tt)*) [$unit_default:expr] $is_unit:ident
        })* }
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

            $crate::__rust_names!($($index $as)* $($unit_index $is_unit)*);
        }

        impl $name {
            $(
                /// Whether the value is this member.
                #[inline]
                pub fn $is(&self) -> bool {
                    ::core::matches!(self, Self::$variant(_))
                }

                $(#$attribute)*
                #[inline]
                pub fn $as(&self) -> ::core::option::Option<&$value> {
                    match self {
                        Self::$variant(value) => ::core::option::Option::Some(value),
                        _ => ::core::option::Option::None,
                    }
                }
            )*
            $(
                /// Whether the value is this member.
                #[inline]
                pub fn $is_unit(&self) -> bool {
                    ::core::matches!(self, Self::$unit)
                }
            )*

            /// Whether the value is a member that the model does not define.
            #[inline]
            pub fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::Unknown(_))
            }
        }

        $($(
            impl ::core::convert::From<$converted> for $name {
                #[inline]
                fn from(value: $converted) -> Self {
                    Self::$variant(value.into())
                }
            }
        )?)*

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
