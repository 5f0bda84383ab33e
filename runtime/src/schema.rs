//! What the wire needs to know of a shape, as constant data.
//!
//! Generated code holds these facts as rows, `#[smithy("MaxResults", query("maxResults"))]`; each word of a row is
//! a `const fn` of [`Member`].

/// A structure or a union: its name in the model and its members, in the order of the model.
#[derive(Debug)]
pub struct Schema {
    /// The name of the shape, without its namespace.
    pub name: &'static str,
    /// The members; their position is the index that [`Structure::get`](crate::Structure::get) takes.
    pub members: &'static [Member],
    /// Whether none of its members must be printed (`@sensitive`).
    pub is_sensitive: bool,
    /// Of an error: whether the same call may succeed when it is made again (`@retryable`).
    pub retry: Option<Retry>,
}

/// What the model says of making a call again (Smithy: `@retryable`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It may succeed.
    Transient,
    /// It may succeed once there are fewer calls.
    Throttle,
}

impl Schema {
    /// A schema of these members.
    pub const fn new(name: &'static str, members: &'static [Member]) -> Self {
        Self { name, members, is_sensitive: false, retry: None }
    }

    /// The name in the model, where it is not that of the Rust type.
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// `@sensitive`
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }

    /// `@retryable`
    pub const fn retryable(mut self) -> Self {
        self.retry = Some(Retry::Transient);
        self
    }

    /// `@retryable(throttling: true)`
    pub const fn throttling(mut self) -> Self {
        self.retry = Some(Retry::Throttle);
        self
    }

    /// The member for which `is_wanted` holds, with its index, looked for from `hint` on: members mostly arrive in order.
    pub(crate) fn find(&self, hint: usize, is_wanted: impl Fn(&Member) -> bool) -> Option<(usize, &'static Member)> {
        let is_wanted = |(_, member): &(usize, &Member)| is_wanted(member);
        let members = || self.members.iter().enumerate();
        members().skip(hint).find(is_wanted).or_else(|| members().take(hint).find(is_wanted))
    }

    /// The member that is the whole body, if one is, with its index.
    pub(crate) fn payload(&self) -> Option<(usize, &'static Member)> {
        self.find(0, |member| matches!(member.location, Location::Payload | Location::StructurePayload))
    }

    /// Whether a member stands in the body as one of its fields.
    pub(crate) fn has_body_members(&self) -> bool {
        self.members.iter().any(|member| member.location == Location::Body)
    }
}

/// A member of a structure or a union.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name in the model.
    pub name: &'static str,
    /// Its key in the JSON of REST protocols, where it is not its name (`@jsonName`).
    pub json_name: Option<&'static str>,
    /// Where it stands in an HTTP message.
    pub location: Location,
    /// How timestamps in it are written, where it is not as its location has it (`@timestampFormat`).
    pub timestamp_format: Option<TimestampFormat>,
    /// The media type of its text or bytes (`@mediaType`).
    pub media_type: Option<&'static str>,
    /// Whether a value must be given (`@required`).
    pub is_required: bool,
    /// Whether its value must not be printed (`@sensitive`).
    pub is_sensitive: bool,
    /// Whether a random token stands in for it when it is absent (`@idempotencyToken`).
    pub is_idempotency_token: bool,
    /// Whether it is a part of the host name (`@hostLabel`).
    pub is_host_label: bool,
}

impl Member {
    /// A plain member of the body.
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
        }
    }

    /// `@required`
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// `@sensitive`
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }

    /// `@idempotencyToken`
    pub const fn idempotency_token(mut self) -> Self {
        self.is_idempotency_token = true;
        self
    }

    /// `@hostLabel`
    pub const fn host_label(mut self) -> Self {
        self.is_host_label = true;
        self
    }

    /// `@jsonName`
    pub const fn json_name(mut self, name: &'static str) -> Self {
        self.json_name = Some(name);
        self
    }

    /// `@mediaType`
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// `@timestampFormat("date-time")`
    pub const fn date_time(mut self) -> Self {
        self.timestamp_format = Some(TimestampFormat::DateTime);
        self
    }

    /// `@timestampFormat("http-date")`
    pub const fn http_date(mut self) -> Self {
        self.timestamp_format = Some(TimestampFormat::HttpDate);
        self
    }

    /// `@timestampFormat("epoch-seconds")`
    pub const fn epoch_seconds(mut self) -> Self {
        self.timestamp_format = Some(TimestampFormat::EpochSeconds);
        self
    }

    /// `@httpLabel`
    pub const fn label(self) -> Self {
        self.at(Location::Label)
    }

    /// `@httpQuery`
    pub const fn query(self, name: &'static str) -> Self {
        self.at(Location::Query(name))
    }

    /// `@httpQueryParams`
    pub const fn query_params(self) -> Self {
        self.at(Location::QueryParams)
    }

    /// `@httpHeader`, its name in lower case.
    pub const fn header(self, name: &'static str) -> Self {
        self.at(Location::Header(name))
    }

    /// `@httpPrefixHeaders`, the prefix in lower case.
    pub const fn prefix_headers(self, prefix: &'static str) -> Self {
        self.at(Location::PrefixHeaders(prefix))
    }

    /// `@httpPayload`
    pub const fn payload(self) -> Self {
        self.at(Location::Payload)
    }

    /// `@httpPayload` of an input, targeting a structure.
    pub const fn structure_payload(self) -> Self {
        self.at(Location::StructurePayload)
    }

    /// `@httpResponseCode`
    pub const fn response_code(self) -> Self {
        self.at(Location::ResponseCode)
    }

    const fn at(mut self, location: Location) -> Self {
        self.location = location;
        self
    }
}

/// Where a member stands in an HTTP message (Smithy: HTTP binding traits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A field of the body.
    Body,
    /// A part of the path.
    Label,
    /// The query parameter of this name.
    Query(&'static str),
    /// Any query parameters.
    QueryParams,
    /// The header of this name.
    Header(&'static str),
    /// All headers whose names begin so.
    PrefixHeaders(&'static str),
    /// The whole body.
    Payload,
    /// The whole body, which is an empty structure where the member is absent.
    StructurePayload,
    /// The status of the response.
    ResponseCode,
}

/// How a timestamp is written (Smithy: `@timestampFormat`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `1985-04-12T23:20:50.52Z` (RFC 3339)
    DateTime,
    /// `Tue, 29 Apr 2014 18:30:38 GMT` (RFC 9110, section 5.6.7)
    HttpDate,
    /// `1515531081.123`, in seconds since 1970
    EpochSeconds,
}
