//! Doc lines: what the model says in words, and what its traits say.
use super::{
    facts::{self, Role},
    markdown, names, optionality,
    target::Target,
};
use crate::model::{
    Comparator, Fault, Length, Matcher, Member, Model, PathMatcher, Range, Shape, ShapeKind, State, Traits, Waiter,
};

/// The width at which lines are broken.
const WIDTH: usize = 96;

/// What the model itself says.
pub(super) fn given(traits: &Traits) -> Option<Vec<String>> {
    let lines = markdown::render(traits.documentation.as_deref()?);
    (!lines.is_empty()).then_some(lines)
}

/// A structure, union, enum or intEnum.
pub(super) fn of_shape(shape: &Shape) -> Vec<String> {
    given(&shape.traits).unwrap_or_else(|| vec![format!("The {} `{}`.", shape.kind.name(), shape.id)])
}

/// An error structure.
pub(super) fn of_error(shape: &Shape) -> Vec<String> {
    let mut lines = given(&shape.traits).unwrap_or_else(|| vec![format!("The error `{}`.", shape.id)]);
    let retry = match shape.traits.retryable {
        Some(retryable) if retryable.throttling => " The same call may succeed later: too many were made.",
        Some(_) => " The same call may succeed when it is made again.",
        None => "",
    };
    lines.extend([String::new(), format!("{}{retry}", fault(shape))]);
    lines
}

/// The variant of an error.
pub(super) fn of_error_variant(shape: &Shape) -> String {
    fault(shape)
}

fn fault(shape: &Shape) -> String {
    let (whose, status) = match shape.traits.error {
        Some(Fault::Server) => ("The service's fault", 500),
        Some(Fault::Client) | None => ("The caller's fault", 400),
    };
    format!("{whose}, status {}.", shape.traits.http_error.unwrap_or(status))
}

/// A value of an enum: as it is written, and what the model says of it.
pub(super) fn of_value(value: &str, traits: &Traits) -> Vec<String> {
    let value = code(value);
    match given(traits) {
        Some(mut lines) => {
            match lines.first_mut() {
                Some(first) if first.starts_with(char::is_alphanumeric) => *first = format!("{value}: {first}"),
                // A list or a block of text begins a line.
                _ => _ = lines.splice(0..0, [value, String::new()]),
            }
            lines
        }
        None => vec![value],
    }
}

/// Who meets a structure: callers that write it, and callers that read it.
#[derive(Clone, Copy)]
pub(super) struct Usage {
    pub(super) is_sent: bool,
    pub(super) is_returned: bool,
}

/// What `@required` means for callers. Beside an `Option`, it says why there is one.
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

/// A member of a structure or a union.
pub(super) fn of_member(model: &Model, member: &Member, role: Role, usage: Usage) -> Vec<String> {
    let target = model.shape(&member.target);
    let mut sentences = Vec::new();
    // A token is not asked for: clients make one.
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
    let words = given(&member.traits).or_else(|| given(&target?.traits));
    match (words, sentences.is_empty()) {
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

/// Length, range, pattern and uniqueness in a sentence. Smithy: "Constraint traits". Those on a member come before those on
/// its target.
pub fn constraints(traits: &Traits, target: &Shape) -> Option<String> {
    let unit = match target.kind {
        ShapeKind::List(_) | ShapeKind::Map { .. } => "entries",
        ShapeKind::Blob => "bytes",
        _ => "characters",
    };
    let length = traits.length.or(target.traits.length).map(|length| length_text(length, unit));
    let range = traits.range.as_ref().or(target.traits.range.as_ref()).map(range_text);
    let pattern = traits.pattern.as_ref().or(target.traits.pattern.as_ref());
    let pattern = pattern.map(|pattern| format!("matching {}", code(pattern)));
    let unique = (traits.unique_items || target.traits.unique_items).then(|| "all different".to_owned());
    let clauses: Vec<String> =
        [length, range, pattern, unique].into_iter().flatten().filter(|c| !c.is_empty()).collect();
    let sentence = clauses.join(", ");
    let mut characters = sentence.chars();
    let first = characters.next()?;
    Some(format!("{}{}.", first.to_uppercase(), characters.as_str()))
}

fn length_text(length: Length, unit: &str) -> String {
    match (length.min, length.max) {
        (Some(min), Some(max)) if min == max => format!("{min} {unit}"),
        (Some(min), Some(max)) => format!("{min} to {max} {unit}"),
        (Some(min), None) => format!("at least {min} {unit}"),
        (None, Some(max)) => format!("at most {max} {unit}"),
        (None, None) => String::new(),
    }
}

fn range_text(range: &Range) -> String {
    match (&range.min, &range.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => String::new(),
    }
}

/// An operation: the HTTP binding, the errors, what it lacks and the link stand below what the model says.
pub(super) fn of_operation(
    target: &Target<'_>,
    shape: &Shape,
    names: [&str; 2],
    errors: &[&str],
    limits: &[String],
) -> Vec<String> {
    let [output, error] = names;
    let name = shape.id.name();
    let http = shape.traits.http.as_ref().filter(|_| target.protocol.is_rest());
    let binding = http.map_or_else(|| "POST /".to_owned(), |http| format!("{} {}", http.method, http.uri));
    let idempotent = match (shape.traits.readonly, shape.traits.idempotent) {
        (true, _) => ", reads only",
        (false, true) => ", idempotent",
        (false, false) => "",
    };
    let mut lines = given(&shape.traits).unwrap_or_default();
    if lines.is_empty() {
        lines.push(format!("{}: {}{idempotent}.", code(name), code(&binding)));
    } else {
        lines.extend([String::new(), format!("{}{idempotent}.", code(&binding))]);
    }
    lines.push(String::new());
    let errors: Vec<_> = errors.iter().map(|error| format!("[`error::{error}`]")).collect();
    let errors = if errors.is_empty() { String::new() } else { format!(": {}", errors.join(", ")) };
    lines.extend(wrap(&format!("Returns [`{output}`], or [`{error}`]{errors}.")));
    lines.extend(beyond_a_call(&shape.traits));
    lines.extend(of_limits(limits));
    lines.extend(reference(target, name).into_iter().flat_map(|link| [String::new(), link]));
    lines
}

/// What the generated code lacks, as a paragraph below others.
pub(super) fn of_limits(limits: &[String]) -> Vec<String> {
    if limits.is_empty() { Vec::new() } else { [vec![String::new()], wrap(&limits.join(" "))].concat() }
}

/// What clients can do with the operation beside a single call.
fn beyond_a_call(traits: &Traits) -> Vec<String> {
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

/// A waiter: what it waits for, how, and how long.
pub(super) fn of_waiter(waiter: &Waiter, input: &str) -> Vec<String> {
    let words = waiter.documentation.as_deref().map(markdown::render).filter(|lines| !lines.is_empty());
    let mut lines = words.unwrap_or_else(|| wrap(&format!("Waits until {}.", ends(waiter).join(", or "))));
    let Waiter { min_delay, max_delay, .. } = waiter;
    let pauses = format!("Calls [`operation::{input}`], with pauses of {min_delay} to {max_delay} seconds.");
    lines.push(String::new());
    lines.extend(wrap(&pauses));
    lines
}

/// What ends the wait well.
fn ends(waiter: &Waiter) -> Vec<String> {
    let found = |path: &PathMatcher| {
        let (all, is) = match path.comparator {
            Comparator::StringEquals | Comparator::BooleanEquals => ("", "is"),
            Comparator::AllStringEquals => ("all of ", "are"),
            Comparator::AnyStringEquals => ("one of ", "is"),
        };
        format!("{all}{} {is} {}", code(&path.path), code(&path.expected))
    };
    let successes = waiter.acceptors.iter().filter(|acceptor| acceptor.state == State::Success);
    let end = successes.map(|acceptor| match &acceptor.matcher {
        Matcher::Output(path) | Matcher::InputOutput(path) => found(path),
        Matcher::Success(true) => "the call succeeds".to_owned(),
        Matcher::Success(false) => "the call fails".to_owned(),
        Matcher::ErrorType(name) => format!("the call fails with {}", code(name)),
    });
    end.collect()
}

/// Smithy: `aws.api#service`, `docId`: the page of AWS's API reference.
fn reference(target: &Target<'_>, operation: &str) -> Option<String> {
    let service = target.service.traits.aws_service.as_ref()?;
    let id = match &service.doc_id {
        Some(id) => id.clone(),
        None => format!("{}-{}", service.sdk_id.to_lowercase().replace(' ', "-"), target.bound.version),
    };
    let is_plain = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
    is_plain.then(|| format!("[AWS API reference](https://docs.aws.amazon.com/goto/WebAPI/{id}/{operation})"))
}

/// The service's name in words, on one line.
pub(super) fn title(target: &Target<'_>) -> String {
    let title = target.service.traits.title.as_deref().unwrap_or_else(|| target.service.id.name());
    markdown::render(title).join(" ")
}

/// The service.
pub(super) fn of_service(target: &Target<'_>) -> Vec<String> {
    let traits = &target.service.traits;
    let mut lines = given(traits).unwrap_or_else(|| vec![format!("{}.", title(target))]);
    lines.extend([String::new(), format!("API version {}, `{}`.", code(&target.bound.version), target.service.id)]);
    lines
}

/// Text that stands for itself, in as many backticks as it takes. What cannot be seen is escaped: rustc refuses
/// comments that change the direction of text.
fn code(text: &str) -> String {
    let visible = |c: char| match c {
        '\'' | '"' | '\\' => c.to_string(),
        c => c.escape_debug().to_string(),
    };
    let text: String = text.chars().map(visible).collect();
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Breaks lines between words, but not within code.
pub(super) fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut is_code = false;
    for word in text.split(' ') {
        let glued = is_code;
        is_code ^= word.matches('`').count() % 2 == 1;
        match lines.last_mut() {
            Some(line) if glued || line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
