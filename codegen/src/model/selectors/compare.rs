//! Comparators, § "Attribute comparison" and § "Projection comparators".

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::attributes::{Attribute, Comparator, Comparison, Operand, Test};
use super::number::compare_numbers;
use super::values::{Scope, Value};

impl<'g> Scope<'_, 'g> {
    /// Whether an attribute selector matches a shape.
    pub(super) fn matches(&self, attribute: &Attribute, shape: usize) -> bool {
        let value = self.resolve(Value::Shape(shape), &attribute.path.0);
        match &attribute.test {
            Test::Exists => value.exists(),
            Test::Compare(comparison) => self.holds(comparison, &value),
            Test::Scoped(comparisons) => {
                value.exists()
                    && value
                        .flattened()
                        .iter()
                        .any(|value| comparisons.iter().all(|comparison| self.holds(comparison, value)))
            }
        }
    }

    /// Whether the left value compares to any of the right ones.
    fn holds(&self, comparison: &Comparison, scope: &Value<'g>) -> bool {
        let left = comparison.left.as_ref().map_or_else(|| scope.clone(), |left| self.operand(left, scope));
        comparison.right.iter().any(|right| {
            let right = self.operand(right, scope);
            self.compare(comparison.comparator, left.clone(), right, comparison.ignores_case)
        })
    }

    fn operand(&self, operand: &Operand, scope: &Value<'g>) -> Value<'g> {
        match operand {
            Operand::Literal(text) => Value::Text(text.clone().into()),
            Operand::Path(path) => self.resolve(scope.clone(), &path.0),
        }
    }

    fn compare(&self, comparator: Comparator, left: Value<'g>, right: Value<'g>, ignores_case: bool) -> bool {
        let are_projections = matches!((&left, &right), (Value::Projection(_), Value::Projection(_)));
        if comparator == Comparator::Exists {
            return self.text(&right) == if left.exists() { "true" } else { "false" };
        }
        // A value that does not exist equals nothing, not even another such value.
        let (left, all_of_left_exist) = self.texts(left, ignores_case);
        let (right, all_of_right_exist) = self.texts(right, ignores_case);
        let any = |matches: &dyn Fn(&str, &str) -> bool| {
            let is_affordable = |_: &&String| self.budget.spend(right.len()).is_ok();
            left.iter().take_while(is_affordable).any(|left| right.iter().any(|right| matches(left, right)))
        };
        let number =
            |matches: fn(Ordering) -> bool| any(&|left, right| compare_numbers(left, right).is_some_and(matches));
        let is_subset = || all_of_left_exist && left.is_subset(&right);
        let is_superset = || all_of_right_exist && right.is_subset(&left);
        match comparator {
            Comparator::Equal => !left.is_disjoint(&right),
            Comparator::NotEqual => any(&|left, right| left != right),
            Comparator::StartsWith => any(&|left, right| left.starts_with(right)),
            Comparator::EndsWith => any(&|left, right| left.ends_with(right)),
            Comparator::Contains => any(&|left, right| left.contains(right)),
            Comparator::Exists => false,
            Comparator::Greater => number(Ordering::is_gt),
            Comparator::GreaterOrEqual => number(Ordering::is_ge),
            Comparator::Less => number(Ordering::is_lt),
            Comparator::LessOrEqual => number(Ordering::is_le),
            Comparator::SameProjection => are_projections && is_subset() && is_superset(),
            Comparator::OtherProjection => !(are_projections && is_subset() && is_superset()),
            Comparator::Subset => are_projections && is_subset(),
            Comparator::ProperSubset => are_projections && is_subset() && !is_superset(),
        }
    }

    /// Returns the texts of a value, or of the values of a projection, that exist, and whether all of them do.
    fn texts(&self, value: Value<'g>, ignores_case: bool) -> (BTreeSet<String>, bool) {
        let values = value.flattened();
        if self.budget.spend(values.len()).is_err() {
            return (BTreeSet::new(), false);
        }
        let texts: Vec<String> = values.iter().filter(|value| value.exists()).map(|value| self.text(value)).collect();
        let all_exist = texts.len() == values.len();
        let texts = texts.into_iter().map(|text| if ignores_case { text.to_lowercase() } else { text });
        (texts.collect(), all_exist)
    }
}
