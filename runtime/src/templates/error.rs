//! The error enums of operations and services.

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

        impl ::std::error::Error for $name {
            #[inline]
            fn source(&self) -> ::core::option::Option<&(dyn ::std::error::Error + 'static)> {
                $crate::error::source(self)
            }
        }

        $crate::__into_service_error!($name [$($service)*]);
    };
}

/// Implements the conversion of an operation's error to that of its service. The error of a service, which has no path
/// here, can be created from any error of a call.
#[doc(hidden)]
#[macro_export]
macro_rules! __into_service_error {
    ($name:ident []) => {
        impl<E: $crate::OperationError> ::core::convert::From<$crate::Error<E>> for $name
        where
            $name: ::core::convert::From<E>,
        {
            #[inline]
            fn from(error: $crate::Error<E>) -> Self {
                $crate::error::of_service(error)
            }
        }
    };
    ($name:ident [$service:path]) => {
        impl ::core::convert::From<$name> for $service {
            #[inline]
            fn from(error: $name) -> Self {
                $crate::compare::cast(error)
            }
        }
    };
}
