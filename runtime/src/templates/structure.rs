//! Structures.

/// See [`Structure`](derive@crate::Structure).
#[doc(hidden)]
#[macro_export]
macro_rules! __structure {
    (
        $name:ident [$($shape_fact:ident $(($shape_argument:expr))?),*]
        { $({
            $index:literal $field:ident ($wire:literal $(, $fact:ident $(($argument:expr))?)*) [$default:expr]
            $kind:ident [$value:ty] ($setter:ty) { $($attribute:tt)* }
        })* }
        { $({ $required:ident $required_kind:ident [$required_value:ty] ($required_setter:ty) })* }
        { $($named:ident { $({
            $generic:ident { $($named_attribute:tt)* } $named_field:ident
            $named_kind:ident [$named_value:ty] ($named_setter:ty)
        })* })? }
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

            #[inline]
            #[allow(unused_variables)]
            fn clear(&mut self, index: usize) {
                match index {
                    $($index => self.$field = $default,)*
                    _ => {}
                }
            }

            $crate::__rust_names!($($index $field)*);
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
            /// Creates a value from its required members; all others are absent.
            #[inline]
            #[allow(clippy::new_without_default, clippy::self_named_constructors)]
            pub fn new(
                $($required: $required_setter,)*
                $(required: $named<$($named_setter),*>)?
            ) -> Self {
                #[allow(unused_mut)]
                let mut new = <Self as ::core::default::Default>::default();
                $($crate::convert::$required_kind::<$required_value, _>(&mut new.$required, $required);)*
                $($($crate::convert::$named_kind::<$named_value, _>(&mut new.$named_field, required.$named_field);)*)?
                new
            }

            $(
                $(#$attribute)*
                #[must_use]
                pub fn $field(mut self, $field: $setter) -> Self {
                    $crate::convert::$kind::<$value, _>(&mut self.$field, $field);
                    self
                }
            )*
        }

        $(
            #[doc = concat!("The required members of [`", stringify!($name), "`], for its `new`.")]
            pub struct $named<$($generic),*> {
                $($(#$named_attribute)* pub $named_field: $generic,)*
            }
        )?

        $crate::__serde!($name);
    };
}
