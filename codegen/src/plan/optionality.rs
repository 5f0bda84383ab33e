//! Which members are `Option`. Smithy: "Optionality"; `docs/decisions/optional-inputs.md` says what we do beyond it.
use super::facts::Role;
use crate::model::{Member, Model};
use serde_json::Value;

/// A member of an input is optional whatever else it says, so that a service may drop `@required`.
pub(super) fn is_optional(model: &Model, member: &Member, role: Role) -> bool {
    let traits = &member.traits;
    role == Role::Input || traits.client_optional || !(traits.required || default(model, member, role).is_some())
}

/// What the member is where nothing is given; nothing where that is left to the service.
pub(super) fn default<'a>(model: &Model, member: &'a Member, role: Role) -> Option<&'a Value> {
    let traits = &member.traits;
    let default = traits.default.as_ref().filter(|default| !default.is_null() && !traits.client_optional)?;
    let is_left_to_the_service = !traits.required && (traits.added_default || is_inherited_zero(model, member, role));
    (!is_left_to_the_service).then_some(default)
}

/// The zero of a number or a boolean, which mostly comes from Smithy 1.0: there a type had one or could be null, and
/// services take an absent member for something else. Only of Smithy's own types can one tell that it is meant:
/// `smithy.api#Integer` has no zero, and a member that targets it has been given one.
fn is_inherited_zero(model: &Model, member: &Member, role: Role) -> bool {
    let is_zero = |value: &Value| value.as_f64() == Some(0.0) || value == &Value::Bool(false);
    let target = model.shape(&member.target);
    let is_meant =
        member.target.namespace() == "smithy.api" && target.is_some_and(|target| target.traits.default.is_none());
    matches!(role, Role::Input | Role::Nested) && member.traits.default.as_ref().is_some_and(is_zero) && !is_meant
}
