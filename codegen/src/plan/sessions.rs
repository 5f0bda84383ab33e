//! Plans sessions: the operation that creates them, for endpoints whose requests are signed with their credentials.
use super::{ContextSource, Operation, target::Target};
use crate::model::{
    self, Diagnostic, Diagnostics, Member, SESSION_CREDENTIALS, Shape, ShapeId, ShapeKind, did_you_mean,
};
use serde_json::Value;

/// The operation that creates the sessions of a service (`ferrosmith#sessionCredentials`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionOperation {
    /// The Rust type of its input.
    pub operation: String,
    /// The endpoint parameter whose value a session belongs to: the input member is bound to it.
    pub parameter: String,
    /// The input member that gets this value.
    pub member: String,
    /// The output member with the credentials: names of members, separated by dots.
    pub credentials: String,
}

/// The members of credentials, as those of other AWS services have them.
const TEXTS: [&str; 3] = ["AccessKeyId", "SecretAccessKey", "SessionToken"];
const EXPIRY: &str = "Expiration";

/// Returns the operation that creates sessions, if it is one of the selected ones.
///
/// # Errors
/// Two operations create sessions, or the trait names a member that does not exist or is not of the right kind.
pub(super) fn plan(target: &Target<'_>, planned: &[Operation]) -> Result<Option<SessionOperation>, Diagnostics> {
    let mut problems = Diagnostics::new();
    let mut found = None;
    let id = ShapeId::parse(SESSION_CREDENTIALS).ok();
    for ((shape, operation), planned) in target.operations.iter().zip(planned) {
        let Some(value) = id.as_ref().and_then(|id| shape.traits.other.get(id)) else { continue };
        if found.is_some() {
            let text =
                format!("{SESSION_CREDENTIALS} is applied to another operation too, but one creates the sessions");
            problems.push(Diagnostic::new(text).at(&shape.location).on(&shape.id));
            continue;
        }
        match session_operation(target, operation, planned, value) {
            Ok(operation) => found = Some(operation),
            Err((text, hint)) => problems.push(
                Diagnostic::new(format!("{SESSION_CREDENTIALS}: {text}")).at(&shape.location).on(&shape.id).hint(hint),
            ),
        }
    }
    problems.finish(found)
}

/// What is wrong, and how to mend it.
type Problem = (String, Option<String>);

fn session_operation(
    target: &Target<'_>,
    operation: &model::Operation,
    planned: &Operation,
    value: &Value,
) -> Result<SessionOperation, Problem> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (name, credentials) = (text("member"), text("credentials"));
    let member = member(target, operation.input.as_ref(), &name)
        .map_err(|hint| (format!("`member` is `{name}`, which is no member of the input"), hint))?;
    if !is(target, member, |kind| matches!(kind, ShapeKind::String)) {
        return Err((format!("`member` is `{name}`, which is not a string"), None));
    }
    let context = planned.context.iter().find(|context| context.source == ContextSource::Member(name.clone()));
    let parameter = context.map(|context| context.parameter.clone()).ok_or_else(|| {
        let hint = "sessions belong to the value of an endpoint parameter: apply smithy.rules#contextParam to it";
        (format!("`member` is `{name}`, which is bound to no endpoint parameter"), Some(hint.to_owned()))
    })?;
    check_credentials(target, operation, &credentials)?;
    Ok(SessionOperation { operation: planned.input.ident.clone(), parameter, member: name, credentials })
}

fn check_credentials(target: &Target<'_>, operation: &model::Operation, path: &str) -> Result<(), Problem> {
    let mut structure = operation.output.as_ref();
    for name in path.split('.') {
        let member = member(target, structure, name).map_err(|hint| {
            (format!("`credentials` is `{path}`, but the output has no member `{name}` there"), hint)
        })?;
        structure = Some(&member.target);
    }
    let expected = [
        (&TEXTS[..], "a string", (|kind| matches!(kind, ShapeKind::String)) as fn(&ShapeKind) -> bool),
        (&[EXPIRY], "a timestamp", |kind| matches!(kind, ShapeKind::Timestamp)),
    ];
    for (names, what, is_expected) in expected {
        for name in names {
            let problem = || format!("`credentials` is `{path}`, which has no member `{name}` that is {what}");
            let member = member(target, structure, name).map_err(|hint| (problem(), hint))?;
            if !is(target, member, is_expected) {
                return Err((problem(), None));
            }
        }
    }
    Ok(())
}

/// Returns a member of a structure, or a hint at one that is similar.
fn member<'a>(target: &Target<'a>, structure: Option<&ShapeId>, name: &str) -> Result<&'a Member, Option<String>> {
    let members = target.members(structure);
    let found = members.iter().find(|member| member.name() == name);
    found.ok_or_else(|| did_you_mean(name, members.iter().map(Member::name)))
}

fn is(target: &Target<'_>, member: &Member, is_expected: fn(&ShapeKind) -> bool) -> bool {
    target.model.shape(&member.target).is_some_and(|Shape { kind, .. }| is_expected(kind))
}

#[cfg(test)]
mod tests {
    use crate::{Source, Target, generate};

    const RULES: &str = r#""smithy.rules#endpointRuleSet": { "version": "1.0",
        "parameters": { "Box": { "type": "string" } },
        "rules": [{ "type": "endpoint", "conditions": [], "endpoint": { "url": "https://a.example" } }] }"#;
    const TRAIT: &str = r#""ferrosmith#sessionCredentials": { "member": "box", "credentials": "made.keys" }"#;
    const BOUND: &str = r#""smithy.rules#contextParam": { "name": "Box" }"#;

    /// Generates a service whose operation `Open` has these traits, `Shut` those, and the member `box` these.
    fn service([open, shut, member]: [&str; 3], operations: &[&str]) -> Result<String, String> {
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Store": {{ "type": "service", "version": "1",
                "operations": [{{ "target": "a#Open" }}, {{ "target": "a#Shut" }}],
                "traits": {{ "aws.protocols#awsJson1_1": {{}}, {RULES} }} }},
            "a#Open": {{ "type": "operation", "input": {{ "target": "a#OpenInput" }},
                "output": {{ "target": "a#OpenOutput" }}, "traits": {{ {open} }} }},
            "a#Shut": {{ "type": "operation", "input": {{ "target": "a#OpenInput" }}, "traits": {{ {shut} }} }},
            "a#OpenInput": {{ "type": "structure", "members": {{ "count": {{ "target": "smithy.api#Integer" }},
                "box": {{ "target": "smithy.api#String", "traits": {{ {member} }} }} }} }},
            "a#OpenOutput": {{ "type": "structure", "members": {{ "made": {{ "target": "a#Made" }} }} }},
            "a#Made": {{ "type": "structure", "members": {{ "keys": {{ "target": "a#Keys" }}, "none": {{ "target": "a#Made" }} }} }},
            "a#Keys": {{ "type": "structure", "members": {{
                "AccessKeyId": {{ "target": "smithy.api#String" }}, "SecretAccessKey": {{ "target": "smithy.api#String" }},
                "SessionToken": {{ "target": "smithy.api#String" }}, "Expiration": {{ "target": "smithy.api#Timestamp" }} }} }}
            }} }}"##
        );
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let operations = operations.iter().map(|name| (*name).to_owned()).collect();
        let target = Target { module: "store".to_owned(), sources, operations, ..Target::default() };
        let generated = generate(&[target]).map_err(|problems| problems.to_string())?;
        Ok(generated.files["store/mod.rs"].split_whitespace().collect())
    }

    #[test]
    fn the_service_knows_its_sessions() {
        let code = r#"constSESSIONS:Option<ferrosmith::SessionOperation>=Some(ferrosmith::SessionOperation::new::<operation::Open>("Box","box","made.keys"),);"#;
        let text = service([TRAIT, "", BOUND], &[]).unwrap();
        assert!(text.contains(code), "{text}");
        // Nothing is generated for services without sessions, and for a selection without the operation.
        assert!(!service(["", "", BOUND], &[]).unwrap().contains("SESSIONS"));
        assert!(!service([TRAIT, "", BOUND], &["Shut"]).unwrap().contains("SESSIONS"));
    }

    #[test]
    fn what_the_trait_names_has_to_exist() {
        let value = |member: &str, path: &str| {
            format!(r#""ferrosmith#sessionCredentials": {{ "member": "{member}", "credentials": "{path}" }}"#)
        };
        let table = [
            (value("bix", "made.keys"), BOUND, "`member` is `bix`, which is no member of the input; did you mean box?"),
            (value("count", "made.keys"), BOUND, "`member` is `count`, which is not a string"),
            (
                value("box", "made.keys"),
                "",
                "`member` is `box`, which is bound to no endpoint parameter; sessions belong to the value of an endpoint \
                 parameter: apply smithy.rules#contextParam to it",
            ),
            (
                value("box", "made.key"),
                BOUND,
                "`credentials` is `made.key`, but the output has no member `key` there; did you mean keys?",
            ),
            (
                value("box", "made.keys.AccessKeyId.x"),
                BOUND,
                "`credentials` is `made.keys.AccessKeyId.x`, but the output has no member `x` there",
            ),
            (
                value("box", "made.none"),
                BOUND,
                "`credentials` is `made.none`, which has no member `AccessKeyId` that is a string",
            ),
        ];
        for (value, member, expected) in table {
            let error = service([&value, "", member], &[]).unwrap_err();
            assert!(error.ends_with(&format!("a#Open: ferrosmith#sessionCredentials: {expected}")), "{error}");
            // An operation that is not selected blocks nothing.
            assert!(service([&value, "", BOUND], &["Shut"]).is_ok());
        }
        let error = service([TRAIT, TRAIT, BOUND], &[]).unwrap_err();
        assert!(error.contains("a#Shut: ferrosmith#sessionCredentials is applied to another operation too"), "{error}");
        let broken = r#""ferrosmith#sessionCredentials": { "member": "box" }"#;
        let error = service([broken, "", BOUND], &[]).unwrap_err();
        assert!(error.contains("an object with the name of an input member, `member`, and the path"), "{error}");
    }
}
