//! Compares planned structures and their members.
use super::{Comparison, Rule, pairs::pairs};
use crate::model::{Member, ShapeId};
use crate::plan::{Deprecated, Fact, Field, Structure, Submodule, Value};
use std::collections::BTreeMap;

impl Comparison<'_> {
    /// Compares two plans of a structure. `owner` is the operation, for an input or output without a shape.
    pub(super) fn structure(&mut self, submodule: Submodule, owner: &ShapeId, [old, new]: [&Structure; 2]) {
        let item = self.new.item(submodule, &new.ident);
        let shape = new.shape.as_ref().unwrap_or(owner);
        let name = |ident: &str| Some(ident.to_owned());
        self.compare(Rule::TypeRenamed, &item, shape, [name(&old.ident), name(&new.ident)]);
        if let (Some(before), Some(after)) = (&old.shape, &new.shape) {
            self.compare(Rule::ShapeRenamed, &item, shape, [name(before.as_str()), name(after.as_str())]);
        }
        self.deprecation(&item, shape, [&old.deprecated, &new.deprecated]);
        for rule in [Rule::ErrorCodeChanged, Rule::EncodingChanged, Rule::SensitiveChanged, Rule::RetryChanged] {
            self.compare(
                rule,
                &item,
                shape,
                [&old.facts, &new.facts].map(|facts| facts_of_rule(facts, shape_rule, rule)),
            );
        }

        let mut fields = pairs(&old.fields, &new.fields, |field| &field.name, |field| &field.ident);
        for (before, after) in fields.take_renames([&old.fields, &new.fields], |field| &field.name, is_alike) {
            let shape = shape.with_member(&after.name);
            let names = [before, after].map(|field| Some(format!("{} ({:?})", field.ident, field.name)));
            self.push(Rule::MemberRenamed, &format!("{item}::{}", after.ident), &shape, names);
        }
        for field in fields.removed {
            let shape = old.shape.as_ref().unwrap_or(owner).with_member(&field.name);
            self.removed(Rule::MemberRemoved, &format!("{item}::{}", field.ident), &shape, field.value.to_string());
        }
        for field in fields.added {
            let rule = if field.is_argument() { Rule::RequiredMemberAdded } else { Rule::MemberAdded };
            let shape = shape.with_member(&field.name);
            self.added(rule, &format!("{item}::{}", field.ident), &shape, field.value.to_string());
        }
        let members = [self.old.members(old.shape.as_ref()), self.new.members(new.shape.as_ref())];
        for (before, after) in &fields.both {
            let found = [members[0].get(before.name.as_str()), members[1].get(after.name.as_str())];
            self.field(&item, &shape.with_member(&after.name), [before, after], found.map(Option::<&&Member>::copied));
        }
        self.constructor(&item, shape, [old, new], &fields.both);
    }

    fn field(&mut self, item: &str, shape: &ShapeId, [old, new]: [&Field; 2], members: [Option<&Member>; 2]) {
        let item = &format!("{item}::{}", new.ident);
        let both = [old, new];
        self.compare(Rule::MemberRenamed, item, shape, both.map(|field| Some(field.ident.clone())));
        self.compare(Rule::WireNameChanged, item, shape, both.map(|field| Some(field.name.clone())));
        self.value(item, shape, [&old.value, &new.value], members);
        let argument = |field: &Field| field.is_argument().then(|| "an argument of new(…)".to_owned());
        self.compare(Rule::ConstructorChanged, item, shape, both.map(argument));
        self.facts(item, shape, [&old.facts, &new.facts]);
        self.deprecation(item, shape, [&old.deprecated, &new.deprecated]);
        if old.value == new.value {
            self.default(item, shape, both, members);
        }
    }

    /// Compares two types. A change of the target is only reported if the type is the same.
    pub(super) fn value(
        &mut self,
        item: &str,
        shape: &ShapeId,
        [old, new]: [&Value; 2],
        members: [Option<&Member>; 2],
    ) {
        let rule = if old.bare() != new.bare() {
            Rule::MemberTypeChanged
        } else if old.is_optional() != new.is_optional() {
            Rule::OptionalityChanged
        } else if old.is_boxed() != new.is_boxed() {
            Rule::BoxingChanged
        } else {
            let targets = members.map(|member| member.map(|member| member.target.to_string()));
            return self.compare(Rule::TargetChanged, item, shape, targets);
        };
        self.push(rule, item, shape, [old, new].map(|value| Some(value.to_string())));
    }

    /// Compares the facts about serialization and `Debug` output.
    pub(super) fn facts(&mut self, item: &str, shape: &ShapeId, both: [&[Fact]; 2]) {
        for rule in [Rule::BindingChanged, Rule::EncodingChanged, Rule::IdempotencyTokenChanged, Rule::SensitiveChanged]
        {
            self.compare(rule, item, shape, both.map(|facts| facts_of_rule(facts, member_rule, rule)));
        }
    }

    fn default(&mut self, item: &str, shape: &ShapeId, fields: [&Field; 2], members: [Option<&Member>; 2]) {
        let planned = fields.map(|field| field.default.as_ref().map(ToString::to_string));
        let in_model = members.map(|member| {
            let default = member?.traits.default.as_ref().filter(|default| !default.is_null())?;
            Some(default.to_string())
        });
        if planned[0] != planned[1] {
            // The values are taken from the model, because the plan omits defaults of the Rust type.
            self.push(Rule::DefaultChanged, item, shape, in_model);
        } else {
            self.compare(Rule::DocumentedDefaultChanged, item, shape, in_model);
        }
    }

    /// Compares the order of the arguments that `new(…)` has in both plans. If it takes a structure, there is no order.
    fn constructor(&mut self, item: &str, shape: &ShapeId, [old, new]: [&Structure; 2], both: &[(&Field, &Field)]) {
        if old.required.is_some() || new.required.is_some() {
            return;
        }
        let kept = || both.iter().filter(|(old, new)| old.is_argument() && new.is_argument());
        let names: BTreeMap<&str, &str> = kept().map(|(old, new)| (old.name.as_str(), new.ident.as_str())).collect();
        let before: Vec<&str> = old.fields.iter().filter_map(|field| names.get(field.name.as_str()).copied()).collect();
        let after: Vec<&str> = kept().map(|(_, new)| new.ident.as_str()).collect();
        let list = |names: Vec<&str>| Some(format!("new({})", names.join(", ")));
        self.compare(Rule::ConstructorReordered, item, shape, [list(before), list(after)]);
    }

    pub(super) fn deprecation(&mut self, item: &str, shape: &ShapeId, both: [&Option<Deprecated>; 2]) {
        let note = |deprecated: &Option<Deprecated>| {
            let note = &deprecated.as_ref()?.note;
            Some(note.as_ref().map_or_else(|| "deprecated".to_owned(), |note| format!("deprecated: {note}")))
        };
        self.compare(Rule::DeprecationChanged, item, shape, both.map(note));
    }
}

/// Returns whether two fields are equal apart from their names.
fn is_alike(old: &Field, new: &Field) -> bool {
    old.value == new.value && old.facts == new.facts && old.default == new.default
}

/// Returns the facts that belong to a rule, as text.
pub(super) fn facts_of_rule(facts: &[Fact], rule_of: fn(&str) -> Option<Rule>, rule: Rule) -> Option<String> {
    let facts = facts.iter().filter(|fact| rule_of(fact.name) == Some(rule));
    let texts: Vec<String> = facts.map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// Returns the rule for a change of a member's fact.
fn member_rule(fact: &str) -> Option<Rule> {
    Some(match fact {
        // Reported as an argument of `new(…)`.
        "required" => return None,
        // Reported as a conversion of its union.
        "from" => return None,
        "label" | "query" | "query_params" | "header" | "prefix_headers" | "payload" | "response_code"
        | "host_label" => Rule::BindingChanged,
        "idempotency_token" => Rule::IdempotencyTokenChanged,
        "sensitive" => Rule::SensitiveChanged,
        // Timestamp formats, names in JSON, media types, and facts that may be added: all facts affect serialization.
        _ => Rule::EncodingChanged,
    })
}

/// Returns the rule for a change of a fact of the shape itself.
pub(super) fn shape_rule(fact: &str) -> Option<Rule> {
    Some(match fact {
        "sensitive" => Rule::SensitiveChanged,
        "retryable" | "throttling" => Rule::RetryChanged,
        "xml_name" | "xml_namespace" | "unwrapped" => Rule::EncodingChanged,
        _ => Rule::ErrorCodeChanged,
    })
}
