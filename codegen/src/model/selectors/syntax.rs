//! The syntax tree of selectors.

use super::attributes::Attribute;
use super::types::Types;

/// A selector: steps, each of which is given the shapes that the one before yields.
pub(super) struct Sequence {
    /// Each with the variables that the steps after it read.
    pub(super) steps: Vec<(Step, Variables)>,
    /// The number of this sequence in the selector, to remember its result.
    pub(super) id: usize,
    /// The variables that it reads.
    pub(super) reads: Variables,
    /// Whether it sets a variable.
    pub(super) sets: bool,
}

/// A set of variables, one bit each.
pub(super) type Variables = u64;

pub(super) enum Step {
    /// `*`
    All,
    /// `string`, `number`
    Types(Types),
    /// `[trait|error = client]`, and scoped ones
    Attribute(Box<Attribute>),
    /// `>`, `<`, `-[input]->`, `<-[input]-`
    Neighbors { direction: Direction, relationships: Relationships },
    /// `~>`
    Closure,
    /// `:is(…)`
    Is(Vec<Sequence>),
    /// `:test(…)`
    Test(Vec<Sequence>),
    /// `:not(…)`
    Not(Sequence),
    /// `:in(…)`
    In(Sequence),
    /// `:root(…)`: the number of the sequence in [`Selector::roots`](super::Selector).
    Root(usize),
    /// `:topdown(…)`
    TopDown { qualifier: Sequence, disqualifier: Option<Sequence> },
    /// `:recursive(…)`
    Recursive(Sequence),
    /// `$name(…)`
    Set(usize, Sequence),
    /// `${name}`
    Get(usize),
    /// A function that does not exist; it yields nothing.
    Unknown,
}

impl Step {
    /// Returns the sequences that the step consists of.
    fn parts(&self) -> Vec<&Sequence> {
        match self {
            Self::Is(parts) | Self::Test(parts) => parts.iter().collect(),
            Self::Not(part) | Self::In(part) | Self::Recursive(part) | Self::Set(_, part) => vec![part],
            Self::TopDown { qualifier, disqualifier } => [qualifier].into_iter().chain(disqualifier).collect(),
            Self::All
            | Self::Types(_)
            | Self::Attribute(_)
            | Self::Neighbors { .. }
            | Self::Closure
            | Self::Root(_)
            | Self::Get(_)
            | Self::Unknown => Vec::new(),
        }
    }

    /// Returns the variables that the step reads. A `:root` reads none, because it is evaluated on its own.
    fn reads(&self) -> Variables {
        let own = match self {
            Self::Get(variable) => 1 << variable,
            Self::Attribute(attribute) => attribute.reads(),
            _ => 0,
        };
        self.parts().iter().fold(own, |reads, part| reads | part.reads)
    }

    /// Whether the step yields the same shapes for every shape.
    fn is_constant(&self) -> bool {
        match self {
            Self::Root(_) | Self::Get(_) | Self::Unknown => true,
            Self::Is(parts) => parts.iter().all(Sequence::is_constant),
            _ => false,
        }
    }
}

impl Sequence {
    pub(super) fn new(steps: Vec<Step>, id: usize) -> Self {
        let sets = steps.iter().any(|step| matches!(step, Step::Set(..)) || step.parts().iter().any(|part| part.sets));
        let mut reads = 0;
        let with_later = steps.into_iter().rev().map(|step| {
            let later = reads;
            reads |= step.reads();
            (step, later)
        });
        let mut steps: Vec<_> = with_later.collect();
        steps.reverse();
        Self { steps, id, reads, sets }
    }

    /// Whether it yields the same shapes for every shape, as `:root(…)` and `${name}` do.
    pub(super) fn is_constant(&self) -> bool {
        self.steps.first().is_some_and(|(step, _)| step.is_constant())
    }
}

/// The direction in which relationships are followed.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    Forward,
    Reverse,
}

impl Direction {
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Forward => Self::Reverse,
            Self::Reverse => Self::Forward,
        }
    }
}

/// A set of relationships.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Relationships(u32);

impl Relationships {
    pub(super) const NONE: Self = Self(0);
    pub(super) const BOUND: Self = Self(1);
    pub(super) const COLLECTION_OPERATION: Self = Self(1 << 1);
    pub(super) const CREATE: Self = Self(1 << 2);
    pub(super) const DELETE: Self = Self(1 << 3);
    pub(super) const ERROR: Self = Self(1 << 4);
    pub(super) const IDENTIFIER: Self = Self(1 << 5);
    pub(super) const INPUT: Self = Self(1 << 6);
    pub(super) const LIST: Self = Self(1 << 7);
    pub(super) const MEMBER: Self = Self(1 << 8);
    pub(super) const MIXIN: Self = Self(1 << 9);
    pub(super) const OPERATION: Self = Self(1 << 10);
    pub(super) const OUTPUT: Self = Self(1 << 11);
    pub(super) const PROPERTY: Self = Self(1 << 12);
    pub(super) const PUT: Self = Self(1 << 13);
    pub(super) const READ: Self = Self(1 << 14);
    pub(super) const RESOURCE: Self = Self(1 << 15);
    /// From a member to its target. It has no name.
    pub(super) const TARGET: Self = Self(1 << 16);
    pub(super) const TRAIT: Self = Self(1 << 17);
    pub(super) const UPDATE: Self = Self(1 << 18);
    /// The relationships that `>`, `<` and `~>` follow.
    pub(super) const UNDIRECTED: Self = Self(!(Self::BOUND.0 | Self::TRAIT.0));
    /// The relationships of services and resources to the operations and resources bound to them.
    pub(super) const BINDINGS: Self =
        Self::RESOURCE.with(Self::COLLECTION_OPERATION).with(Self::CREATE).with(Self::LIST).with(Self::INSTANCE);
    const INSTANCE: Self = Self::OPERATION.with(Self::PUT).with(Self::READ).with(Self::UPDATE).with(Self::DELETE);

    /// The relationships by name, sorted.
    pub(super) const NAMES: &[(&str, Self)] = &[
        ("bound", Self::BOUND),
        ("collectionOperation", Self::COLLECTION_OPERATION),
        ("create", Self::CREATE),
        ("delete", Self::DELETE),
        ("error", Self::ERROR),
        ("identifier", Self::IDENTIFIER),
        ("input", Self::INPUT),
        ("instanceOperation", Self::INSTANCE),
        ("list", Self::LIST),
        ("member", Self::MEMBER),
        ("mixin", Self::MIXIN),
        ("operation", Self::OPERATION),
        ("output", Self::OUTPUT),
        ("property", Self::PROPERTY),
        ("put", Self::PUT),
        ("read", Self::READ),
        ("resource", Self::RESOURCE),
        ("trait", Self::TRAIT),
        ("update", Self::UPDATE),
    ];

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn contains(self, relationship: Self) -> bool {
        self.0 & relationship.0 != 0
    }
}
