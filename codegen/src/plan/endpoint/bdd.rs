//! Parses a binary decision diagram. Smithy 2.0, "Rules engine specification", § "`smithy.rules#endpointBdd` trait".
use super::{
    Bdd, Expression, FIRST_RESULT, Outcome, Rule, RuleForm,
    read::{Reader, THIS},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

/// The first node, to which references 1 and −1 lead: no match.
const TERMINAL: [i32; 3] = [-1, 1, -1];

impl Reader {
    /// Parses the diagram. The parameters have to be parsed before.
    pub(super) fn bdd(&mut self, object: &Map<String, Value>) -> Option<RuleForm> {
        self.version(object);
        let conditions = self.conditions(object);
        let results = self.results(object);
        let nodes = self.nodes(object);
        let root = self.integer(object, "root");
        let bdd = Bdd { conditions: conditions?, results: results?, root: root?, nodes: nodes? };
        self.check(&bdd)?;
        Some(RuleForm::Bdd(bdd))
    }

    fn version(&mut self, object: &Map<String, Value>) {
        let Some(version) = self.string(THIS, object, "version") else { return };
        let number = |text: &str| text.parse::<u32>().ok();
        let known = version.split_once('.').and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
        if !matches!(known, Some((1, 1..))) {
            let hint = "a diagram has version 1.1 or a later 1.x".to_owned();
            self.problem::<()>("version", format!("version {version:?} is not known"), hint);
        }
    }

    /// Parses the conditions. Which of them precede a condition depends on the nodes, so that all of their variables are
    /// in scope.
    fn conditions(&mut self, object: &Map<String, Value>) -> Option<Vec<Expression>> {
        let conditions = self.array(THIS, object, "conditions")?;
        let assigned = conditions.iter().map(|condition| condition.get("assign").and_then(Value::as_str));
        let mut is_valid = true;
        for (index, name) in assigned.enumerate() {
            let Some(name) = name else { continue };
            is_valid &= self.declare(&format!("conditions[{index}]"), name).is_some();
        }
        let conditions = conditions.iter().enumerate().map(|(index, value)| {
            let path = format!("conditions[{index}]");
            let object = self.object(&path, value)?;
            let call = self.call(&path, object);
            match object.get("assign") {
                None => call,
                Some(Value::String(name)) => Some(Expression::Assign(name.clone(), Box::new(call?))),
                Some(other) => self.expected(&format!("{path}.assign"), "a string", other),
            }
        });
        // Collected first, so that the problems of all are reported.
        let conditions: Vec<_> = conditions.collect();
        conditions.into_iter().collect::<Option<_>>().filter(|_| is_valid)
    }

    fn results(&mut self, object: &Map<String, Value>) -> Option<Vec<Rule>> {
        let results = self.array(THIS, object, "results")?.iter().enumerate();
        let results: Vec<_> = results
            .map(|(index, value)| {
                let path = format!("results[{index}]");
                let rule = self.rule(&path, value)?;
                let hint = "results are endpoints and errors without conditions; the nodes decide".to_owned();
                match &rule.outcome {
                    Outcome::Rules(_) => self.problem(&path, "a tree is no result", hint),
                    _ if !rule.conditions.is_empty() => self.problem(&path, "a result has conditions", hint),
                    Outcome::Error(_) | Outcome::Endpoint { .. } => Some(rule),
                }
            })
            .collect();
        results.into_iter().collect()
    }

    /// Decodes the nodes: three big-endian integers each.
    fn nodes(&mut self, object: &Map<String, Value>) -> Option<Vec<[i32; 3]>> {
        let text = self.string(THIS, object, "nodes");
        let count = self.integer(object, "nodeCount");
        let Ok(bytes) = STANDARD.decode(text?) else { return self.problem("nodes", "this is not base64", None) };
        let (words, rest) = bytes.as_chunks::<4>();
        let (nodes, words_left) = words.as_chunks::<3>();
        let is_complete = rest.is_empty() && words_left.is_empty();
        if !is_complete || i32::try_from(nodes.len()) != Ok(count?) {
            let message = format!("{} bytes are not {} nodes of 12 bytes each", bytes.len(), count?);
            return self.problem("nodes", message, "`nodeCount` and `nodes` have to agree".to_owned());
        }
        Some(nodes.iter().map(|node| node.map(i32::from_be_bytes)).collect())
    }

    fn integer(&mut self, object: &Map<String, Value>, name: &str) -> Option<i32> {
        let value = self.field(THIS, object, name)?;
        let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
        number.or_else(|| self.expected(name, "an integer of 32 bits", value))
    }

    /// Checks indices and references, and that no node leads to itself. Only the first problem is reported, because a
    /// wrong count or order would make most of the nodes wrong.
    fn check(&mut self, bdd: &Bdd) -> Option<()> {
        if bdd.nodes.first().is_some_and(|first| *first != TERMINAL) {
            let hint = "references count it, so that without it each would be another node".to_owned();
            return self.problem("nodes[0]", format!("the first node has to be {TERMINAL:?}"), hint);
        }
        if bdd.root < -1 {
            let hint = "the two branches of a root can be exchanged instead".to_owned();
            return self.problem("root", format!("{} is negative", bdd.root), hint);
        }
        self.reference("root", bdd.root, bdd)?;
        for (index, [condition, high, low]) in bdd.nodes.iter().enumerate().skip(1) {
            let path = format!("nodes[{index}]");
            if !usize::try_from(*condition).is_ok_and(|condition| condition < bdd.conditions.len()) {
                let message = format!("there is no condition {condition}");
                return self.problem(&path, message, format!("the diagram has {}", bdd.conditions.len()));
            }
            self.reference(&path, *high, bdd)?;
            self.reference(&path, *low, bdd)?;
        }
        match cycle(&bdd.nodes) {
            Some(index) => self.problem(&format!("nodes[{index}]"), "this node leads to itself", None),
            None => Some(()),
        }
    }

    fn reference(&mut self, path: &str, reference: i32, bdd: &Bdd) -> Option<()> {
        let (nodes, results) = (bdd.nodes.len(), bdd.results.len());
        let is_valid = match reference.checked_sub(FIRST_RESULT) {
            Some(result @ 0..) => usize::try_from(result).is_ok_and(|result| result <= results),
            _ => reference.unsigned_abs() == 1 || node(reference).is_some_and(|index| index < nodes),
        };
        let hint = format!("the diagram has {nodes} nodes, and {results} results from {FIRST_RESULT} + 1");
        if is_valid { Some(()) } else { self.problem(path, format!("{reference} refers to nothing"), hint) }
    }
}

/// Returns the index of the node that a reference refers to; `None` for "no match" and results.
fn node(reference: i32) -> Option<usize> {
    let is_node = reference < FIRST_RESULT && reference.unsigned_abs() > 1;
    is_node.then(|| reference.unsigned_abs() as usize - 1)
}

/// Returns a node from which a path leads back to it. The search is a loop, because a diagram may be deep.
fn cycle(nodes: &[[i32; 3]]) -> Option<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnPath,
        Done,
    }
    let mut states = vec![State::New; nodes.len()];
    for start in 1..nodes.len() {
        // Nodes to visit, and nodes whose successors have all been visited.
        let mut pending = vec![(start, false)];
        while let Some((index, is_left)) = pending.pop() {
            let (Some(state), Some([_, high, low])) = (states.get_mut(index), nodes.get(index)) else { continue };
            match (is_left, *state) {
                (true, _) => *state = State::Done,
                (false, State::Done) => {}
                (false, State::OnPath) => return Some(index),
                (false, State::New) => {
                    *state = State::OnPath;
                    pending.push((index, true));
                    pending.extend([high, low].into_iter().filter_map(|next| Some((node(*next)?, false))));
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const R: i32 = FIRST_RESULT;

    /// A diagram of one condition and one result.
    fn diagram(root: i32, nodes: &[[i32; 3]]) -> Value {
        let bytes: Vec<u8> = nodes.iter().flatten().flat_map(|word| word.to_be_bytes()).collect();
        json!({
            "version": "1.1",
            "conditions": [{ "fn": "isSet", "argv": [{ "ref": "A" }] }],
            "results": [{ "type": "error", "conditions": [], "error": "no" }],
            "root": root,
            "nodeCount": nodes.len(),
            "nodes": STANDARD.encode(bytes),
        })
    }

    fn read(value: &Value) -> (Option<RuleForm>, Vec<String>) {
        let mut reader = Reader { scope: vec!["A".to_owned()], ..Reader::default() };
        let form = reader.bdd(value.as_object().unwrap());
        (form, reader.problems.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect())
    }

    #[test]
    fn a_diagram_is_decoded() {
        let nodes = [TERMINAL, [0, R + 1, -3], [0, -1, R]];
        let (Some(RuleForm::Bdd(bdd)), problems) = read(&diagram(2, &nodes)) else { panic!("no diagram") };
        assert_eq!(problems, [""; 0]);
        assert_eq!((bdd.nodes.as_slice(), bdd.root), (nodes.as_slice(), 2));
        for root in [1, -1, R, R + 1] {
            assert_eq!(read(&diagram(root, &[TERMINAL])).1, [""; 0], "{root}");
        }
    }

    #[test]
    fn bad_references_are_refused() {
        for (root, node, expected) in [
            (0, [0, 1, 1], "root: 0 refers to nothing"),
            (-2, [0, 1, 1], "root: -2 is negative"),
            (3, [0, 1, 1], "root: 3 refers to nothing"),
            (R + 2, [0, 1, 1], "root: 100000002 refers to nothing"),
            (2, [1, 1, 1], "nodes[1]: there is no condition 1"),
            (2, [-1, 1, 1], "nodes[1]: there is no condition -1"),
            (2, [0, 0, 1], "nodes[1]: 0 refers to nothing"),
            (2, [0, 1, -3], "nodes[1]: -3 refers to nothing"),
            (2, [0, i32::MIN, 1], "nodes[1]: -2147483648 refers to nothing"),
            (2, [0, i32::MAX, 1], "nodes[1]: 2147483647 refers to nothing"),
            (2, [0, 1, -2], "nodes[1]: this node leads to itself"),
        ] {
            assert_eq!(read(&diagram(root, &[TERMINAL, node])), (None, vec![expected.to_owned()]), "{root} {node:?}");
        }
        let shifted = read(&diagram(1, &[[0, 1, 1]])).1;
        assert_eq!(shifted, ["nodes[0]: the first node has to be [-1, 1, -1]"]);
    }

    #[test]
    fn cycles_are_found_and_shared_nodes_are_not_cycles() {
        let shared = [TERMINAL, [0, 3, 4], [0, 4, 4], [0, 5, -5], [0, 1, R + 1]];
        assert_eq!(cycle(&shared), None);
        assert!(cycle(&[TERMINAL, [0, 3, 1], [0, 1, 4], [0, -2, 1]]).is_some());
        // A path of many nodes, which recursion would not survive.
        let mut path: Vec<_> = (0..100_000).map(|index| [0, index + 2, 1]).collect();
        path[99_999] = [0, 1, 1];
        assert_eq!(cycle(&path), None);
        path[99_999] = [0, 50_000, 1];
        assert!(cycle(&path).is_some());
    }

    #[test]
    fn the_encoding_is_checked() {
        for (name, value, expected) in [
            ("nodes", json!("!"), "nodes: this is not base64"),
            ("nodes", json!("AAAA"), "nodes: 3 bytes are not 1 nodes of 12 bytes each"),
            ("nodeCount", json!(2), "nodes: 12 bytes are not 2 nodes of 12 bytes each"),
            ("nodeCount", json!(-1), "nodes: 12 bytes are not -1 nodes of 12 bytes each"),
            ("nodeCount", json!(1.5), "nodeCount: an integer of 32 bits is expected, not a number"),
            ("root", json!(null), "root: an integer of 32 bits is expected, not null"),
            ("version", json!("1.0"), "version: version \"1.0\" is not known"),
            ("version", json!("2.0"), "version: version \"2.0\" is not known"),
            ("version", json!("1"), "version: version \"1\" is not known"),
            ("conditions", json!({}), "the top level.conditions: an array is expected, not an object"),
            ("results", json!([{ "type": "tree", "conditions": [], "rules": [] }]), "results[0]: a tree is no result"),
        ] {
            let mut diagram = diagram(1, &[TERMINAL]);
            diagram[name] = value;
            assert_eq!(read(&diagram).1, [expected], "{name}");
        }
        assert_eq!(read(&json!({})).1.len(), 6);
    }
}
