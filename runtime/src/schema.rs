//! Schemas: constant data about shapes, for serialization.
//!
//! Generated code contains this data as attributes, such as `#[smithy("MaxResults", query("maxResults"))]`; each word
//! of an attribute is a `const fn` of [`Member`], or of [`Names`].
mod names;

pub use names::Names;

/// The schema of a structure or a union: its name and its members, in the order of the model.
#[derive(Debug)]
pub struct Schema {
    /// The name of the shape, without its namespace.
    pub name: &'static str,
    /// The members. Their position is the index in [`Structure::get`](crate::Structure::get).
    pub members: &'static [Member],
    /// Whether its members must not be printed (`@sensitive`).
    pub is_sensitive: bool,
    /// For errors: whether the same call may succeed if it is repeated (`@retryable`).
    pub retry: Option<Retry>,
    /// The names in XML and in forms, if they are not those of the model.
    pub names: Option<&'static Names>,
}

/// Whether an error is retryable (Smithy: `@retryable`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The call may succeed if it is repeated.
    Transient,
    /// The call may succeed if it is repeated later, with fewer requests (`throttling: true`).
    Throttle,
}

impl Schema {
    /// Creates a schema.
    pub const fn new(name: &'static str, members: &'static [Member]) -> Self {
        Self { name, members, is_sensitive: false, retry: None, names: None }
    }

    /// Sets the name in the model, if it differs from that of the Rust type.
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Applies `@sensitive`.
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }

    /// Applies `@retryable`.
    pub const fn retryable(mut self) -> Self {
        self.retry = Some(Retry::Transient);
        self
    }

    /// Applies `@retryable(throttling: true)`.
    pub const fn throttling(mut self) -> Self {
        self.retry = Some(Retry::Throttle);
        self
    }

    /// Applies `@xmlName`, `@xmlNamespace` and other traits of XML and query protocols.
    pub const fn names(mut self, names: &'static Names) -> Self {
        self.names = Some(names);
        self
    }

    /// Returns the first member that meets the condition, with its index. The search starts at `hint`, because members
    /// mostly arrive in order.
    pub(crate) fn find(&self, hint: usize, is_match: impl Fn(&Member) -> bool) -> Option<(usize, &'static Member)> {
        let is_match = |(_, member): &(usize, &Member)| is_match(member);
        let members = || self.members.iter().enumerate();
        members().skip(hint).find(is_match).or_else(|| members().take(hint).find(is_match))
    }

    /// Returns the payload member, if there is one, with its index.
    pub(crate) fn payload(&self) -> Option<(usize, &'static Member)> {
        self.find(0, |member| matches!(member.location, Location::Payload | Location::StructurePayload))
    }

    /// Whether a member is part of a structured body.
    pub(crate) fn has_body_members(&self) -> bool {
        self.members.iter().any(|member| member.location == Location::Body)
    }
}

/// A member of a structure or a union.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The name in the model.
    pub name: &'static str,
    /// The key in the JSON of REST protocols, if it is not the name (`@jsonName`).
    pub json_name: Option<&'static str>,
    /// The HTTP binding.
    pub location: Location,
    /// The format of timestamps, if it is not the default of the location (`@timestampFormat`).
    pub timestamp_format: Option<TimestampFormat>,
    /// The media type of a string or blob (`@mediaType`).
    pub media_type: Option<&'static str>,
    /// Whether it must be set (`@required`).
    pub is_required: bool,
    /// Whether its value must not be printed (`@sensitive`).
    pub is_sensitive: bool,
    /// Whether it is set to a random token if it is missing (`@idempotencyToken`).
    pub is_idempotency_token: bool,
    /// Whether it is part of the host name (`@hostLabel`).
    pub is_host_label: bool,
    /// The names in XML and in forms, if they are not those of the model.
    pub names: Option<&'static Names>,
}

impl Member {
    /// Creates a member of the body without traits.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            json_name: None,
            location: Location::Body,
            timestamp_format: None,
            media_type: None,
            is_required: false,
            is_sensitive: false,
            is_idempotency_token: false,
            is_host_label: false,
            names: None,
        }
    }

    /// Applies `@required`.
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Applies `@sensitive`.
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }

    /// Applies `@idempotencyToken`.
    pub const fn idempotency_token(mut self) -> Self {
        self.is_idempotency_token = true;
        self
    }

    /// Applies `@hostLabel`.
    pub const fn host_label(mut self) -> Self {
        self.is_host_label = true;
        self
    }

    /// Applies `@jsonName`.
    pub const fn json_name(mut self, name: &'static str) -> Self {
        self.json_name = Some(name);
        self
    }

    /// Applies `@xmlName`, `@xmlFlattened` and other traits of XML and query protocols.
    pub const fn names(mut self, names: &'static Names) -> Self {
        self.names = Some(names);
        self
    }

    /// Applies `@mediaType`.
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// Applies `@timestampFormat("date-time")`.
    pub const fn date_time(mut self) -> Self {
        self.timestamp_format = Some(TimestampFormat::DateTime);
        self
    }

    /// Applies `@timestampFormat("http-date")`.
    pub const fn http_date(mut self) -> Self {
        self.timestamp_format = Some(TimestampFormat::HttpDate);
        self
    }

    /// Applies `@timestampFormat("epoch-seconds")`.
    pub const fn epoch_seconds(mut self) -> Self {
        self.timestamp_format = Some(TimestampFormat::EpochSeconds);
        self
    }

    /// Applies `@httpLabel`.
    pub const fn label(self) -> Self {
        self.at(Location::Label)
    }

    /// Applies `@httpQuery`.
    pub const fn query(self, name: &'static str) -> Self {
        self.at(Location::Query(name))
    }

    /// Applies `@httpQueryParams`.
    pub const fn query_params(self) -> Self {
        self.at(Location::QueryParams)
    }

    /// Applies `@httpHeader`. The name is in lower case.
    pub const fn header(self, name: &'static str) -> Self {
        self.at(Location::Header(name))
    }

    /// Applies `@httpPrefixHeaders`. The prefix is in lower case.
    pub const fn prefix_headers(self, prefix: &'static str) -> Self {
        self.at(Location::PrefixHeaders(prefix))
    }

    /// Applies `@httpPayload`.
    pub const fn payload(self) -> Self {
        self.at(Location::Payload)
    }

    /// Applies `@httpPayload` to an input member that targets a structure.
    pub const fn structure_payload(self) -> Self {
        self.at(Location::StructurePayload)
    }

    /// Applies `@httpResponseCode`.
    pub const fn response_code(self) -> Self {
        self.at(Location::ResponseCode)
    }

    const fn at(mut self, location: Location) -> Self {
        self.location = location;
        self
    }
}

/// The location of a member in an HTTP message (Smithy: HTTP binding traits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A member of the structured body.
    Body,
    /// A label of the path.
    Label,
    /// The query parameter of this name.
    Query(&'static str),
    /// All other query parameters.
    QueryParams,
    /// The header of this name.
    Header(&'static str),
    /// All headers with this prefix.
    PrefixHeaders(&'static str),
    /// The entire body.
    Payload,
    /// The entire body, which is an empty object if the member is not set.
    StructurePayload,
    /// The status code of the response.
    ResponseCode,
}

/// The format of a timestamp (Smithy: `@timestampFormat`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `1985-04-12T23:20:50.52Z` (RFC 3339).
    DateTime,
    /// `Tue, 29 Apr 2014 18:30:38 GMT` (RFC 9110, section 5.6.7).
    HttpDate,
    /// `1515531081.123`, seconds since 1970.
    EpochSeconds,
}
