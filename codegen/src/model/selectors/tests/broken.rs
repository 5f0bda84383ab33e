//! Texts that are no selectors, and what is said about them.

use super::super::Selector;
use super::parse;

const BROKEN: &[(&str, &str)] = &[
    ("", "column 1: a selector (a type, *, [, :, >, <, ~>, -[, <-[ or $) is expected here, not the end"),
    (" 'foo'", "column 2: a selector (a type, *, [, :, >, <, ~>, -[, <-[ or $) is expected here, not `'`"),
    ("strng", "column 1: strng is no shape type; did you mean string?"),
    ("service > strukture", "column 11: strukture is no shape type; did you mean structure?"),
    ("service\n  > strukture", "line 2, column 5: strukture is no shape type; did you mean structure?"),
    ("string=b", "column 7: a selector (a type, *, [, :, >, <, ~>, -[, <-[ or $) is expected here, not `=`"),
    ("string)", "column 7: another selector or the end is expected here, not `)`"),
    ("string, number", "column 7: another selector or the end is expected here, not `,`"),
    ("~ string", "column 1: a selector (a type, *, [, :, >, <, ~>, -[, <-[ or $) is expected here, not `~`"),
    ("[]", "column 2: an attribute (id, service, trait or var) is expected here, not `]`"),
    ("[|]", "column 2: an attribute (id, service, trait or var) is expected here, not `|`"),
    ("[traits|x]", "column 2: a shape has no traits, only id, service, trait, var; did you mean trait?"),
    ("[trait|]", "column 8: a name, a number or quoted text is expected here, not `]`"),
    ("[trait|a b]", "column 10: `|`, `]` or a comparator is expected here, not `b`"),
    ("[trait|x-y]", "column 9: `|`, `]` or a comparator is expected here, not `-`"),
    (
        "[trait|'x-y']",
        "column 8: \"x-y\" is not the id of a trait: identifiers consist of letters, digits and `_`, and \
        start with no digit",
    ),
    ("[trait|'a#b$c']", "column 8: \"a#b$c\" is a member, but traits are shapes"),
    ("[trait|(size)]", "column 8: `trait` has no (size), only (keys), (values), (length)"),
    ("[id|nam = x]", "column 5: a shape id has no nam, only namespace, name, member, (length); did you mean name?"),
    ("[service|id|versn]", "column 13: a shape id has no versn, only namespace, name, member, (length)"),
    ("[service|versio]", "column 10: a service has no versio, only id, version; did you mean version?"),
    ("[id=]", "column 5: a name, a number or quoted text is expected here, not `]`"),
    ("[id==a]", "column 5: a name, a number or quoted text is expected here, not `=`"),
    ("[id^a]", "column 4: `|`, `]` or a comparator is expected here, not `^`"),
    ("[id=a", "column 6: `]` or `,` is expected here, not the end"),
    ("[id=a,]", "column 7: a name, a number or quoted text is expected here, not `]`"),
    ("[id='a]", "column 5: the quote ' is never closed"),
    ("[id=a#b$c]", "column 8: `]` or `,` is expected here, not `$`; put the id of a member in quotes"),
    (
        "[id=a..b]",
        "column 5: \"a..b\" is neither a name nor a shape id; an id is written as com.example#Name; put other \
        text in quotes",
    ),
    ("[id=1.]", "column 5: \"1.\" is no number; numbers are written as in JSON; put other text in quotes"),
    (
        "[id=2019-01-01]",
        "column 5: \"2019-01-01\" is no number; numbers are written as in JSON; put other text in quotes",
    ),
    (
        "[id = @{id}]",
        "column 7: a name, a number or quoted text is expected here, not `@`; `@{…}` needs a scope: write \
        `[@: @{…} = @{…}]`",
    ),
    ("[@trait]", "column 8: `:` is expected here, not `]`"),
    (
        "[@trait: bar]",
        "column 13: a comparator (= != ^= $= *= ?= > >= < <= {=} {!=} {<} {<<}) is expected here, not `]`",
    ),
    ("[@trait: @{abc]", "column 15: `}` is expected here, not `]`"),
    ("[@trait: @{}=1]", "column 12: a name, a number or quoted text is expected here, not `}`"),
    ("[@trait: @{abc|()}=1]", "column 17: a property such as (values) is expected here, not `)`"),
    (
        "[@trait: @{abc} {} 1]",
        "column 17: a comparator (= != ^= $= *= ?= > >= < <= {=} {!=} {<} {<<}) is expected here, \
        not `{`",
    ),
    ("[@trait: @{abc} = 1 & 2 = 2]", "column 21: `&&`, `]` or `,` is expected here, not `&`"),
    ("[@: @{id|x} = 1]", "column 10: a shape id has no x, only namespace, name, member, (length)"),
    ("operation -[]->", "column 13: a relationship such as `member` is expected here, not `]`"),
    ("operation -[input", "column 18: `,` or `]->` is expected here, not the end"),
    ("operation -[input]-", "column 18: `,` or `]->` is expected here, not `]`"),
    ("structure <-[input] operation", "column 19: `,` or `]-` is expected here, not `]`"),
    (":not", "column 5: `(` is expected here, not the end"),
    (":not()", "column 6: a selector (a type, *, [, :, >, <, ~>, -[, <-[ or $) is expected here, not `)`"),
    (":not(string", "column 12: `,` or `)` is expected here, not the end"),
    (":not(string]", "column 12: `,` or `)` is expected here, not `]`"),
    (":not(string, list)", "column 2: :not takes one selector; write :not(a):not(b), or :not(:is(a, b))"),
    (":in(*, *)", "column 2: :in takes one selector"),
    (":root(*, *)", "column 2: :root takes one selector"),
    (":recursive(>, <)", "column 2: :recursive takes one selector"),
    (":topdown(*, *, *)", "column 2: :topdown takes one or two selectors"),
    (": (string)", "column 3: the name of a function such as `not` is expected here, not `(`"),
    ("$", "column 2: `{` or the name of a variable is expected here, not the end"),
    ("$x", "column 3: `(` is expected here, not the end"),
    ("$x(*", "column 5: `)` is expected here, not the end"),
    ("${*}", "column 3: the name of a variable is expected here, not `*`"),
    ("${_}", "column 3: the name of a variable is expected here, not `_`"),
    ("${x", "column 4: `}` is expected here, not the end"),
    ("> ü", "column 3: a selector (a type, *, [, :, >, <, ~>, -[, <-[ or $) is expected here, not `ü`"),
];

#[test]
fn errors_say_what_is_wrong_and_where() {
    for (text, expected) in BROKEN {
        match Selector::parse(text) {
            Ok(_) => panic!("{text:?} is parsed"),
            Err(error) => assert_eq!(&error.to_string(), expected, "{text:?}"),
        }
    }
}

#[test]
fn unknown_names_that_have_to_be_tolerated_are_warnings() {
    for (text, expected) in [
        (
            "operation -[inptu, error]->",
            "column 13: there is no relationship inptu: nothing has it; did you mean input?",
        ),
        (":tests(string)", "column 2: there is no function :tests: it yields nothing; did you mean test?"),
        (":each(string)", "column 2: :each is deprecated; it is now :is"),
        ("service ${x}", "column 11: the variable x is not set before this"),
        ("[@: @{var|x|id} = 1] $x(*)", "column 11: the variable x is not set before this"),
    ] {
        let warnings: Vec<String> = parse(text).warnings().iter().map(ToString::to_string).collect();
        assert_eq!(warnings, [expected], "{text:?}");
    }
    assert!(parse("service $x(*) ~> [@: @{var|x|id} = @{id}] ${x}").warnings().is_empty());
}

/// Any prefix and any mutation is parsed or rejected, without a panic.
#[test]
fn prefixes_of_selectors_are_parsed_or_rejected() {
    let text =
        "service $é('a') :not([@trait|enum|(values): @{x|'ü'} {<<} @{var|s|id}, 1.5e3 i && 1 = 2]) <-[input, b]- ~>";
    for (from, _) in text.char_indices() {
        for (to, _) in text.char_indices().filter(|(to, _)| *to >= from) {
            let _ = Selector::parse(&text[from..to]);
        }
    }
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| format!("{}string{}", ":not(".repeat(depth), ")".repeat(depth));
    assert!(Selector::parse(&nested(63)).is_ok());
    for text in [nested(64), nested(100_000), ":is(".repeat(100_000), "$x(".repeat(100_000)] {
        let error = Selector::parse(&text).err().map(|error| error.message);
        assert_eq!(error.as_deref(), Some("functions nest deeper than 64 levels"));
    }
    let path = format!("[trait|a{}]", "|(values)".repeat(100_000));
    let error = Selector::parse(&path).err().map(|error| error.message);
    assert_eq!(error.as_deref(), Some("the path has more than 64 parts"));
    let variables: String = (0..65).map(|i| format!("$v{i}(*)")).collect();
    let error = Selector::parse(&variables).err().map(|error| error.message);
    assert_eq!(error.as_deref(), Some("there are more than 64 variables"));
}
