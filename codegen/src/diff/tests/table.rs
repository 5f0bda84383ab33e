//! A small model, and the changes reported for its edits.

/// One line per shape or member, so that a row of the table edits one line; those of `tests/semver.sh` do too.
pub(super) const MODEL: &str = include_str!("shop.json");

/// The text to replace, its replacement, and the reported changes as `rule item: before → after`.
pub(super) type Row = (&'static [(&'static str, &'static str)], &'static [&'static str]);

pub(super) const TABLE: &[Row] = &[
    (&[], &[]),
    // Operations
    (
        &[(r#"[{ "target": "a#Buy" }, "#, "["), (r#""version": "1""#, r#""version": "2""#)],
        &[
            "operation-removed shop::operation::Buy: POST /buy → nothing",
            "type-removed shop::error::SoldOut: error → nothing",
            "type-removed shop::types::Bill: structure → nothing",
            "type-removed shop::types::Colour: enum → nothing",
            "type-removed shop::types::Level: intEnum → nothing",
            "type-removed shop::types::Parcel: structure → nothing",
            "type-removed shop::types::Pay: union → nothing",
            "version-changed shop::Shop: 1 → 2",
        ],
    ),
    (
        &[
            (r#"{ "target": "a#List" }]"#, r#"{ "target": "a#List" }, { "target": "a#Gift" }]"#),
            (
                r#""a#Spare":"#,
                r#""a#Gift": { "type": "operation", "traits": { "smithy.api#http": { "method": "POST", "uri": "/gift" } } },
            "a#Spare":"#,
            ),
        ],
        &["operation-added shop::operation::Gift: nothing → POST /gift"],
    ),
    (
        &[(r#""errors": [{ "target": "a#SoldOut" }], "#, "")],
        &[
            "error-removed shop::operation::BuyError::SoldOut: SoldOut → nothing",
            "type-removed shop::error::SoldOut: error → nothing",
        ],
    ),
    (
        &[(
            r#""output": { "target": "a#ListOutput" },"#,
            r#""output": { "target": "a#ListOutput" }, "errors": [{ "target": "a#SoldOut" }],"#,
        )],
        &["error-added shop::operation::ListError::SoldOut: nothing → SoldOut"],
    ),
    (
        &[(r#""POST", "uri": "/buy", "code": 200"#, r#""PUT", "uri": "/buy", "code": 201"#)],
        &["http-changed shop::operation::Buy: POST /buy → PUT /buy, status 201"],
    ),
    (
        &[(r#""uri": "/list" }"#, r#""uri": "/list" }, "smithy.api#endpoint": { "hostPrefix": "data." }"#)],
        &["host-prefix-changed shop::operation::List: nothing → data."],
    ),
    (&[(r#" "smithy.api#readonly": {},"#, "")], &["idempotency-changed shop::operation::List: idempotent → nothing"]),
    (
        &[(r#""smithy.api#paginated": { "inputToken": "token", "outputToken": "next", "items": "skus" },"#, "")],
        &["pagination-removed shop::operation::List: from next, to token → nothing"],
    ),
    (&[(r#", "items": "skus" }"#, "}")], &["pagination-items-changed shop::operation::List: skus → nothing"]),
    (
        &[(r#""outputToken": "next""#, r#""outputToken": "more""#), (r#""next": {"#, r#""more": {"#)],
        &[
            "member-removed shop::operation::ListOutput::next: Option<String> → nothing",
            "pagination-changed shop::operation::List: from next, to token → from more, to token",
            "member-added shop::operation::ListOutput::more: nothing → Option<String>",
        ],
    ),
    (
        &[(r#""Listed": {"#, r#""Filled": {"#)],
        &[
            "waiter-removed shop::waiter::LISTED: Listed → nothing",
            "waiter-added shop::waiter::FILLED: nothing → Filled",
        ],
    ),
    (
        &[(r#""success": true } }] }"#, r#""success": true } }], "minDelay": 9 }"#)],
        &["waiter-changed shop::waiter::LISTED: Listed → Listed"],
    ),
    (
        &[
            (r#""state": "success""#, r#""state": "success", "message": null"#),
            (r#"{ "success": true }"#, r#"{ "errorType": "Gone" }"#),
        ],
        &["waiter-changed shop::waiter::LISTED: Listed → Listed"],
    ),
    (
        &[(r#""success": true } }] }"#, r#""success": true } }], "deprecated": true }"#)],
        &["deprecation-changed shop::waiter::LISTED: nothing → deprecated"],
    ),
    (&[(r#""success": true } }] }"#, r#""success": true } }], "documentation": "Words." }"#)], &[]),
    // The service
    (
        &[(r#"{ "name": "shop" }"#, r#"{ "name": "store" }"#)],
        &["service-changed shop::Shop: signed as shop → signed as store"],
    ),
    (
        &[(
            r#"restJson1": {}"#,
            r#"restJson1": {}, "smithy.rules#endpointRuleSet": { "parameters": {}, "rules": [] }"#,
        )],
        &["sending-changed shop::Shop: nothing → smithy.rules#endpointRuleSet"],
    ),
    (
        &[(r#""smithy.api#readonly": {}"#, r#""smithy.api#readonly": {}, "smithy.api#httpChecksumRequired": {}"#)],
        &["sending-changed shop::operation::List: nothing → with a checksum"],
    ),
    (
        &[(
            r#""smithy.api#readonly": {}"#,
            r#""smithy.api#readonly": {}, "aws.protocols#httpChecksum": { "requestChecksumRequired": true }"#,
        )],
        &["sending-changed shop::operation::List: nothing → with checksums required"],
    ),
    // Types
    (
        &[(r#""note": { "target": "smithy.api#String" }"#, r#""note": { "target": "a#Spare" }"#)],
        &[
            "member-type-changed shop::operation::Buy::note: Option<String> → Option<Box<types::Spare>>",
            "type-added shop::types::Spare: nothing → structure",
        ],
    ),
    (
        &[("\"operations\": [", r#""rename": { "a#Parcel": "Packet" }, "operations": ["#)],
        &[
            "type-renamed shop::types::Packet: Parcel → Packet",
            "member-type-changed shop::operation::BuyOutput::parcel: Option<Box<types::Parcel>> → Option<Box<types::Packet>>",
        ],
    ),
    (
        &[
            (r#""a#Pay": { "type": "union""#, r#""a#Pay": { "type": "structure""#),
            (r#""cash": { "target": "smithy.api#Unit" }"#, r#""cash": { "target": "smithy.api#Boolean" }"#),
        ],
        &["type-kind-changed shop::types::Pay: union → structure"],
    ),
    (
        &[("a#Pay", "b#Pay")],
        &[
            "shape-renamed shop::types::Pay: a#Pay → b#Pay",
            "target-changed shop::operation::BuyOutput::pay: a#Pay → b#Pay",
        ],
    ),
    (
        &[("\"operations\": [", r#""rename": { "a#SoldOut": "Gone" }, "operations": ["#)],
        &[
            "error-removed shop::operation::BuyError::SoldOut: SoldOut → nothing",
            "type-renamed shop::error::Gone: SoldOut → Gone",
            "error-code-changed shop::error::Gone: nothing → named \"SoldOut\"",
            "error-added shop::operation::BuyError::Gone: nothing → Gone",
        ],
    ),
    (
        &[(r#""smithy.api#error": "client""#, r#""smithy.api#error": "client", "smithy.api#retryable": {}"#)],
        &["retry-changed shop::error::SoldOut: nothing → retryable"],
    ),
    (
        &[(
            r#""card": { "target": "smithy.api#String" }"#,
            r#""card": { "target": "smithy.api#String", "traits": { "smithy.api#sensitive": {} } }"#,
        )],
        &["sensitive-changed shop::types::Pay::Card: nothing → sensitive"],
    ),
    (
        &[(
            r#""note": { "target": "smithy.api#String" }"#,
            r#""note": { "target": "smithy.api#String", "traits": { "smithy.api#deprecated": { "since": "2" } } }"#,
        )],
        &["deprecation-changed shop::operation::Buy::note: nothing → deprecated: since 2"],
    ),
    // Members of structures
    (
        &[(",\n    \"note\": { \"target\": \"smithy.api#String\" }", "")],
        &["member-removed shop::operation::Buy::note: Option<String> → nothing"],
    ),
    (
        &[(r#""floor": {"#, r#""height": { "target": "smithy.api#Double" }, "floor": {"#)],
        &["member-added shop::types::Parcel::height: nothing → Option<f64>"],
    ),
    (
        &[(
            r#""floor": {"#,
            r#""height": { "target": "smithy.api#Double", "traits": { "smithy.api#required": {} } }, "floor": {"#,
        )],
        &["required-member-added shop::types::Parcel::height: nothing → f64"],
    ),
    (
        &[(r#""note": {"#, r#""colour_": { "target": "smithy.api#String" }, "note": {"#)],
        &["member-added shop::operation::Buy::colour2: nothing → Option<String>"],
    ),
    (
        &[(r#""colour": {"#, r#""colour_": { "target": "smithy.api#String" }, "colour": {"#)],
        &[
            "member-renamed shop::operation::Buy::colour2: colour → colour2",
            "member-added shop::operation::Buy::colour: nothing → Option<String>",
        ],
    ),
    (
        &[(r#""weight": { "target": "smithy.api#Double""#, r#""weight": { "target": "smithy.api#Float""#)],
        &["member-type-changed shop::types::Parcel::weight: f64 → f32"],
    ),
    (
        &[(
            r#"Double", "traits": { "smithy.api#required": {} }"#,
            r#"Double", "traits": { "smithy.api#required": {}, "smithy.api#clientOptional": {} }"#,
        )],
        &["optionality-changed shop::types::Parcel::weight: f64 → Option<f64>"],
    ),
    (
        // If a structure grows or gains optional members, the types that contain it do not change.
        &[(
            r#""floor": {"#,
            r#""a": { "target": "smithy.api#String" }, "b": { "target": "smithy.api#String" },
            "c": { "target": "smithy.api#String" }, "d": { "target": "smithy.api#String" },
            "e": { "target": "a#Parcel" }, "floor": {"#,
        )],
        &[
            "member-added shop::types::Parcel::a: nothing → Option<String>",
            "member-added shop::types::Parcel::b: nothing → Option<String>",
            "member-added shop::types::Parcel::c: nothing → Option<String>",
            "member-added shop::types::Parcel::d: nothing → Option<String>",
            "member-added shop::types::Parcel::e: nothing → Option<Box<types::Parcel>>",
        ],
    ),
    (
        // A variant that now contains its own union has to be boxed.
        &[(
            r#""number": {"#,
            r#""settled": { "target": "a#Pay", "traits": { "smithy.api#required": {} } }, "number": {"#,
        )],
        &[
            "required-member-added shop::types::Bill::settled: nothing → types::Pay",
            "boxing-changed shop::types::Pay::Bill: types::Bill → Box<types::Bill>",
        ],
    ),
    (
        &[(
            r#""count": { "target": "smithy.api#Integer", "traits": { "smithy.api#required": {} } }"#,
            r#""count": { "target": "smithy.api#Integer" }"#,
        )],
        &["constructor-changed shop::operation::Buy::count: an argument of new(…) → nothing"],
    ),
    (
        &[(
            r#"{ "target": "smithy.api#Double", "traits": { "smithy.api#required": {} } }"#,
            r#"{ "target": "smithy.api#Double" }"#,
        )],
        &[
            "optionality-changed shop::types::Parcel::weight: f64 → Option<f64>",
            "constructor-changed shop::types::Parcel::weight: an argument of new(…) → nothing",
        ],
    ),
    (
        &[
            ("    \"sku\": { \"target\": \"a#Sku\", \"traits\": { \"smithy.api#required\": {} } },\n", ""),
            (
                "    \"colour\": {",
                "    \"sku\": { \"target\": \"a#Sku\", \"traits\": { \"smithy.api#required\": {} } },\n    \"colour\": {",
            ),
        ],
        &["constructor-reordered shop::operation::Buy: new(sku, count) → new(count, sku)"],
    ),
    (&[(r#""note": {"#, r#""Note": {"#)], &["wire-name-changed shop::operation::Buy::note: note → Note"]),
    (
        &[(r#""smithy.api#httpQuery": "token""#, r#""smithy.api#httpHeader": "X-Token""#)],
        &[r#"binding-changed shop::operation::List::token: query "token" → header "x-token""#],
    ),
    (
        &[(
            r#""at": { "target": "smithy.api#Timestamp" }"#,
            r#""at": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#jsonName": "when", "smithy.api#timestampFormat": "date-time" } }"#,
        )],
        &[r#"encoding-changed shop::operation::BuyOutput::at: nothing → json_name "when", date_time"#],
    ),
    (
        &[(
            r#""note": { "target": "smithy.api#String" }"#,
            r#""note": { "target": "smithy.api#String", "traits": { "smithy.api#idempotencyToken": {} } }"#,
        )],
        &["idempotency-token-changed shop::operation::Buy::note: nothing → idempotency_token"],
    ),
    (&[(r#"default": 3"#, r#"default": 0"#)], &["default-changed shop::types::Parcel::floor: 3 → 0"]),
    (&[(r#"default": 5"#, r#"default": 6"#)], &["documented-default-changed shop::operation::Buy::limit: 5 → 6"]),
    (
        &[(r#""note": { "target": "smithy.api#String" }"#, r#""note": { "target": "a#Name" }"#)],
        &["target-changed shop::operation::Buy::note: smithy.api#String → a#Name"],
    ),
    (
        &[(r#""max": 9"#, r#""max": 99"#)],
        &[
            "constraint-changed shop::operation::Buy::sku, shop::operation::ListOutput::skus: length 1 to 9 → length 1 to 99",
        ],
    ),
    (
        &[(r#"{ "type": "list", "#, r#"{ "type": "list", "traits": { "smithy.api#length": { "max": 7 } }, "#)],
        &["constraint-changed shop::operation::ListOutput::skus: nothing → length 7 or less"],
    ),
    (
        &[(
            r#""a#Skus": { "type": "list", "member": { "target": "a#Sku" }"#,
            r#""a#Skus": { "type": "list", "member": { "target": "a#Sku", "traits": { "smithy.api#length": { "max": 5 } } }"#,
        )],
        &["constraint-changed shop::operation::ListOutput::skus: nothing → length 5 or less"],
    ),
    // Enums and unions
    (
        &[(
            r#""BLUE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "blue" } }"#,
            r#""GREEN": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "green" } }"#,
        )],
        &[
            "value-removed shop::types::Colour::Blue: blue → nothing",
            "value-added shop::types::Colour::Green: nothing → green",
        ],
    ),
    // A similar name at the same position is one change, although the value differs too.
    (
        &[(
            r#""BLUE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "blue" } }"#,
            r#""DARK_BLUE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "dark-blue" } }"#,
        )],
        &[r#"variant-renamed shop::types::Colour::DarkBlue: Blue ("blue") → DarkBlue ("dark-blue")"#],
    ),
    (
        &[(r#""floor": {"#, r#""floors": {"#)],
        &[r#"member-renamed shop::types::Parcel::floors: floor ("floor") → floors ("floors")"#],
    ),
    (
        &[(r#""card": {"#, r#""card_number": {"#)],
        &[r#"variant-renamed shop::types::Pay::CardNumber: Card ("card") → CardNumber ("card_number")"#],
    ),
    (&[(r#""RED": {"#, r#""SCARLET": {"#)], &["variant-renamed shop::types::Colour::Scarlet: Red → Scarlet"]),
    (&[(r#"enumValue": "red""#, r#"enumValue": "RED""#)], &["value-changed shop::types::Colour::Red: red → RED"]),
    (&[(r#"enumValue": 2"#, r#"enumValue": 3"#)], &["value-changed shop::types::Level::High: 2 → 3"]),
    (&[(r#""HIGH": {"#, r#""TOP": {"#)], &["variant-renamed shop::types::Level::Top: High → Top"]),
    (
        &[(r#""cash": { "target": "smithy.api#Unit" }"#, r#""gift": { "target": "smithy.api#String" }"#)],
        &[
            "variant-removed shop::types::Pay::Cash: no value → nothing",
            "conversion-removed shop::types::Pay::Card: String → nothing",
            "variant-added shop::types::Pay::Gift: nothing → String",
        ],
    ),
    (
        &[(r#""cash": { "target": "smithy.api#Unit" }"#, r#""cash": { "target": "smithy.api#Long" }"#)],
        &["member-type-changed shop::types::Pay::Cash: no value → i64"],
    ),
];
