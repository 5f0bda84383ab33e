//! The syntax tree of attribute selectors, § "Attribute selectors" and § "Scoped attribute selectors".

use super::syntax::Variables;

/// `[trait|error = client]`, or `[@trait|range: @{min} > @{max}]`.
pub(super) struct Attribute {
    /// The attribute of the shape.
    pub(super) path: Path,
    pub(super) test: Test,
}

pub(super) enum Test {
    /// The attribute exists.
    Exists,
    /// The attribute compares to one of the values.
    Compare(Comparison),
    /// All comparisons hold for the attribute, or for one of its values if it is a projection.
    Scoped(Vec<Comparison>),
}

/// A comparison with one of several values.
pub(super) struct Comparison {
    /// The left value; `None` is the attribute itself.
    pub(super) left: Option<Operand>,
    pub(super) comparator: Comparator,
    pub(super) right: Vec<Operand>,
    pub(super) ignores_case: bool,
}

pub(super) enum Operand {
    Literal(String),
    /// `@{…}`: a path from the scope.
    Path(Path),
}

/// A path to a nested attribute.
#[derive(Default)]
pub(super) struct Path(pub(super) Vec<Key>);

/// A part of a path, whose meaning the parser determined.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key {
    // Of shapes.
    Id,
    Service,
    Traits,
    Variables,
    // Of shape ids.
    Namespace,
    Name,
    Member,
    // Of services.
    Version,
    /// A trait by its absolute id.
    Trait(String),
    /// A variable by its number.
    Variable(usize),
    /// `(keys)`
    Keys,
    /// `(values)`
    Values,
    /// `(length)`
    Length,
    /// `(first)`
    First,
    /// A property of a JSON object.
    Property(String),
    /// A property that does not exist.
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparator {
    Equal,
    NotEqual,
    StartsWith,
    EndsWith,
    Contains,
    Exists,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    SameProjection,
    OtherProjection,
    Subset,
    ProperSubset,
}

impl Comparator {
    /// The comparators. One that another starts with comes after it.
    pub(super) const TOKENS: &[(&str, Self)] = &[
        ("=", Self::Equal),
        ("!=", Self::NotEqual),
        ("^=", Self::StartsWith),
        ("$=", Self::EndsWith),
        ("*=", Self::Contains),
        ("?=", Self::Exists),
        (">=", Self::GreaterOrEqual),
        (">", Self::Greater),
        ("<=", Self::LessOrEqual),
        ("<", Self::Less),
        ("{=}", Self::SameProjection),
        ("{!=}", Self::OtherProjection),
        ("{<}", Self::Subset),
        ("{<<}", Self::ProperSubset),
    ];
}

impl Attribute {
    /// Returns the variables that the selector reads.
    pub(super) fn reads(&self) -> Variables {
        let comparisons = match &self.test {
            Test::Exists => [].as_slice(),
            Test::Compare(comparison) => std::slice::from_ref(comparison),
            Test::Scoped(comparisons) => comparisons,
        };
        let operands = comparisons.iter().flat_map(|comparison| comparison.left.iter().chain(&comparison.right));
        let paths = operands.filter_map(|operand| match operand {
            Operand::Path(path) => Some(path),
            Operand::Literal(_) => None,
        });
        let keys = paths.chain([&self.path]).flat_map(|path| &path.0);
        keys.fold(0, |reads, key| match key {
            Key::Variable(variable) => reads | 1 << variable,
            _ => reads,
        })
    }
}
