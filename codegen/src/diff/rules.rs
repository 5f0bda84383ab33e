//! The kinds of changes, with their class and its reason. `docs/diff-rules.md` has the same list and compares it with
//! other tools; a test ensures that both agree.
use std::fmt;

/// The effect of a change on callers of the generated crate, in order of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Code that compiled against the old crate may not compile against the new one.
    Breaking,
    /// The Rust API is the same, but requests or the parsing of responses differ.
    Wire,
    /// Existing code still compiles, and sends the same requests.
    Compatible,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Wire, Self::Compatible];

    /// Returns the name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Wire => "wire",
            Self::Compatible => "compatible",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Defines the enum, the list of all rules and their texts from one table.
macro_rules! rules {
    ($($rule:ident $name:literal $class:ident $what:literal, $why:literal;)*) => {
        /// A kind of change, in the order of reports within a class.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is described in the table")]
        pub enum Rule { $($rule),* }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// Returns the name in reports, which is stable.
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name),* }
            }

            /// Returns the effect on callers.
            pub fn class(self) -> Class {
                match self { $(Self::$rule => Class::$class),* }
            }

            /// Returns what has changed, as the heading of a list.
            pub fn what(self) -> &'static str {
                match self { $(Self::$rule => $what),* }
            }

            /// Returns the reason for its class.
            pub fn why(self) -> &'static str {
                match self { $(Self::$rule => $why),* }
            }
        }
    };
}

rules! {
    // Operations
    OperationRemoved "operation-removed" Breaking "operation removed", "the structs and the error of the operation are gone";
    OperationAdded "operation-added" Compatible "operation added", "it stands in a file of its own and touches no other";
    ErrorRemoved "error-removed" Breaking "error removed from an operation", "a `match` that names the variant does not compile";
    ErrorAdded "error-added" Compatible "error added to an operation", "error enums are `#[non_exhaustive]`, so every `match` has an arm for it";
    HttpChanged "http-changed" Wire "HTTP binding", "requests go to another method or path, or another status means success";
    HostPrefixChanged "host-prefix-changed" Wire "host prefix", "requests go to another host";
    IdempotencyChanged "idempotency-changed" Wire "idempotency", "after a failure, the request is sent again or no more";
    PaginationRemoved "pagination-removed" Breaking "pagination removed", "`pages` and `items` take the operation no more";
    PaginationAdded "pagination-added" Compatible "pagination added", "`pages` and `items` take one operation more";
    PaginationItemsChanged "pagination-items-changed" Breaking "items of pages", "`items` gives elements of another type, or takes the operation no more";
    PaginationChanged "pagination-changed" Wire "tokens of pages", "the next page is asked for in another way";
    WaiterRemoved "waiter-removed" Breaking "waiter removed", "code that names the waiter does not compile";
    WaiterAdded "waiter-added" Compatible "waiter added", "it touches no other";
    WaiterChanged "waiter-changed" Wire "waiter", "it asks at other times, or other answers end it";
    // The service
    ServiceChanged "service-changed" Wire "service", "every request is addressed, signed or written in another way";
    VersionChanged "version-changed" Compatible "version of the API", "it stands in documentation only";
    SendingChanged "sending-changed" Wire "how a request is sent", "checksums, compression, streaming or signing of the request differ";
    // Types
    TypeRemoved "type-removed" Breaking "type removed", "code that names the type does not compile";
    TypeAdded "type-added" Compatible "type added", "it stands in a file of its own";
    TypeRenamed "type-renamed" Breaking "type renamed", "code that names the type does not compile";
    TypeKindChanged "type-kind-changed" Breaking "kind of a type", "a struct, a union and an enum are used in different ways";
    ShapeRenamed "shape-renamed" Compatible "shape renamed in the model", "the Rust item is the same";
    ErrorCodeChanged "error-code-changed" Wire "code of an error", "another code in the answer means this error";
    RetryChanged "retry-changed" Wire "retries of an error", "after this error, the request is sent again or no more";
    SensitiveChanged "sensitive-changed" Compatible "sensitivity", "only `Debug` differs: it prints `[redacted]` or the value";
    DeprecationChanged "deprecation-changed" Compatible "deprecation", "the compiler warns or warns no more; only `#![deny(warnings)]` makes that an error";
    // Members of structures
    MemberRemoved "member-removed" Breaking "member removed", "code that names the field or its setter does not compile";
    RequiredMemberAdded "required-member-added" Breaking "required member added", "`new(…)` asks for one more member";
    MemberAdded "member-added" Compatible "member added", "`new(…)` and setters go on to compile; a struct literal does where it ends in `..Default::default()`";
    MemberRenamed "member-renamed" Breaking "field renamed", "code that names the field or its setter does not compile";
    MemberTypeChanged "member-type-changed" Breaking "type of a member", "code that reads or sets the member meets another type";
    OptionalityChanged "optionality-changed" Breaking "optionality of a member", "a value and an `Option` of it are read in different ways";
    BoxingChanged "boxing-changed" Breaking "box around a member", "code that moves the value out of the field, or assigns the field, has to add or drop the `Box`; setters take the value itself either way";
    ConstructorChanged "constructor-changed" Breaking "arguments of new(…)", "`new(…)` asks for the required members: one more or one less";
    ConstructorReordered "constructor-reordered" Breaking "order of the arguments of new(…)", "arguments may go into the wrong members, and where types are alike the compiler does not tell";
    WireNameChanged "wire-name-changed" Wire "name of a member in messages", "the field is the same";
    BindingChanged "binding-changed" Wire "place of a member in messages", "the field is the same; it moves between path, query, headers and body, or is called otherwise there";
    EncodingChanged "encoding-changed" Wire "encoding of a member", "the field is the same; it is written and read otherwise";
    IdempotencyTokenChanged "idempotency-token-changed" Wire "idempotency token", "where the caller sets nothing, a random token is sent or no more";
    DefaultChanged "default-changed" Wire "default of a member", "where nothing is set, another value is sent or read";
    DocumentedDefaultChanged "documented-default-changed" Compatible "default at the service", "an absent member stays absent; only its documentation differs";
    TargetChanged "target-changed" Compatible "target of a member", "the Rust type is the same";
    ConstraintChanged "constraint-changed" Compatible "constraint", "the client checks no constraints; only documentation differs";
    // Values of enums, members of unions
    ValueRemoved "value-removed" Breaking "value of an enum removed", "code that names the variant does not compile; the value still reads, as `Unknown`";
    ValueAdded "value-added" Compatible "value added to an enum", "enums are `#[non_exhaustive]`, so every `match` has an arm for it";
    VariantRemoved "variant-removed" Breaking "member of a union removed", "code that names the variant does not compile";
    VariantAdded "variant-added" Compatible "member added to a union", "unions are `#[non_exhaustive]`, so every `match` has an arm for it";
    ConversionRemoved "conversion-removed" Breaking "union no longer made from a value", "`From` is there where one variant alone holds such a value: another does now";
    ConversionAdded "conversion-added" Compatible "union made from a value", "`From` is there where one variant alone holds such a value";
    VariantRenamed "variant-renamed" Breaking "variant renamed", "code that names the variant does not compile";
    ValueChanged "value-changed" Wire "value of a variant", "the variant is the same, and stands for another value in messages";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
