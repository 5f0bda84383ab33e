//! The words of `#[smithy(…)]` about names in XML and in forms, which become one value: few members have any.
use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// The words of a value itself. Each is a function of `ferrosmith::schema::Names`.
const WORDS: &[&str] =
    &["error_code", "flattened", "prefix", "query_name", "unwrapped", "xml_attribute", "xml_name", "xml_namespace"];
/// The words for the names of what a list or a map contains.
const PARTS: &[&str] = &["item", "key", "value"];

/// Replaces these words by one, `names(&Names::new()…)`, if there are any.
pub(crate) fn collect(facts: TokenStream) -> TokenStream {
    let (names, mut others): (Vec<_>, Vec<_>) = words(facts.clone()).into_iter().partition(is_name);
    if names.is_empty() {
        return facts;
    }
    others.push(vec![Ident::new("names", Span::call_site()).into(), group(reference(names))]);
    let comma: TokenStream = ",".parse().unwrap_or_default();
    let mut tokens = TokenStream::new();
    for (index, word) in others.into_iter().enumerate() {
        if index > 0 {
            tokens.extend(comma.clone());
        }
        tokens.extend(word);
    }
    tokens
}

type Word = Vec<TokenTree>;

/// Splits at commas.
fn words(facts: TokenStream) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::new();
    for token in facts {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            words.push(std::mem::take(&mut word));
        } else {
            word.push(token);
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn is_name(word: &Word) -> bool {
    let Some(TokenTree::Ident(name)) = word.first() else { return false };
    let name = name.to_string();
    [WORDS, PARTS].iter().any(|words| words.contains(&&*name))
}

/// Returns `&Names::new()`, with a call for each word.
fn reference(words: Vec<Word>) -> TokenStream {
    let mut tokens: TokenStream = "&::ferrosmith::schema::Names::new()".parse().unwrap_or_default();
    words.into_iter().for_each(|word| call(word, &mut tokens));
    tokens
}

/// Appends the call of a word. `item("Tag", …)` is a call with the names of the item; `xml_namespace("uri", prefix("p"))`
/// is two calls.
fn call(word: Word, tokens: &mut TokenStream) {
    let mut word = word.into_iter();
    let Some(TokenTree::Ident(name)) = word.next() else { return };
    let arguments = match word.next() {
        Some(TokenTree::Group(arguments)) => words(arguments.stream()),
        _ => Vec::new(),
    };
    let (mut inner, literal): (Vec<_>, Vec<_>) = arguments.into_iter().partition(is_name);
    let literal: TokenStream = literal.into_iter().flatten().collect();
    tokens.extend(".".parse::<TokenStream>());
    if PARTS.contains(&&*name.to_string()) {
        if !literal.is_empty() {
            inner.insert(0, vec![Ident::new("xml_name", Span::call_site()).into(), group(literal)]);
        }
        tokens.extend([TokenTree::from(name), group(reference(inner))]);
    } else {
        tokens.extend([TokenTree::from(name), group(literal)]);
        inner.into_iter().for_each(|word| call(word, tokens));
    }
}

fn group(tokens: TokenStream) -> TokenTree {
    Group::new(Delimiter::Parenthesis, tokens).into()
}
