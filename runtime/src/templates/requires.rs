//! Macros that say which feature of this crate a service needs, where it is missing: the errors of the compiler about the items
//! that are then missing do not.

/// Defines a macro that is an error without a feature.
macro_rules! requires {
    ($($name:ident $feature:literal)*) => {$(
        #[cfg(feature = $feature)]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            () => {};
        }

        #[cfg(not(feature = $feature))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            () => {
                ::core::compile_error!(concat!(
                    "this service needs the feature `",
                    $feature,
                    "` of the crate `ferrosmith`: add it to the `features` of that dependency in Cargo.toml"
                ));
            };
        }
    )*};
}

requires! {
    __requires_cbor "cbor"
    __requires_checksum "checksum"
    __requires_jmespath "jmespath"
    __requires_query "query"
    __requires_tree_hash "tree-hash"
    __requires_xml "xml"
}
