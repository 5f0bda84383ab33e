//! The Smithy vocabulary and the loader: model text in, proven [`Model`] out.
//!
//! [`load`] is a pipeline, one file a step. Up to `mixins` shapes are an `ast` whose traits are raw JSON; `build` makes them
//! typed; `validate` proves the references. Each step collects what is wrong and goes on, as far as sense can be made of it.

mod ast;
mod build;
mod cases;
mod cycles;
mod diagnostics;
mod enums;
mod json;
mod merge;
mod mixins;
mod parse;
mod parse_shape;
mod pattern;
mod private;
mod reachable;
mod select;
mod shape_id;
mod shapes;
mod source;
pub(crate) mod specification;
mod trait_selectors;
mod trait_table;
mod traits;
mod upgrade;
mod uri;
mod validate;
mod waiters;

#[cfg(test)]
mod tests;

pub(crate) use cycles::cycles;
pub use diagnostics::{Diagnostic, Diagnostics, Severity, did_you_mean};
pub use reachable::ModelSelection;
pub use shape_id::{ShapeId, ShapeIdError};
pub use shapes::{Closure, EnumValue, IntEnumValue, Member, Model, Operation, Resource, Service, Shape, ShapeKind};
pub use source::{Location, Source};
pub use traits::{
    AwsService, Deprecated, Endpoint, Fault, Http, Length, Paginated, Protocol, Range, Retryable, SigV4,
    TimestampFormat, TraitValues, Traits,
};
pub use uri::{Segment, UriPattern};
pub use waiters::{Acceptor, Comparator, Matcher, PathMatcher, State, Waiter};

/// Whether anything reads the trait of this id. What nothing reads may be left out of a model.
pub fn reads_trait(id: &str) -> bool {
    trait_table::is_read(id)
}

/// Reads models, Smithy JSON ASTs of version 1.0 or 2.0, into one, and proves it.
///
/// What several files define alike is one shape; what one `apply`s to shapes of another is added to them. The order of
/// files does not matter, except for the order of list-valued traits that are applied twice. Warnings come with the model.
pub fn load(sources: &[Source]) -> Result<Model, Diagnostics> {
    load_for(sources, ModelSelection::default()).map(|(model, _)| model)
}

/// The same for some operations of a service. What is wrong with shapes that they do not reach ends nothing; it comes
/// beside the model, of which then only what they reach is proven.
pub fn load_for(sources: &[Source], selection: ModelSelection<'_>) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut problems = Diagnostics::new();
    let prelude = Source { path: "prelude".to_owned(), text: include_str!("prelude.json").to_owned() };
    let files: Vec<_> = std::iter::once(&prelude).chain(sources).map(source::SourceFile::new).collect();
    let parsed: Option<Vec<_>> = {
        // Every file is read before one that is no model ends it all: its shapes would all be missed.
        let parsed: Vec<_> = files.iter().map(|file| parse::parse(file, &mut problems)).collect();
        parsed.into_iter().collect()
    };
    problems.see(specification::JSON_AST);
    let Some(parsed) = parsed else {
        return Err(problems.sorted());
    };
    let mut ast = merge::merge(parsed, &mut problems);
    problems.see(specification::MERGING);
    let unreached = reachable::Unreachable::new(&ast, selection);
    private::check(&ast, &mut problems);
    upgrade::upgrade(&mut ast);
    mixins::flatten(&mut ast, &mut problems);
    problems.see(specification::MIXINS);
    cases::check(&ast, &mut problems);
    problems.see(specification::SHAPE_IDS);
    trait_selectors::check(&ast, &mut problems);
    problems.see(specification::TRAITS);
    let unvalidated = build::build(ast, &mut problems);
    problems.see(specification::JSON_AST);
    let model = validate::validate(unvalidated, &mut problems);
    let [problems, set_aside] = unreached.partition(problems);
    problems.finish_with(|warnings| (Model { warnings, ..model }, set_aside.sorted()))
}
