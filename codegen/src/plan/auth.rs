//! How operations are authenticated. Smithy: "Authentication traits", "AWS authentication traits".
use super::target::Target;
use crate::model::{Shape, ShapeId};
use serde_json::Value;

const SIGV4: &str = "aws.auth#sigv4";
const SIGV4A: &str = "aws.auth#sigv4a";

/// Authentication schemes that apply to the operations of a service by a trait, without `@auth`; with `SIGV4`, in the order
/// that they then have: that of their ids.
const OTHER_SCHEMES: &[&str] = &[
    SIGV4A,
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// An authentication scheme that the runtime has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthScheme {
    /// `aws.auth#sigv4`
    SigV4,
    /// `aws.auth#sigv4a`
    SigV4a,
    /// `smithy.api#httpBearerAuth`
    HttpBearer,
    /// None: requests may be anonymous (`@optionalAuth`).
    NoAuth,
}

impl AuthScheme {
    fn from_id(id: &str) -> Option<Self> {
        match id {
            SIGV4 => Some(Self::SigV4),
            SIGV4A => Some(Self::SigV4a),
            "smithy.api#httpBearerAuth" => Some(Self::HttpBearer),
            _ => None,
        }
    }

    /// Returns the variant of the runtime's enum.
    pub fn ident(self) -> &'static str {
        match self {
            Self::SigV4 => "SigV4",
            Self::SigV4a => "SigV4a",
            Self::HttpBearer => "HttpBearer",
            Self::NoAuth => "NoAuth",
        }
    }
}

/// Returns the schemes of an operation that the runtime has, in order of preference; `None` for those of most operations,
/// signatures of version 4, which the runtime assumes. A service without any scheme may have endpoint rules that ask for
/// signatures.
pub(super) fn plan(target: &Target<'_>, shape: &Shape) -> Option<Vec<AuthScheme>> {
    let mut schemes = match schemes(target, shape) {
        Some(ids) => ids.into_iter().filter_map(AuthScheme::from_id).collect(),
        None => vec![AuthScheme::SigV4],
    };
    if shape.traits.optional_auth && !schemes.is_empty() {
        schemes.push(AuthScheme::NoAuth);
    }
    (schemes != [AuthScheme::SigV4]).then_some(schemes)
}

/// Returns the name of the service in signatures.
pub(super) fn signing_name(service: &Shape) -> Option<String> {
    let sigv4 = service.traits.sigv4.as_ref().map(|sigv4| sigv4.name.clone());
    sigv4.or_else(|| Some(other_trait(service, SIGV4A)?.get("name")?.as_str()?.to_owned()))
}

/// Describes the authentication of an operation if clients lack it, or have it only with a feature.
pub(super) fn limit(target: &Target<'_>, shape: &Shape) -> Option<String> {
    let ids = schemes(target, shape).filter(|ids| !ids.is_empty() && !shape.traits.optional_auth)?;
    let known: Vec<AuthScheme> = ids.iter().copied().filter_map(AuthScheme::from_id).collect();
    if known.is_empty() {
        let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        return Some(format!("Requests are not authenticated: clients do not have {}.", ids.join(" or ")));
    }
    let is_asymmetric = known.iter().all(|scheme| *scheme == AuthScheme::SigV4a);
    is_asymmetric.then(|| format!("Requests are signed with `{SIGV4A}`, for which clients need the feature `sigv4a`."))
}

/// Returns the ids of the schemes of an operation: those of its `@auth`, else of that of its service, else the traits of
/// the service in the order of their ids. `None` if the model says nothing.
fn schemes<'a>(target: &Target<'a>, shape: &'a Shape) -> Option<Vec<&'a str>> {
    let listed = other_trait(shape, "smithy.api#auth").or_else(|| other_trait(target.service, "smithy.api#auth"));
    if let Some(listed) = listed.and_then(Value::as_array) {
        return Some(listed.iter().filter_map(Value::as_str).collect());
    }
    let sigv4 = target.service.traits.sigv4.iter().map(|_| SIGV4);
    let applied = OTHER_SCHEMES.iter().copied().filter(|id| other_trait(target.service, id).is_some());
    let ids: Vec<&str> = sigv4.chain(applied).collect();
    (!ids.is_empty()).then_some(ids)
}

/// Returns the value of a trait that has no field in [`Traits`](crate::model::Traits).
fn other_trait<'a>(shape: &'a Shape, id: &str) -> Option<&'a Value> {
    shape.traits.other.get(&ShapeId::parse(id).ok()?)
}

#[cfg(test)]
mod tests {
    use crate::{Source, Target, generate};

    /// Returns the code that follows `OperationSchema::new("Get")`, and the signing name.
    fn planned(service: &str, operation: &str) -> (String, String) {
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#Store": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Get" }}],
                "traits": {{ {service} "aws.protocols#awsJson1_0": {{}} }} }},
            "a#Get": {{ "type": "operation", "traits": {{ {operation} "smithy.api#readonly": {{}} }} }}
            }} }}"##
        );
        let sources = vec![Source { path: "m.json".to_owned(), text }];
        let generated = generate(&[Target { module: "store".to_owned(), sources, ..Target::default() }]);
        let files = generated.unwrap_or_else(|problems| panic!("{problems}")).files;
        let text = |path: &str| files[path].split_whitespace().collect::<String>();
        let (operation, service) = (text("store/operation/get.rs"), text("store/mod.rs"));
        let between = |text: &str, start: &str, end: &str| {
            let rest = text.split_once(start).unwrap().1;
            rest.split_once(end).unwrap().0.to_owned()
        };
        (
            between(&operation, "OperationSchema::new(\"Get\").idempotent()", ";"),
            between(&service, "signing_name:", ",endpoint_prefix"),
        )
    }

    #[test]
    fn the_order_is_that_of_the_model() {
        const V4: &str = r#""aws.auth#sigv4": { "name": "four" },"#;
        const V4A: &str = r#""aws.auth#sigv4a": { "name": "four-a" },"#;
        const BEARER: &str = r#""smithy.api#httpBearerAuth": {},"#;
        const DIGEST: &str = r#""smithy.api#httpDigestAuth": {},"#;
        let all = [BEARER, V4A, V4, DIGEST].concat();
        let auth = |ids: &str| format!(r#""smithy.api#auth": [{ids}],"#);
        let [reverse, none, digest] =
            [r#""smithy.api#httpBearerAuth", "aws.auth#sigv4""#, "", r#""smithy.api#httpDigestAuth""#].map(auth);
        let optional = r#""smithy.api#optionalAuth": {},"#;
        let table: &[(String, &str, &str, &str)] = &[
            (String::new(), "", "", "None"),
            (V4.to_owned(), "", "", r#"Some("four")"#),
            (V4A.to_owned(), "", ".auth(&[AuthScheme::SigV4a])", r#"Some("four-a")"#),
            (
                all.clone(),
                "",
                ".auth(&[AuthScheme::SigV4,AuthScheme::SigV4a,AuthScheme::HttpBearer])",
                r#"Some("four")"#,
            ),
            (all.clone() + &reverse, "", ".auth(&[AuthScheme::HttpBearer,AuthScheme::SigV4])", r#"Some("four")"#),
            (all.clone(), &reverse, ".auth(&[AuthScheme::HttpBearer,AuthScheme::SigV4])", r#"Some("four")"#),
            (all.clone() + &reverse, &none, ".auth(&[])", r#"Some("four")"#),
            (all.clone(), &digest, ".auth(&[])", r#"Some("four")"#),
            (DIGEST.to_owned(), optional, ".auth(&[])", "None"),
            (V4.to_owned(), optional, ".auth(&[AuthScheme::SigV4,AuthScheme::NoAuth])", r#"Some("four")"#),
        ];
        for (service, operation, schemes, name) in table {
            let expected = ((*schemes).to_owned(), (*name).to_owned());
            assert_eq!(planned(service, operation), expected, "{service} {operation}");
        }
    }
}
