//! Determines which members are `Option`. Smithy: "Optionality", with the deviations of
//! `docs/decisions/optional-inputs.md`.
use super::facts::Role;
use crate::model::{Member, Model};
use serde_json::Value;

/// Whether a member is an `Option`. Every member of an input is, so that a service may remove `@required`.
pub(super) fn is_optional(model: &Model, member: &Member, role: Role) -> bool {
    let traits = &member.traits;
    role == Role::Input || traits.client_optional || !(traits.required || default(model, member, role).is_some())
}

/// Returns the default that the generated code fills in; `None` if there is no default or it is left to the service.
pub(super) fn default<'a>(model: &Model, member: &'a Member, role: Role) -> Option<&'a Value> {
    let traits = &member.traits;
    let default = traits.default.as_ref().filter(|default| !default.is_null() && !traits.client_optional)?;
    let is_left_to_the_service = !traits.required && (traits.added_default || is_inherited_zero(model, member, role));
    (!is_left_to_the_service).then_some(default)
}

/// Whether the default is a zero or `false` that most likely comes from Smithy 1.0, where types had implicit defaults,
/// and services may treat an absent member differently from zero. A zero is known to be intended only if the member
/// targets a shape of the prelude without a default, such as `smithy.api#Integer`: the default is then the member's
/// own.
fn is_inherited_zero(model: &Model, member: &Member, role: Role) -> bool {
    let is_zero = |value: &Value| value.as_f64() == Some(0.0) || value == &Value::Bool(false);
    let target = model.shape(&member.target);
    let is_intended =
        member.target.namespace() == "smithy.api" && target.is_some_and(|target| target.traits.default.is_none());
    matches!(role, Role::Input | Role::Nested) && member.traits.default.as_ref().is_some_and(is_zero) && !is_intended
}
