//! The Smithy model and its loader: JSON text in, validated [`Model`] out.
//!
//! [`load`] is a pipeline with one file per step. Up to `mixins`, shapes are an `ast` whose traits are raw JSON;
//! `build` turns them into typed shapes; `validate` checks the references between them. Each step collects its errors
//! and continues with everything that could be read.

mod ast;
mod build;
mod cases;
mod closures;
mod cycles;
mod diagnostics;
mod enums;
mod exact;
mod json;
mod merge;
mod mixins;
mod overlays;
mod parse;
mod parse_shape;
mod pattern;
mod private;
mod reachable;
mod select;
mod selectors;
mod shape_id;
mod shapes;
mod source;
pub(crate) mod specification;
mod trait_rows;
mod trait_selectors;
mod trait_table;
mod traits;
mod upgrade;
mod uri;
mod validate;
mod waiters;

#[cfg(test)]
mod tests;

use overlays::Overlay;

pub(crate) use cycles::cycles;
pub use diagnostics::{Diagnostic, Diagnostics, Severity, did_you_mean};
pub use reachable::ModelSelection;
pub use select::Root;
pub use shape_id::{ShapeId, ShapeIdError};
pub use shapes::{
    Closure, EnumValue, IntEnumValue, Member, Model, Operation, Resource, Service, Shape, ShapeClosure, ShapeKind,
};
pub use source::{Location, Source};
pub use trait_rows::{Support, TraitRow, trait_row, traits_page};
pub(crate) use trait_table::{DISCOVERED, DISCOVERY, LABEL_DEFAULTS, REQUEST_HEADERS, SESSION_CREDENTIALS, TREE_HASH};
pub use traits::{
    AwsService, Deprecated, Endpoint, Fault, Http, HttpChecksum, Length, LongPoll, Paginated, Protocol, Range,
    Retryable, SigV4, TimestampFormat, TraitValues, Traits, Xml, XmlNamespace,
};
pub use uri::{Segment, UriPattern};
pub use waiters::{Acceptor, Comparator, Matcher, PathMatcher, State, Waiter};

/// Whether ferrosmith reads the trait with this id. Removing any other trait from a model does not change the output,
/// unless a selector of the model's metadata matches it.
pub fn reads_trait(id: &str) -> bool {
    trait_table::is_read(id)
}

/// Parses Smithy JSON ASTs of version 1.0 or 2.0, merges them into one model and validates it.
///
/// Equal definitions of a shape in several files are merged. Traits that one file `apply`s to a shape of another file
/// are added to that shape. The order of files matters only for list-valued traits that are applied more than once:
/// their entries are concatenated in that order. Warnings are returned in [`Model::warnings`].
///
/// The overlays that ship with the generator for services of the model are applied too; [`Model::overlays`] names them.
///
/// # Errors
///
/// All errors found, sorted by file and line, with the warnings among them.
pub fn load(sources: &[Source]) -> Result<Model, Diagnostics> {
    load_for(sources, ModelSelection::default()).map(|(model, _)| model)
}

/// Like [`load`], for some operations of a service, or for a shape closure. Diagnostics about shapes that these do not
/// reach are not errors; they are returned next to the model, of which only the reachable shapes are then known to be
/// valid.
///
/// # Errors
///
/// All errors about reachable shapes, sorted by file and line.
pub fn load_for(sources: &[Source], selection: ModelSelection<'_>) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut problems = Diagnostics::new();
    let prelude = Source { path: "prelude".to_owned(), text: include_str!("prelude.json").to_owned() };
    let files: Vec<_> = std::iter::once(&prelude).chain(sources).map(source::SourceFile::new).collect();
    let parsed: Option<Vec<_>> = {
        // Every file is parsed first. If one is not a model, its shapes are missing, and the next steps would only
        // report that.
        let parsed: Vec<_> = files.iter().map(|file| parse::parse(file, &mut problems)).collect();
        parsed.into_iter().collect()
    };
    problems.see(specification::JSON_AST);
    let Some(mut parsed) = parsed else {
        return Err(problems.sorted());
    };
    let overlays = Overlay::of(&parsed);
    let overlay_files: Vec<_> = overlays.iter().map(|overlay| source::SourceFile::new(&overlay.source)).collect();
    let overlay_files: Vec<_> = overlay_files.iter().filter_map(|file| parse::parse(file, &mut problems)).collect();
    overlays::extend(&mut parsed, overlay_files);
    let overlays: Vec<String> = overlays.iter().map(|overlay| overlay.why.clone()).collect();
    let mut ast = merge::merge(parsed, &mut problems);
    problems.see(specification::MERGING);
    let mut unreachable = reachable::Unreachable::new(&ast, selection);
    private::check(&ast, &mut problems);
    upgrade::upgrade(&mut ast);
    mixins::flatten(&mut ast, &mut problems);
    problems.see(specification::MIXINS);
    cases::check(&ast, &mut problems);
    problems.see(specification::SHAPE_IDS);
    trait_selectors::check(&ast, &mut problems);
    problems.see(specification::TRAITS);
    let closures = closures::resolve(&ast, selection, &mut problems);
    if let Some(closure) = closures::selected(&closures, &ast, selection) {
        unreachable = reachable::Unreachable::outside(&ast, &closure.shapes);
    }
    let unvalidated = build::build(ast, &mut problems);
    problems.see(specification::JSON_AST);
    let model = validate::validate(unvalidated, &mut problems);
    let [problems, set_aside] = unreachable.partition(problems);
    problems.finish_with(|warnings| (Model { closures, warnings, overlays, ..model }, set_aside.sorted()))
}
