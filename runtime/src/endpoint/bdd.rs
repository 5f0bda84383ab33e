//! Evaluates binary decision diagrams. Smithy 2.0, "Rules engine specification", § "BDD evaluation".
use super::{
    EndpointError, ResolvedEndpoint,
    evaluate::Scope,
    rules::{Bdd, R, Rule},
};

/// What a reference refers to.
enum Target {
    Node([i32; 3]),
    Result(&'static Rule),
    NoMatch,
}

impl Bdd {
    /// Returns the target of a reference. One that refers to nothing, which the generator refuses, is no match.
    fn target(&self, reference: i32) -> Target {
        let index = |number: i64| usize::try_from(number).ok();
        let reference = i64::from(reference);
        // Result 0 and the nodes ±1 stand for "no match".
        match reference.checked_sub(i64::from(R)) {
            Some(number @ 0..) => {
                let rule = number.checked_sub(1).and_then(index).and_then(|index| self.results.get(index));
                rule.map_or(Target::NoMatch, Target::Result)
            }
            _ if reference.abs() <= 1 => Target::NoMatch,
            _ => {
                let node = reference.abs().checked_sub(1).and_then(index).and_then(|index| self.nodes.get(index));
                node.copied().map_or(Target::NoMatch, Target::Node)
            }
        }
    }
}

impl Scope {
    /// Follows a diagram from its root to a result.
    pub(super) fn follow(&mut self, bdd: &Bdd) -> Result<ResolvedEndpoint, EndpointError> {
        let mut reference = bdd.root;
        // No path is longer than the number of nodes: the generator refuses cycles.
        for _ in 0..=bdd.nodes.len() {
            let [condition, high, low] = match bdd.target(reference) {
                Target::Node(node) => node,
                Target::Result(rule) => return self.outcome(&rule.outcome),
                Target::NoMatch => break,
            };
            let condition = usize::try_from(condition).ok().and_then(|index| bdd.conditions.get(index));
            let is_met = condition.is_some_and(|condition| self.is_met(condition));
            let is_complemented = reference < 0;
            reference = if is_met == is_complemented { low } else { high };
        }
        Err(EndpointError::Exhausted)
    }
}

#[cfg(test)]
mod tests {
    use crate::endpoint::{EndpointError, ParameterValue, rules::*};

    const PARAMETERS: &[Parameter] = &[Parameter::new("A"), Parameter::new("B")];
    const CONDITIONS: &[Expression] = &[assign("X", &coalesce(&[var("A"), var("B")])), is_set(&[var("B")])];
    const RESULTS: &[Rule] = &[endpoint(&[], "https://{X}/"), error(&[], "only B")];
    const END: [i32; 3] = [-1, 1, -1];

    fn bdd(root: i32, nodes: &'static [[i32; 3]]) -> RuleSet {
        RuleSet::bdd(PARAMETERS, Bdd { conditions: CONDITIONS, results: RESULTS, root, nodes })
    }

    fn evaluate(rules: &RuleSet, values: &[&str]) -> String {
        let found = rules.evaluate(|parameter| {
            let is_given = values.contains(&parameter.name);
            Ok(is_given.then(|| ParameterValue::from(parameter.name.to_lowercase())))
        });
        match found {
            Ok(found) => found.endpoint.as_uri().to_string(),
            Err(EndpointError::Exhausted) => "no match".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn references_lead_to_nodes_and_results() {
        const NODES: &[[i32; 3]] = &[END, [0, 3, -1], [1, R + 1, R + 2]];
        let rules = bdd(2, NODES);
        assert_eq!(evaluate(&rules, &["A", "B"]), "https://a/");
        assert_eq!(evaluate(&rules, &["B"]), "https://b/");
        assert_eq!(evaluate(&rules, &["A"]), "only B");
        assert_eq!(evaluate(&rules, &[]), "no match");
    }

    #[test]
    fn a_negative_reference_exchanges_the_branches() {
        const NODES: &[[i32; 3]] = &[END, [0, -3, R + 2], [1, R + 2, R + 1]];
        let rules = bdd(2, NODES);
        assert_eq!(evaluate(&rules, &["A", "B"]), "https://a/");
        assert_eq!(evaluate(&rules, &["A"]), "only B");
    }

    #[test]
    fn a_root_need_not_be_a_node() {
        for (root, expected) in [(1, "no match"), (-1, "no match"), (R, "no match"), (R + 2, "only B")] {
            assert_eq!(evaluate(&bdd(root, &[END]), &["A"]), expected, "{root}");
        }
    }

    /// The generator refuses all of these; the runtime ends.
    #[test]
    fn broken_diagrams_end() {
        const CYCLE: &[[i32; 3]] = &[END, [0, 3, 3], [1, 2, -2]];
        const OUTSIDE: &[[i32; 3]] = &[END, [7, 9, i32::MAX], [0, i32::MIN, 0]];
        for (root, nodes) in
            [(2, CYCLE), (2, OUTSIDE), (3, OUTSIDE), (0, OUTSIDE), (i32::MIN, OUTSIDE), (i32::MAX, CYCLE)]
        {
            for values in [&["A", "B"][..], &[]] {
                assert_eq!(evaluate(&bdd(root, nodes), values), "no match", "{root}");
            }
        }
    }
}
