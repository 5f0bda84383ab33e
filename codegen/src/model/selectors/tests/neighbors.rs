//! Relationships.

use super::{LIBRARY, Table, check, select, with_ast};

pub(super) const NEIGHBORS: Table = &[
    ("map > member", "Counts$key Counts$value"),
    ("list > member > string", "Title"),
    ("[id = lib#SearchOutput] > member >", "Titles"),
    ("operation -[input, output]-> structure", "PaintInput SearchInput SearchOutput"),
    ("operation -[error]->", "Missing"),
    ("service -[error]->", "Closed"),
    ("service -[resource]->", "Shelf"),
    ("service -[operation]->", "Renew Search"),
    ("resource :test(-[identifier]->)", "Book Shelf"),
    ("resource -[identifier]->", "ShelfId"),
    ("resource -[property]->", "Color"),
    ("resource -[resource]->", "Book Page"),
    ("resource -[operation]->", "Dust Lend Turn"),
    ("resource -[collectionOperation]->", "Count"),
    ("resource -[instanceOperation]->", "Burn Dust Lend Look Paint Place Turn"),
    ("resource -[create]->", "Build"),
    ("resource -[put]->", "Place"),
    ("resource -[read]->", "Look"),
    ("resource -[update]->", "Paint"),
    ("resource -[delete]->", "Burn"),
    ("resource -[list]->", "ListShelves"),
    ("[id = lib#Shelf] >", "Book Build Burn Color Count Dust ListShelves Look Paint Place ShelfId"),
    ("[id = lib#Shelf] <", "Library"),
    ("[id = lib#Renew] <", "Archive Library"),
    ("[id = lib#Renew] <-[operation]-", "Archive Library"),
    ("[id = lib#Renew] >", ""),
    ("[id = lib#PaintInput] <-[input]- operation", "Paint"),
    ("[id = lib#Lend] -[bound]->", "Book"),
    ("[id = lib#Build] -[bound]->", "Shelf"),
    ("[id = lib#Book] -[bound]->", "Shelf"),
    ("[id = lib#Book] <-[bound]-", "Lend Page"),
    ("[id = lib#PaintInput] -[mixin]->", "HasShelf"),
    ("[id = lib#PaintInput] >", "HasShelf PaintInput$color PaintInput$image PaintInput$shelfId"),
    ("structure :test(-[mixin]->)", "HasShelf PaintInput"),
    ("[trait|mixin] :test(<-[mixin]-)", "Audited HasShelf"),
    ("string :test(< member < list)", "Title"),
    ("string < member < map", "Counts"),
    (":not([trait|trait]) :not(< *)", "Archive Counts Library Numbers Orphan Rank"),
    ("[trait|streaming] :test(<) :not(< member < structure <-[input, output]- operation)", "Scan"),
    ("[trait|trait] :not(<-[trait]-)", "unused"),
    ("service -[trait]-> [trait|trait]", "allowedTags controlPlane dataPlane"),
    ("[id = lib#controlPlane] <-[trait]-", "Archive Book"),
    ("service :test(-[trait]-> [trait|authDefinition])", "Archive Library"),
    ("service :test(-[trait]-> [id = smithy.api#httpBearerAuth])", "Library"),
    ("service :test(-[trait]-> [trait|protocolDefinition])", ""),
    ("[id = lib#Orphan] > [trait|trait]", ""),
    ("enum > member", "Color$BLUE Color$RED"),
    ("enum > member >", ""),
    ("operation -[unknown]-> *", ""),
    ("operation -[unknown, error]-> *", "Missing"),
];

pub(super) const CLOSURES: Table = &[
    ("service ~> operation", "Build Burn Count Dust Lend ListShelves Look Paint Place Renew Search Turn"),
    ("service [trait|title] ~> operation :not([trait|readonly]) :not([trait|idempotent])", NOT_SAFE),
    ("[id = lib#Archive] ~>", "Renew"),
    ("[id = lib#Color] ~>", "Color$BLUE Color$RED"),
    ("[id = lib#HasShelf] ~>", "Audited HasShelf$shelfId ShelfId"),
    ("[id = 'lib#PaintInput$shelfId'] ~>", "ShelfId"),
    // The shape itself is not part of its closure, unless another shape leads to it.
    ("union ~>", "Choice$choice Choice$title Title"),
    ("union ~> union", ""),
    (":is(union, [id = 'lib#Choice$choice']) ~> union", "Choice"),
    ("structure ~> structure", "Audited HasShelf"),
];

const NOT_SAFE: &str = "Build Count Dust Lend Paint Renew Turn";

#[test]
fn neighbors_are_connected_by_relationships() {
    check(NEIGHBORS);
}

#[test]
fn closures_contain_what_a_shape_reaches() {
    check(CLOSURES);
}

/// Definitions of traits that the model does not contain are on the way to shapes, but are not matched themselves.
#[test]
fn definitions_of_the_prelude_are_not_matched() {
    with_ast(&[LIBRARY], |ast| {
        assert_eq!(select("service -[trait]-> [trait|authDefinition]", ast), "");
        assert_eq!(select("service -[trait]-> [trait|authDefinition] <-[trait]-", ast), "lib#Archive lib#Library",);
    });
}
