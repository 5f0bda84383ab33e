//! Shape types and attributes.

use super::{LIBRARY, Table, check, select, with_ast};

pub(super) const TYPES: Table = &[
    ("service", "Archive Library"),
    ("resource", "Book Page Shelf"),
    ("string", "Color Genre ShelfId State Title audit"),
    ("enum", "Color"),
    ("intEnum", "Rank"),
    ("integer", "Rank"),
    ("number", "Rank"),
    ("list", "Numbers Titles allowedTags"),
    ("set", "Numbers Titles allowedTags"),
    ("collection", "Numbers Titles allowedTags"),
    ("map", "Counts"),
    ("union", "Choice"),
    ("blob", "Image Scan"),
    ("document", "nested"),
    ("simpleType", "Color Genre Image Rank Scan ShelfId State Title audit nested"),
    ("serviceType :not(operation)", "Archive Book Library Page Shelf"),
    ("aggregateType [trait|trait]", "allowedTags controlPlane dataPlane unused"),
    ("dataType [trait|streaming]", "Image Scan"),
    ("dataType member", ""),
    ("member [id|name = Counts]", "Counts$key Counts$value"),
    ("structure [trait|error]", "Closed Missing"),
    ("* [id = lib#Page]", "Page"),
];

pub(super) const IDS: Table = &[
    ("[id = lib#Title]", "Title"),
    ("[id = lib#Title, \"lib#Page\", lib#None]", "Page Title"),
    ("[id = 'lib#Counts$key']", "Counts$key"),
    ("[id|member = title]", "Choice$title"),
    ("[id|name ^= Sh] :not(member)", "Shelf ShelfId"),
    ("[id|name $= Id]", "ShelfId"),
    ("[id|name *= elf] :not(member)", "HasShelf Shelf ShelfId"),
    ("[id|name = shelf i]", "Shelf"),
    ("[ id \n | name\t=\r\n shelf    i\n]\n", "Shelf"),
    ("[id|member|(length) > 6]", "HasShelf$shelfId Missing$message PaintInput$shelfId"),
    ("[id|name|(length) = 7][service]", "Archive Library"),
    ("[id|(length) = 11][service]", "Archive Library"),
    ("[id|namespace|(length) = 3][service]", "Archive Library"),
    ("[id|member != shelfId] [id|name = PaintInput]", "PaintInput$color PaintInput$image"),
    ("[id|namespace != smithy.api] [service]", "Archive Library"),
    ("[id|member ?= false] [id|name = Titles]", "Titles"),
    ("[id|name|none|(length) = 1]", ""),
    ("[service]", "Archive Library"),
    ("[service = lib#Library]", "Library"),
    ("[service|id|name = Archive]", "Archive"),
    ("[service|version ^= '2019-']", "Archive"),
    ("[service|version|none]", ""),
];

pub(super) const TRAITS: Table = &[
    ("[trait|smithy.api#error]", "Closed Missing"),
    ("[trait|'error']", "Closed Missing"),
    ("[trait|lib#dataPlane]", "Lend Library"),
    ("[trait|none]", ""),
    ("[trait|since = 2019, 2020]", "ShelfId Title"),
    ("[trait|error != client]", "Closed"),
    ("[trait|error ?= true]", "Closed Missing"),
    ("[trait|required ?= false] [id|name = SearchInput]", "SearchInput SearchInput$limit"),
    ("[trait|error ?= maybe]", ""),
    ("[trait|documentation *= Unused, Gone]", "Missing Orphan"),
    ("[trait|httpQuery *= TOKEN i]", "SearchInput$query"),
    ("[trait|httpQuery *= TOKEN]", ""),
    ("[trait|mediaType = 'image/png' i]", "Image"),
    ("[trait|(keys)|namespace = lib]", "Archive Audited Book HasShelf Lend Library Orphan PaintInput audit"),
    ("[trait|(keys) = lib#nested]", "Orphan"),
    ("[trait|(values)|reason]", "Archive Book Orphan$scan"),
    ("[trait|(length) > 4]", "Library"),
    ("service [trait = '']", "Archive Library"),
    ("[trait|length|min > 1]", "ShelfId"),
    ("[trait|length|min >= 1]", "ShelfId Title"),
    ("[trait|length|min < 10]", "Title"),
    ("[trait|length|max <= 1e1]", "ShelfId Title"),
    ("[trait|httpError >= 404e0, 503]", "Closed Missing"),
    ("[trait|httpError >= 'no number']", ""),
    ("[trait|error > 1]", ""),
    ("[trait|externalDocumentation|(keys) = Homepage]", "Title"),
    ("[trait|externalDocumentation|'Reference Docs']", "Title"),
    ("[trait|externalDocumentation|(values) $= docs]", "Title"),
    ("[trait|externalDocumentation|(length) = 2]", "Title"),
    ("[trait|documentation|(length) < 6]", "Missing"),
    ("[trait|documentation|x|y = z]", ""),
    ("[trait|tags|(values) = secret]", "Renew"),
    ("[trait|tags|(length) = 1] operation", "Renew Search"),
    ("[trait|tags = secret]", ""),
    ("[trait|enum|(values)|tags|(values)]", "Genre State"),
    ("[trait|enum|(values)|tags|(length) > 1]", "Genre"),
    ("[trait|lib#nested|flag = false]", "Orphan"),
    ("[trait|lib#nested|nothing]", ""),
    ("[trait|lib#nested|nothing ?= false] [trait|lib#nested]", "Orphan"),
    ("[trait|lib#nested|exact = 1.50]", "Orphan"),
    ("[trait|lib#nested|exact = 1.5]", ""),
    ("[trait|lib#nested|exact <= 1.5]", "Orphan"),
    ("[trait|lib#nested|depth|(values)|(values)|name = y]", "Orphan"),
    ("[trait|lib#nested|depth|(values)|(values)|name|(first) = x]", "Orphan"),
    ("[trait|lib#nested|depth|(values)|(values)|name|(first) = y]", ""),
    ("[trait|lib#nested|depth|(keys)]", ""),
];

pub(super) const SCOPED: Table = &[
    ("[@trait|length: @{min} = @{max}]", "ShelfId"),
    ("[@trait|length: @{max} > @{min}]", "Title"),
    ("[@trait: @{length|min} = @{length|max}]", "ShelfId"),
    ("[@trait|length: @{min} = 1 && @{max} ?= true]", "Title"),
    ("[@trait|length: @{min} = 1 && @{max} ?= false]", ""),
    ("[@trait|length: @{min} = 1, 10 && 10 = @{max}]", "ShelfId Title"),
    ("[@trait|enum|(values): @{deprecated} = true && @{tags|(values)} = deprecated]", ""),
    ("[@trait|enum|(values): @{deprecated} = true && @{tags|(values)} = deprecated i]", "State"),
    ("[@trait|enum|(values): @{deprecated} = TRUE i && @{tags|(values)} = Deprecated]", "State"),
    ("[@trait|enum|(values): @{name} = @{value}]", "State"),
    ("[@trait|enum|(values): @{name} ^= CRI, NE]", "Genre State"),
    ("[@trait|lib#nested|depth|(values)|(values): @{name} = y]", "Orphan"),
    ("[@trait|none: 1 = 1]", ""),
    ("[@: @{trait|(keys)} = @{id}]", "audit"),
    ("[@  :  @{ id | name }  =  Page ]", "Page"),
    (
        "[@: @{trait|tags|(values)} {=} @{trait|tags|(values)}]",
        "Color$BLUE HasShelf PaintInput PaintInput$shelfId Renew Search",
    ),
    ("[@trait|tags: @{(values)} {<} @{(values)}] operation", "Renew Search"),
    ("[@trait|tags: @{(values)} {<<} @{(values)}]", ""),
    ("[@trait|tags: @{(values)} {!=} @{(values)}]", ""),
    ("[@trait|tags: @{(values)} {=} secret]", ""),
    // A value that is no projection is not equal to any, even where it does not exist.
    ("service [trait|since {!=} 2019]", "Archive Library"),
];

#[test]
fn shapes_are_matched_by_type() {
    check(TYPES);
}

#[test]
fn shapes_are_matched_by_id_and_service() {
    check(IDS);
}

#[test]
fn shapes_are_matched_by_traits() {
    check(TRAITS);
}

#[test]
fn scoped_attributes_are_compared_with_each_other() {
    check(SCOPED);
}

#[test]
fn shapes_of_the_prelude_are_starting_shapes() {
    with_ast(&[LIBRARY], |ast| {
        assert_eq!(select("[id = smithy.api#String][id|(length) = 17]", ast), "smithy.api#String");
        assert_eq!(select("timestamp", ast), "smithy.api#Timestamp");
    });
}
