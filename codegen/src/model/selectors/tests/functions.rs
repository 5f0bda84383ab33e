//! Functions and variables.

use super::super::evaluate::Evaluation;
use super::super::{Budget, Graph, MAX_STEPS};
use super::attributes::{IDS, SCOPED, TRAITS, TYPES};
use super::neighbors::{CLOSURES, NEIGHBORS};
use super::{LIBRARY, Table, check, parse, select, with_ast};

const FUNCTIONS: Table = &[
    ("list :test(> member > string)", "Titles allowedTags"),
    (":test(service, map)", "Archive Counts Library"),
    (":is(service, resource [trait|internal])", "Archive Book Library"),
    (":is(list > member > *, map > member > *)", "Title"),
    (":each(service)", "Archive Library"),
    ("member > :is(string, number)", "Color Genre ShelfId State Title"),
    (":not(member):not(simpleType):not([trait|trait]):not(serviceType):not(structure)", "Choice Counts Numbers Titles"),
    (":not(:not(service))", "Archive Library"),
    ("list :not(> member > string)", "Numbers"),
    (":unknown(string)", ""),
    ("service :not(:unknown(*))", "Archive Library"),
];

const TOP_DOWN: Table = &[
    (
        ":topdown([trait|lib#dataPlane])",
        "Book Build Burn Count Dust Lend Library ListShelves Look Page Paint Place Renew Search Shelf Turn",
    ),
    (
        ":topdown([trait|lib#dataPlane], [trait|lib#controlPlane])",
        "Build Burn Count Dust Lend Library ListShelves Look Paint Place Renew Search Shelf",
    ),
    ("resource :topdown([trait|lib#dataPlane], [trait|lib#controlPlane])", "Lend"),
    (":test(:topdown([trait|lib#dataPlane], [trait|lib#controlPlane]) resource)", "Library"),
    ("structure :topdown(*)", ""),
    ("[id = lib#Page] :topdown(*)", "Page Turn"),
];

const RECURSIVE: Table = &[
    ("[id = lib#Page] :recursive(<-[resource]-)", "Book Library Shelf"),
    (":test(:recursive(<-[resource]-) [id = lib#Shelf])", "Book Page"),
    ("[id = lib#PaintInput] :recursive(-[mixin]->)", "Audited HasShelf"),
    (":test(:recursive(-[mixin]->) [id = lib#Audited])", "HasShelf PaintInput"),
    (":test(:recursive(-[mixin]->) :test([id = lib#Audited]))", "HasShelf PaintInput"),
    (":recursive(-[mixin]->) [trait|mixin]", "Audited HasShelf"),
    ("[id = lib#HasShelf] :recursive(>)", "Audited HasShelf$shelfId ShelfId"),
    ("[id = lib#Audited] :recursive(<)", "HasShelf Library Paint PaintInput Shelf"),
    (":recursive(:recursive(:recursive(:recursive(~>)))) union", "Choice"),
];

const ROOTS: Table = &[
    (":root(:root(:root(service)))", "Archive Library"),
    ("string :in(:root(-[input]-> ~> *)) :not(:in(:root(-[output]-> ~> *)))", "Color ShelfId"),
    ("service :test(:root([id = lib#Page]))", "Archive Library"),
    ("service :not(:root([id = lib#None]))", "Archive Library"),
    (":in(string :test(< member))", "Color Genre ShelfId State Title"),
    (":in(>)", ""),
    (":in(> >)", "Choice Choice$choice"),
    // Variables outside are not visible in the function, nor those in it outside.
    ("service $x(*) :root(${x})", ""),
    ("service :test(:root($x(*) service)) ${x}", ""),
];

const VARIABLES: Table = &[
    ("$used(operation ~> string) operation ~> * :in(${used})", "Color ShelfId Title"),
    (
        "service $operations(~> operation) :test(${operations} [trait|http]) ${ operations } :not([trait|http])",
        "Build Burn Count Dust Lend ListShelves Look Paint Place Renew Turn",
    ),
    ("service $x(*) $x(-[resource]->) ${x}", "Shelf"),
    ("${none}", ""),
    ("service [var|none|name = x]", ""),
    ("service [@: @{var|none} ?= false]", "Archive Library"),
    ("member $m(*) > [@: @{var|m|(first)|id|name} = @{id|name}]", "Choice"),
    ("member $m(*) > [@: @{var|m|id|name} = @{id|name}]", "Choice"),
    ("[id = lib#Page] $m(<) ${m}", "Book"),
    (
        "structure :is($n(*) > member, $n(*) -[mixin]->) [@: @{var|n|id|name} = PaintInput]",
        "HasShelf PaintInput$color PaintInput$image PaintInput$shelfId",
    ),
    ("service $x(-[resource]->) :test(~> operation [@: @{var|x|id|name} = Shelf])", "Library"),
    ("service $x(-[operation]->) :not(~> :in(${x}) [trait|http])", "Archive"),
    (
        "service [trait|lib#allowedTags] $s(*) ~> [trait|tags]
         :not([@: @{trait|tags|(values)} = @{var|s|trait|lib#allowedTags|(values)}])",
        "Color$BLUE HasShelf PaintInput PaintInput$shelfId Renew",
    ),
    (
        "[trait|enum] $s(:root([trait|lib#allowedTags]))
         :not([@: @{trait|enum|(values)|tags|(values)} {<} @{var|s|trait|lib#allowedTags|(values)}])",
        "Genre State",
    ),
    (
        "[trait|enum] $s(:root([trait|lib#allowedTags]))
         :not([@: @{trait|enum|(values)|tags|(values)} = @{var|s|trait|lib#allowedTags|(values)}])",
        "",
    ),
    (
        "service $auth(-[trait]-> [trait|authDefinition]) ~> operation [trait|auth]
         :not([@: @{trait|auth|(values)} {<} @{var|auth|id}])",
        "Renew",
    ),
];

#[test]
fn functions_filter_and_yield_shapes() {
    check(FUNCTIONS);
}

#[test]
fn topdown_follows_bindings() {
    check(TOP_DOWN);
}

#[test]
fn recursive_applies_a_selector_to_what_it_yields() {
    check(RECURSIVE);
}

#[test]
fn root_evaluates_a_selector_for_all_shapes() {
    check(ROOTS);
    with_ast(&[LIBRARY], |ast| {
        let used = "number :in(:root(service ~> operation -[input]-> ~> number))";
        assert_eq!(select(used, ast), "smithy.api#Integer");
        let only_in_outputs =
            "service $in(~> operation -[input]-> ~> number) ~> operation -[output]-> ~> number :not(:in(${in}))";
        assert_eq!(select(only_in_outputs, ast), "smithy.api#Long");
    });
}

#[test]
fn variables_hold_shapes() {
    check(VARIABLES);
}

/// A predicate is evaluated backward for all shapes, and yields the same as the selector forward for each shape.
#[test]
fn predicates_match_where_selectors_yield() {
    let tables = [TYPES, IDS, TRAITS, SCOPED, NEIGHBORS, CLOSURES, FUNCTIONS, TOP_DOWN, RECURSIVE, ROOTS, VARIABLES];
    with_ast(&[LIBRARY], |ast| {
        let graph = Graph::new(ast);
        for (text, _) in tables.into_iter().flatten() {
            let (selector, predicate) = (parse(text), parse(&format!(":test({text})")));
            let budget = Budget::new(MAX_STEPS);
            let backward = Evaluation::new(&graph, &predicate.roots, &budget).all(&predicate.sequence).unwrap();
            let mut evaluation = Evaluation::new(&graph, &selector.roots, &budget);
            let shapes = 0..graph.in_model;
            let yields = |shape: &usize| !evaluation.yielded(&selector.sequence, &[], vec![*shape]).unwrap().is_empty();
            assert_eq!(backward, shapes.filter(yields).collect::<Vec<_>>(), "{text}");
        }
    });
}
