//! The functions that endpoint rules may call.
//!
//! Smithy 2.0, "Rules engine standard library" and "AWS rules engine library functions". `getAttr` is a separate kind
//! of expression, because its path is parsed with the rules.

/// The number of arguments of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arity {
    Exactly(usize),
    AtLeast(usize),
}

macro_rules! functions {
    ($($variant:ident $smithy:literal $ident:literal $arity:expr;)*) => {
        /// A function of the rules engine.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Function {
            $(#[doc = concat!("`", $smithy, "`")] $variant,)*
        }

        impl Function {
            /// All functions.
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns its name in a model.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $smithy,)* }
            }

            /// Returns the name of the runtime's constructor for a call of this function.
            pub fn ident(self) -> &'static str {
                match self { $(Self::$variant => $ident,)* }
            }

            pub(super) fn arity(self) -> Arity {
                match self { $(Self::$variant => $arity,)* }
            }
        }
    };
}

use Arity::{AtLeast, Exactly};

functions! {
    BooleanEquals "booleanEquals" "boolean_equals" Exactly(2);
    Coalesce "coalesce" "coalesce" AtLeast(2);
    IsSet "isSet" "is_set" Exactly(1);
    IsValidHostLabel "isValidHostLabel" "is_valid_host_label" Exactly(2);
    Ite "ite" "ite" Exactly(3);
    Not "not" "not" Exactly(1);
    ParseUrl "parseURL" "parse_url" Exactly(1);
    Split "split" "split" Exactly(3);
    StringEquals "stringEquals" "string_equals" Exactly(2);
    Substring "substring" "substring" Exactly(4);
    UriEncode "uriEncode" "uri_encode" Exactly(1);
    IsVirtualHostableS3Bucket "aws.isVirtualHostableS3Bucket" "is_virtual_hostable_s3_bucket" Exactly(2);
    ParseArn "aws.parseArn" "parse_arn" Exactly(1);
    Partition "aws.partition" "partition" Exactly(1);
}

impl Arity {
    pub(super) fn accepts(self, count: usize) -> bool {
        match self {
            Exactly(expected) => count == expected,
            AtLeast(min) => count >= min,
        }
    }
}

impl std::fmt::Display for Arity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Exactly(1) => f.write_str("1 argument"),
            Exactly(count) => write!(f, "{count} arguments"),
            AtLeast(count) => write!(f, "{count} arguments or more"),
        }
    }
}
