//! Doc lines: the model's documentation, and sentences about its traits.
use super::{
    facts::{self, Role},
    links::Links,
    markdown, names, optionality,
    target::Target,
};
use crate::model::{
    Comparator, Fault, Length, Matcher, Member, Model, PathMatcher, Range, Shape, ShapeId, ShapeKind, State, Traits,
    Waiter,
};

/// The maximum width of a line, in characters.
const WIDTH: usize = 96;

/// Returns the documentation of the model, if there is any.
fn from_model(traits: &Traits, links: &Links) -> Option<Vec<String>> {
    let lines = markdown::render_with(traits.documentation.as_deref()?, links);
    (!lines.is_empty()).then_some(lines)
}

/// Documents a structure, union, enum or intEnum with this Rust name.
pub(super) fn for_shape(shape: &Shape, ident: &str, links: &Links) -> Vec<String> {
    let users = || Some(wrap(&links.users_of(&shape.id)?));
    let mut lines = from_model(&shape.traits, links)
        .or_else(users)
        .unwrap_or_else(|| vec![format!("The {} `{}`.", shape.kind.name(), shape.id)]);
    lines.extend(number(shape, ident));
    lines
}

/// Explains the number that the name of a shape's item ends with.
fn number(shape: &Shape, ident: &str) -> Vec<String> {
    let plain = ident.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_numbered = plain.len() < ident.len() && names::type_name(shape.id.name()) == plain;
    if is_numbered { for_number(plain, ident) } else { Vec::new() }
}

/// Explains the number of a name, which another item has without it, as a further paragraph.
pub(super) fn for_number(plain: &str, ident: &str) -> Vec<String> {
    let text = format!("The name ends with a number because another item is named `{plain}`.");
    if plain == ident { Vec::new() } else { [vec![String::new()], wrap(&text)].concat() }
}

/// Documents an error structure.
pub(super) fn for_error(shape: &Shape, ident: &str, links: &Links) -> Vec<String> {
    let mut lines = from_model(&shape.traits, links).unwrap_or_else(|| vec![format!("The error `{}`.", shape.id)]);
    lines.extend(number(shape, ident));
    let retry = match shape.traits.retryable {
        Some(retryable) if retryable.throttling => " The same call may succeed later: too many were made.",
        Some(_) => " The same call may succeed when it is made again.",
        None => "",
    };
    lines.extend([String::new(), format!("{}{retry}", fault(shape))]);
    lines
}

/// Documents the variant of an error.
pub(super) fn for_error_variant(shape: &Shape) -> String {
    fault(shape)
}

fn fault(shape: &Shape) -> String {
    let (cause, status) = match shape.traits.error {
        Some(Fault::Server) => ("The service's fault", 500),
        Some(Fault::Client) | None => ("The caller's fault", 400),
    };
    format!("{cause}, status {}.", shape.traits.http_error.unwrap_or(status))
}

/// Documents a value of an enum: its literal value, and the model's documentation.
pub(super) fn for_value(value: &str, traits: &Traits, links: &Links) -> Vec<String> {
    let value = code(value);
    match from_model(traits, links) {
        Some(mut lines) => {
            match lines.first_mut() {
                Some(first) if first.starts_with(char::is_alphanumeric) => *first = format!("{value}: {first}"),
                // Lists and code blocks have to start on a line of their own.
                _ => _ = lines.splice(0..0, [value, String::new()]),
            }
            lines
        }
        None => vec![value],
    }
}

/// How callers use a structure: they write it, read it, or both.
#[derive(Clone, Copy)]
pub(super) struct Usage {
    pub(super) is_sent: bool,
    pub(super) is_returned: bool,
}

/// Describes what `@required` means for callers. If the type is an `Option` nevertheless, the text says why.
fn required(usage: Usage, is_optional: bool) -> String {
    let returned = match is_optional {
        true => "always returned; `None` only if the service stops doing so.",
        false => "always returned.",
    };
    match (usage.is_sent, usage.is_returned) {
        (false, true) => format!("A{}", &returned[1..]),
        (true, true) => format!("Required: `new` asks for it. It is {returned}"),
        (_, false) => "Required: `new` asks for it.".to_owned(),
    }
}

/// Documents a member of a structure or a union.
pub(super) fn for_member(model: &Model, member: &Member, role: Role, usage: Usage, links: &Links) -> Vec<String> {
    let target = model.shape(&member.target);
    let mut sentences = Vec::new();
    // Idempotency tokens are never required from callers: clients generate them.
    if member.traits.required && !member.traits.idempotency_token {
        sentences.push(required(usage, optionality::is_optional(model, member, role)));
    }
    if member.traits.idempotency_token {
        sentences.push("A random UUID where absent.".to_owned());
    }
    sentences.extend(target.and_then(|target| constraints(&member.traits, target)));
    let default = optionality::default(model, member, role);
    sentences.extend(default.map(|default| format!("Default: {}.", code(&default.to_string()))));
    if member.traits.sensitive || facts::is_sensitive(model, target) {
        sentences.push("Sensitive: printed as `[redacted]`.".to_owned());
    }
    let documentation = from_model(&member.traits, links).or_else(|| from_model(&target?.traits, links));
    match (documentation, sentences.is_empty()) {
        (Some(lines), true) => lines,
        (Some(mut lines), false) => {
            lines.push(String::new());
            lines.extend(wrap(&sentences.join(" ")));
            lines
        }
        (None, false) => wrap(&sentences.join(" ")),
        (None, true) => vec![format!("The member {}.", code(member.name()))],
    }
}

/// Describes length, range, pattern and uniqueness in a sentence. Smithy: "Constraint traits". Traits on a member take
/// precedence over those on its target.
pub fn constraints(traits: &Traits, target: &Shape) -> Option<String> {
    let units = match target.kind {
        ShapeKind::List(_) | ShapeKind::Map { .. } => ["entry", "entries"],
        ShapeKind::Blob => ["byte", "bytes"],
        _ => ["character", "characters"],
    };
    let length = traits.length.or(target.traits.length).map(|length| length_text(length, units));
    let range = traits.range.as_ref().or(target.traits.range.as_ref()).map(range_text);
    let pattern = traits.pattern.as_ref().or(target.traits.pattern.as_ref());
    let pattern = pattern.map(|pattern| pattern_text(pattern));
    let unique = (traits.unique_items || target.traits.unique_items).then(|| "all different".to_owned());
    let clauses: Vec<String> =
        [length, range, pattern, unique].into_iter().flatten().filter(|c| !c.is_empty()).collect();
    let sentence = clauses.join(", ");
    let mut characters = sentence.chars();
    let first = characters.next()?;
    Some(format!("{}{}.", first.to_uppercase(), characters.as_str()))
}

fn length_text(length: Length, [one, many]: [&str; 2]) -> String {
    let count = |count: u64| format!("{count} {}", if count == 1 { one } else { many });
    match (length.min.unwrap_or(0), length.max) {
        (min, Some(max)) if min == max => count(max),
        (0, Some(max)) => format!("at most {}", count(max)),
        (min, Some(max)) => format!("{min} to {}", count(max)),
        (0, None) => String::new(),
        (min, None) => format!("at least {}", count(min)),
    }
}

/// The number of characters from which a pattern is not shown as a whole. Lines do not break within it, and nobody reads
/// it: the longest of AWS have 800.
const MAX_PATTERN: usize = 200;

fn pattern_text(pattern: &str) -> String {
    let length = pattern.chars().count();
    if length <= MAX_PATTERN {
        return format!("matching {}", code(pattern));
    }
    let start: String = pattern.chars().take(WIDTH / 2).collect();
    format!("matching a pattern of {length} characters that begins with {}", code(&start))
}

fn range_text(range: &Range) -> String {
    match (&range.min, &range.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => String::new(),
    }
}

/// Documents an operation: the model's documentation, the HTTP binding, the errors, the limits and a link to the
/// reference.
pub(super) fn for_operation(
    target: &Target<'_>,
    links: &Links,
    shape: &Shape,
    names: [&str; 2],
    errors: &[&str],
    limits: &[String],
) -> Vec<String> {
    let [output, error] = names;
    let name = shape.id.name();
    let http = shape.traits.http.as_ref().filter(|_| target.is_rest());
    let binding = http.map_or_else(|| "POST /".to_owned(), |http| format!("{} {}", http.method, http.uri));
    let idempotent = match (shape.traits.readonly, shape.traits.idempotent) {
        (true, _) => ", reads only",
        (false, true) => ", idempotent",
        (false, false) => "",
    };
    let mut lines = from_model(&shape.traits, links).unwrap_or_default();
    if lines.is_empty() {
        lines.push(format!("{}: {}{idempotent}.", code(name), code(&binding)));
    } else {
        lines.extend([String::new(), format!("{}{idempotent}.", code(&binding))]);
    }
    lines.push(String::new());
    let errors: Vec<_> = errors.iter().map(|error| format!("[`error::{error}`]")).collect();
    let errors = if errors.is_empty() { String::new() } else { format!(": {}", errors.join(", ")) };
    lines.extend(wrap(&format!("Returns [`{output}`], or [`{error}`]{errors}.")));
    if !shape.traits.already_so.is_empty() {
        let codes: Vec<_> = shape.traits.already_so.iter().map(|code| self::code(code)).collect();
        let text = format!("`Error::is_already_so`: {}.", codes.join(", "));
        lines.extend([vec![String::new()], wrap(&text)].concat());
    }
    lines.extend(pages_and_waiters(&shape.traits));
    lines.extend(for_limits(limits));
    lines.extend(reference(target, name).into_iter().flat_map(|link| [String::new(), link]));
    lines
}

/// Returns the limits of the generated code as a further paragraph.
pub(super) fn for_limits(limits: &[String]) -> Vec<String> {
    if limits.is_empty() { Vec::new() } else { [vec![String::new()], wrap(&limits.join(" "))].concat() }
}

/// Documents pagination and waiters of an operation.
fn pages_and_waiters(traits: &Traits) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(paginated) = &traits.paginated {
        let items = if paginated.items.is_some() { " and `.items()`" } else { "" };
        sentences.push(format!("All pages: `client.pages(…)`{items}."));
    }
    if !traits.waiters.is_empty() {
        let waiters: Vec<_> = traits.waiters.keys().map(|name| code(&names::constant_name(name))).collect();
        sentences.push(format!("Waiters: {}.", waiters.join(", ")));
    }
    if sentences.is_empty() { sentences } else { [vec![String::new()], wrap(&sentences.join(" "))].concat() }
}

/// Documents a waiter: the condition, the operation it calls, and the delays.
pub(super) fn for_waiter(waiter: &Waiter, input: &str) -> Vec<String> {
    let documentation = waiter.documentation.as_deref().map(markdown::render).filter(|lines| !lines.is_empty());
    let mut lines =
        documentation.unwrap_or_else(|| wrap(&format!("Waits until {}.", success_conditions(waiter).join(", or "))));
    let Waiter { min_delay, max_delay, .. } = waiter;
    let delays = format!("Calls [`operation::{input}`], with pauses of {min_delay} to {max_delay} seconds.");
    lines.push(String::new());
    lines.extend(wrap(&delays));
    lines
}

/// Describes the conditions on which a waiter succeeds.
fn success_conditions(waiter: &Waiter) -> Vec<String> {
    let condition = |path: &PathMatcher| {
        let (all, is) = match path.comparator {
            Comparator::StringEquals | Comparator::BooleanEquals => ("", "is"),
            Comparator::AllStringEquals => ("all of ", "are"),
            Comparator::AnyStringEquals => ("one of ", "is"),
        };
        format!("{all}{} {is} {}", code(&path.path), code(&path.expected))
    };
    let successes = waiter.acceptors.iter().filter(|acceptor| acceptor.state == State::Success);
    let conditions = successes.map(|acceptor| match &acceptor.matcher {
        Matcher::Output(path) | Matcher::InputOutput(path) => condition(path),
        Matcher::Success(true) => "the call succeeds".to_owned(),
        Matcher::Success(false) => "the call fails".to_owned(),
        Matcher::ErrorType(name) => format!("the call fails with {}", code(name)),
    });
    conditions.collect()
}

/// Returns a link to the page of the AWS API reference. Smithy: `aws.api#service`, `docId`.
fn reference(target: &Target<'_>, operation: &str) -> Option<String> {
    let service = target.service.traits.aws_service.as_ref()?;
    let id = match &service.doc_id {
        Some(id) => id.clone(),
        None => format!("{}-{}", service.sdk_id.to_lowercase().replace(' ', "-"), target.bound.version),
    };
    let is_plain = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
    is_plain.then(|| format!("[AWS API reference](https://docs.aws.amazon.com/goto/WebAPI/{id}/{operation})"))
}

/// Returns the title of the service on one line.
pub(super) fn title(target: &Target<'_>) -> String {
    let title = target.service.traits.title.as_deref().unwrap_or_else(|| target.service.id.name());
    markdown::render(title).join(" ")
}

/// Documents the service.
pub(super) fn for_service(target: &Target<'_>, links: &Links) -> Vec<String> {
    let traits = &target.service.traits;
    if target.is_types_only {
        return from_model(traits, links).unwrap_or_default();
    }
    let mut lines = from_model(traits, links).unwrap_or_else(|| vec![format!("{}.", title(target))]);
    lines.extend([String::new(), format!("API version {}, `{}`.", code(&target.bound.version), target.service.id)]);
    lines.extend(taggable_resources(target));
    lines
}

/// Names the resources of a service that can have tags: AWS Core specification, "aws.api#taggable trait".
fn taggable_resources(target: &Target<'_>) -> Vec<String> {
    let is_taggable =
        |id: &ShapeId| target.model.shape(id).is_some_and(|shape| shape.traits.other.contains_key("aws.api#taggable"));
    let resources = target.model.resources(target.bound).into_keys().filter(|id| is_taggable(id));
    let names: Vec<_> = resources.map(|id| code(id.name())).collect();
    if names.is_empty() {
        return Vec::new();
    }
    [vec![String::new()], wrap(&format!("Resources that can have tags: {}.", names.join(", ")))].concat()
}

/// Returns the text as a code span with enough backticks. Invisible characters are escaped, because rustc rejects
/// comments that change the text direction.
fn code(text: &str) -> String {
    let escape = |c: char| match c {
        '\'' | '"' | '\\' => c.to_string(),
        c => c.escape_debug().to_string(),
    };
    let text: String = text.chars().map(escape).collect();
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Wraps text between words, but not within code spans.
pub(super) fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut is_code = false;
    for word in text.split(' ') {
        let starts_in_code = is_code;
        is_code ^= word.matches('`').count() % 2 == 1;
        match lines.last_mut() {
            Some(line) if starts_in_code || line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
