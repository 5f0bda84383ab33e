//! Formats tokens as text: prettyplease, with a header and blank lines between items.
use crate::{
    emit::{File, RelPath},
    parallel,
};
use proc_macro2::{Ident, TokenStream};
use std::collections::BTreeMap;
use syn::parse::{Parse, ParseStream, Parser, discouraged::Speculative};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Fields, FieldsNamed, Item, ItemEnum, ItemMod, ItemStruct, Token, Visibility, token};

/// Generated files by their path relative to `src/`, with `/` as separator.
pub type Files = BTreeMap<RelPath, String>;

/// Generates the tokens of the files and formats them, on as many threads as the machine has parallelism.
///
/// # Errors
///
/// The tokens of a file are not valid Rust, which is a bug in the generator. The error names the first such file.
pub fn format(files: &[File<'_>]) -> Result<Files, FormatError> {
    let format = |file: &File<'_>| {
        // The error of syn holds tokens, which stay on their thread.
        (file.path.clone(), format_file(&file.layout.header(), file.tokens()).map_err(|error| error.to_string()))
    };
    let formatted: BTreeMap<_, _> = parallel::map(files, parallel::cores(), format).into_iter().collect();
    formatted
        .into_iter()
        .map(|(path, text)| text.map(|text| (path.clone(), text)).map_err(|why| FormatError { path, why }))
        .collect()
}

/// Formats a program, without a header.
///
/// # Errors
///
/// The tokens are not valid Rust, which is a bug in the generator.
pub fn format_program(tokens: TokenStream) -> Result<String, FormatError> {
    items.parse2(tokens).map_err(|error| FormatError { path: "the example".to_owned(), why: error.to_string() })
}

/// The error of [`format()`]: a file that is not valid Rust.
#[derive(Debug)]
pub struct FormatError {
    path: RelPath,
    why: String,
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} would not be Rust: {}; this is a fault of the generator", self.path, self.why)
    }
}

impl std::error::Error for FormatError {}

/// Formats one file, item by item, because the syntax tree of a whole file takes ten times the memory of its text.
fn format_file(header: &str, tokens: TokenStream) -> syn::Result<String> {
    let file = |input: ParseStream<'_>| {
        let content = items(input)?;
        // Documentation of the file follows at once.
        let gap = if content.starts_with("//!") || content.starts_with("#![") { "" } else { "\n" };
        Ok(format!("{header}\n{gap}{content}"))
    };
    file.parse2(tokens)
}

/// Formats the content of a file, or of a module between its braces.
fn items(input: ParseStream<'_>) -> syn::Result<String> {
    let mut text = unparse(input.call(Attribute::parse_inner)?, Vec::new());
    let has_head = !text.is_empty();
    let mut previous = None;
    while !input.is_empty() {
        let (kind, item) = item(input)?;
        if previous.is_some_and(|previous| previous != kind || kind == Kind::Other) || previous.is_none() && has_head {
            text.push('\n');
        }
        text.push_str(&item);
        previous = Some(kind);
    }
    Ok(text)
}

/// Formats a module with its content, which is indented. Literals and docs of generated code contain no line breaks.
fn module(attrs: Vec<Attribute>, vis: Visibility, ident: Ident, content: &str) -> String {
    let mod_token = Default::default();
    let (unsafety, semi) = (None, Some(Default::default()));
    let head =
        unparse(Vec::new(), vec![Item::Mod(ItemMod { attrs, vis, unsafety, mod_token, ident, content: None, semi })]);
    let mut text = format!("{} {{\n", head.trim_end().trim_end_matches(';'));
    for line in content.lines() {
        let indent = if line.is_empty() { "" } else { "    " };
        text.extend([indent, line, "\n"]);
    }
    text + "}\n"
}

/// Formats the next item. Structs and enums are formatted in parts, because they can have 100,000 fields or variants.
fn item(input: ParseStream<'_>) -> syn::Result<(Kind, String)> {
    let ahead = input.fork();
    let (attrs, vis) = (ahead.call(Attribute::parse_outer)?, ahead.parse::<Visibility>()?);
    let content;
    let text = if ahead.peek(Token![struct]) && ahead.peek3(token::Brace) {
        let (struct_token, ident) = (ahead.parse()?, ahead.parse::<Ident>()?);
        let brace_token = syn::braced!(content in ahead);
        in_parts(&content, attrs, Field::parse_named, |attrs, named| {
            let fields = Fields::Named(FieldsNamed { brace_token, named });
            let (vis, ident, generics) = (vis.clone(), ident.clone(), syn::Generics::default());
            Item::Struct(ItemStruct { attrs, vis, struct_token, ident, generics, fields, semi_token: None })
        })?
    } else if ahead.peek(Token![enum]) && ahead.peek3(token::Brace) {
        let (enum_token, ident) = (ahead.parse()?, ahead.parse::<Ident>()?);
        let brace_token = syn::braced!(content in ahead);
        in_parts(&content, attrs, Parse::parse, |attrs, variants| {
            let (vis, ident, generics) = (vis.clone(), ident.clone(), syn::Generics::default());
            Item::Enum(ItemEnum { attrs, vis, enum_token, ident, generics, brace_token, variants })
        })?
    } else if ahead.peek(Token![mod]) && ahead.peek3(token::Brace) {
        let _: Token![mod] = ahead.parse()?;
        let ident = ahead.parse::<Ident>()?;
        syn::braced!(content in ahead);
        module(attrs, vis, ident, &items(&content)?)
    } else {
        let item: Item = input.parse()?;
        return Ok((Kind::of(&item), unparse(Vec::new(), vec![item])));
    };
    input.advance_to(&ahead);
    Ok((Kind::Other, text))
}

/// The maximum number of fields or variants whose syntax trees are in memory at a time.
const PART_LENGTH: usize = 1_000;

fn in_parts<T>(
    rows: ParseStream<'_>,
    mut attrs: Vec<Attribute>,
    row: fn(ParseStream<'_>) -> syn::Result<T>,
    item: impl Fn(Vec<Attribute>, Punctuated<T, Token![,]>) -> Item,
) -> syn::Result<String> {
    let mut text = String::new();
    loop {
        let mut part = Punctuated::new();
        while part.len() < PART_LENGTH && !rows.is_empty() {
            part.push_value(row(rows)?);
            if !rows.is_empty() {
                part.push_punct(rows.parse()?);
            }
        }
        let part = unparse(Vec::new(), vec![item(std::mem::take(&mut attrs), part)]);
        if text.is_empty() {
            text = part;
        } else if let Some((_, rows)) = part.split_once("{\n") {
            text.truncate(text.len() - "}\n".len());
            text.push_str(rows);
        }
        if rows.is_empty() {
            return Ok(text);
        }
    }
}

/// Returns the formatted lines of `let name = expression;` for an example in documentation. An invalid expression is
/// returned unformatted.
pub(crate) fn statement(name: &str, expression: &str) -> Vec<String> {
    let statement = format!("let {name} = {expression};");
    let Ok(item) = syn::parse_str(&format!("fn main() {{ {statement} }}")) else { return vec![statement] };
    let text = unparse(Vec::new(), vec![item]);
    let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
    lines.map(ToOwned::to_owned).collect()
}

fn unparse(attrs: Vec<syn::Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items })
}

/// The kind of an item. There is no blank line between consecutive items of one kind, except for [`Kind::Other`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Use,
    PublicUse,
    Module,
    Other,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited) => Self::Use,
            Item::Use(_) => Self::PublicUse,
            Item::Mod(_) => Self::Module,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Layout;
    use quote::{format_ident, quote};

    #[test]
    fn parts_are_formatted_like_the_whole_item() {
        let names = |count: usize| (0..count).map(|i| format_ident!("n{i}")).collect::<Vec<_>>();
        for count in [0, 1, PART_LENGTH - 1, PART_LENGTH, PART_LENGTH + 1, 2 * PART_LENGTH, 2 * PART_LENGTH + 7] {
            let names = names(count);
            let tokens = quote! {
                #[doc = " An { in a doc."]
                #[derive(Clone)]
                pub struct S { #(#[doc = " {\n"] #[smithy("x")] pub #names: Vec<T>,)* }
                pub enum E { #(#names { a: u8 },)* Unknown(U) }
                pub struct Unit;
                pub struct Tuple(u8);
            };
            let whole = syn::parse2::<syn::File>(tokens.clone()).unwrap().items;
            let whole: Vec<_> = whole.into_iter().map(|item| unparse(Vec::new(), vec![item])).collect();
            let expected = format!("// header\n\n{}", whole.join("\n"));
            assert_eq!(format_file("// header", tokens).unwrap(), expected, "{count}");
        }
    }

    #[test]
    fn the_error_names_the_file_that_is_not_rust() {
        let file = |path: &str, tokens: fn() -> TokenStream| File::new(path.to_owned(), Layout::Module, tokens);
        let files = [file("b.rs", || quote!(fn)), file("a.rs", || quote!(struct A { b })), file("0.rs", || quote!())];
        let message = format(&files).unwrap_err().to_string();
        assert!(message.starts_with("a.rs would not be Rust: "), "{message}");
    }
}
