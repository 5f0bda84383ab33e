//! Compares XML documents, with another parser than that of the runtime.
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

/// How two documents differ: the names with their namespaces, the attributes, and the text of elements without children.
/// Among elements of one parent only those of the same name have an order.
///
/// `is_equal` compares the texts of two elements of a name.
pub(crate) fn difference(found: &str, expected: &str, is_equal: Equal<'_>) -> Option<String> {
    let expected = Document::parse(expected).expect("the case's body is XML");
    match Document::parse(found) {
        Ok(document) => differ(document.root_element(), expected.root_element(), is_equal),
        Err(error) => Some(format!("the body {found:?} is no XML: {error}")),
    }
}

type Equal<'a> = &'a dyn Fn(&str, &str, &str) -> bool;

fn differ(found: Node<'_, '_>, expected: Node<'_, '_>, is_equal: Equal<'_>) -> Option<String> {
    let name = expected.tag_name().name();
    if found.tag_name() != expected.tag_name() {
        return Some(format!("the element is {:?}, expected {:?}", found.tag_name(), expected.tag_name()));
    }
    let attributes = |node: Node<'_, '_>| -> BTreeSet<(Option<String>, String, String)> {
        let attributes = node.attributes();
        let triple = |attribute: roxmltree::Attribute<'_, '_>| {
            (attribute.namespace().map(str::to_owned), attribute.name().to_owned(), attribute.value().to_owned())
        };
        attributes.map(triple).collect()
    };
    if attributes(found) != attributes(expected) {
        return Some(format!("{name} has {:?}, expected {:?}", attributes(found), attributes(expected)));
    }
    let (one, other) = (children(found), children(expected));
    if one.is_empty() && other.is_empty() {
        let (found, expected) = (found.text().unwrap_or_default(), expected.text().unwrap_or_default());
        return (!is_equal(name, found, expected)).then(|| format!("{name} is {found:?}, expected {expected:?}"));
    }
    let counts = |children: &BTreeMap<String, Vec<Node<'_, '_>>>| -> Vec<(String, usize)> {
        children.iter().map(|(name, nodes)| (name.clone(), nodes.len())).collect()
    };
    if counts(&one) != counts(&other) {
        return Some(format!("{name} has {:?}, expected {:?}", counts(&one), counts(&other)));
    }
    one.into_values().flatten().zip(other.into_values().flatten()).find_map(|(one, other)| differ(one, other, is_equal))
}

fn children<'a, 'input>(node: Node<'a, 'input>) -> BTreeMap<String, Vec<Node<'a, 'input>>> {
    let mut children = BTreeMap::<_, Vec<_>>::new();
    for child in node.children().filter(Node::is_element) {
        children.entry(format!("{:?}", child.tag_name())).or_default().push(child);
    }
    // The entries of maps have no order: elements of two children, of which the first is a text.
    for nodes in children.values_mut() {
        let key = |node: &Node<'a, 'input>| {
            let mut inner = node.children().filter(Node::is_element);
            let (key, value, end) = (inner.next()?, inner.next(), inner.next());
            (value.is_some() && end.is_none()).then(|| key.text().unwrap_or_default().to_owned())
        };
        if nodes.iter().all(|node| key(node).is_some()) {
            nodes.sort_by_key(key);
        }
    }
    children
}
