//! Selects a service and its operations, and computes their closure.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostics::{Diagnostic, Diagnostics, did_you_mean};
use super::shape_id::ShapeId;
use super::shapes::{Closure, Model, Resource, Service, Shape, ShapeClosure, ShapeKind};
use super::specification;

/// What is generated.
#[derive(Clone, Copy, Debug)]
pub enum Root<'m> {
    /// A service with its operations. The shape's kind is always [`ShapeKind::Service`].
    Service(&'m Shape),
    /// The types of a shape closure.
    Closure(&'m ShapeClosure),
}

/// The services or the shape closures of a model.
struct Candidates<'m> {
    what: &'static str,
    all: Vec<&'m ShapeId>,
}

impl<'m> Candidates<'m> {
    /// Returns the one that is requested by its id or name, or the only one.
    fn choose(&self, requested: Option<&str>) -> Result<&'m ShapeId, Diagnostic> {
        let Self { what, all } = self;
        let matching = all.iter().filter(|id| requested.is_none_or(|requested| id.is_called(requested)));
        let matching: Vec<&ShapeId> = matching.copied().collect();
        let join = |ids: &[&ShapeId]| ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
        Err(match (matching.as_slice(), requested) {
            ([id], _) => return Ok(id),
            ([], _) if all.is_empty() => Diagnostic::new(format!("the model has no {what}")),
            ([], requested) => {
                let requested = requested.unwrap_or_default();
                let names = all.iter().map(|id| if requested.contains('#') { id.as_str() } else { id.name() });
                let hint = did_you_mean(requested, names).or_else(|| Some(format!("there is {}", join(all))));
                Diagnostic::new(format!("there is no {what} {requested}")).hint(hint)
            }
            (several, Some(requested)) => {
                Diagnostic::new(format!("the model has {} {what}s of the name {requested}", several.len()))
                    .hint(format!("choose one by its id: {}", join(several)))
            }
            (several, None) => Diagnostic::new(format!("the model has {} {what}s and none is chosen", several.len()))
                .hint(format!("choose one of {}", join(several))),
        })
    }
}

impl Model {
    /// Returns the shape with this id.
    pub fn shape(&self, id: &ShapeId) -> Option<&Shape> {
        self.shapes.get(id)
    }

    /// Iterates over the services, sorted by id.
    pub fn services(&self) -> impl Iterator<Item = (&ShapeId, &Service)> {
        self.shapes.iter().filter_map(|(id, shape)| match &shape.kind {
            ShapeKind::Service(service) => Some((id, service)),
            _ => None,
        })
    }

    /// Returns what to generate: the closure `requested` by its id or its name without namespace, else the service that is,
    /// else the only service, else the only closure.
    ///
    /// # Errors
    ///
    /// There is no such closure or service, both are requested, or neither is and the model has several.
    pub fn root(&self, service: Option<&str>, closure: Option<&str>) -> Result<Root<'_>, Diagnostics> {
        match (service, closure) {
            (Some(service), Some(closure)) => {
                let message = format!("the service {service} and the shape closure {closure} are both requested");
                let hint = "a closure is generated without a service: choose one of the two".to_owned();
                Err(Diagnostic::new(message).hint(hint).see(specification::SHAPE_CLOSURES.to_owned()).into())
            }
            (None, None) if self.services().next().is_none() && !self.closures.is_empty() => {
                self.shape_closure(None).map(Root::Closure)
            }
            (_, Some(_)) => self.shape_closure(closure).map(Root::Closure),
            (_, None) => self.service(service).map(Root::Service),
        }
    }

    /// Returns the service to generate: the one `requested`, given by its id or its name without namespace, or the only
    /// service.
    ///
    /// The shape's kind is always [`ShapeKind::Service`].
    ///
    /// # Errors
    ///
    /// There is no such service, or `requested` is `None` and the model has more than one.
    pub fn service(&self, requested: Option<&str>) -> Result<&Shape, Diagnostics> {
        let candidates = Candidates { what: "service", all: self.services().map(|(id, _)| id).collect() };
        let id = candidates.choose(requested).map_err(|problem| {
            let hint = match (candidates.all.as_slice(), self.closures.as_slice()) {
                ([], []) => Some(
                    "a shape of type service is needed, or a shape closure in the metadata \"shapeClosures\""
                        .to_owned(),
                ),
                ([], [closure, ..]) => Some(format!("choose the shape closure {} instead", closure.shape.id)),
                _ => problem.hint.clone(),
            };
            problem.hint(hint).see(specification::SERVICES.to_owned())
        })?;
        self.shape(id).ok_or_else(|| Diagnostic::new("is not a shape").on(id).into())
    }

    /// Returns the shape closure to generate: the one `requested`, given by its id or its name without namespace, or the
    /// only one.
    ///
    /// # Errors
    ///
    /// There is no such closure, or `requested` is `None` and the model has more than one.
    pub fn shape_closure(&self, requested: Option<&str>) -> Result<&ShapeClosure, Diagnostics> {
        let all = self.closures.iter().map(|closure| &closure.shape.id).collect();
        let id = Candidates { what: "shape closure", all }.choose(requested).map_err(|problem| {
            let option = "`--closure ID`, or `closure = \"ID\"` in a file";
            let hint = problem.hint.as_ref().map(|hint| match requested {
                None => format!("{hint}, with {option}"),
                Some(_) => hint.clone(),
            });
            let hint = hint.or_else(|| Some("the metadata \"shapeClosures\" of a model declares them".to_owned()));
            problem.hint(hint).see(specification::SHAPE_CLOSURES.to_owned())
        })?;
        let closure = self.closures.iter().find(|closure| closure.shape.id == *id);
        closure.ok_or_else(|| Diagnostic::new("is not a shape closure").on(id).into())
    }

    /// Returns the closure of a service: its operations, including those of its resources, and every shape reachable
    /// from them.
    ///
    /// `operations` selects operations by their names without namespace; if it is empty, all are selected.
    ///
    /// # Errors
    ///
    /// `service` is not a service, or it has no operation of a given name.
    pub fn closure(&self, service: &ShapeId, operations: &[String]) -> Result<Closure, Diagnostics> {
        let Some(Shape { kind: ShapeKind::Service(bound), .. }) = self.shape(service) else {
            return Err(Diagnostic::new("is not a service of this model").on(service).into());
        };
        let selected = self.selected(service, operations)?;
        let shapes = self.shapes_of(bound, &selected);
        Ok(Closure { service: service.clone(), operations: selected, shapes })
    }

    /// Returns every shape that these operations of a service reach, and the errors of the service itself.
    pub(crate) fn shapes_of<'m>(
        &self,
        service: &Service,
        operations: impl IntoIterator<Item = &'m ShapeId>,
    ) -> BTreeSet<ShapeId> {
        let mut start = service.errors.clone();
        for id in operations {
            if let Some(Shape { kind: ShapeKind::Operation(operation), .. }) = self.shape(id) {
                start.extend(operation.input.iter().chain(&operation.output).chain(&operation.errors).cloned());
            }
        }
        self.reachable(start)
    }

    fn selected(&self, service: &ShapeId, names: &[String]) -> Result<Vec<ShapeId>, Diagnostics> {
        let bound = self.bound_operations(service);
        let mut problems = Diagnostics::new();
        for name in names {
            if !bound.iter().any(|id| id.name() == name) {
                problems.push(
                    Diagnostic::new(format!("has no operation {name}"))
                        .on(service)
                        .hint(did_you_mean(name, bound.iter().map(ShapeId::name))),
                );
            }
        }
        let chosen = bound.into_iter().filter(|id| names.is_empty() || names.iter().any(|name| name == id.name()));
        let mut chosen: Vec<_> = chosen.collect();
        chosen.sort_by(|a, b| (a.name(), a).cmp(&(b.name(), b)));
        problems.finish(chosen)
    }

    /// Returns the operations of a service and of its resources at any depth.
    pub(crate) fn bound_operations(&self, service: &ShapeId) -> BTreeSet<ShapeId> {
        let Some(Shape { kind: ShapeKind::Service(service), .. }) = self.shape(service) else {
            return BTreeSet::new();
        };
        let of_resources = self.resources(service).into_values().flat_map(Resource::all_operations);
        service.operations.iter().chain(of_resources).cloned().collect()
    }

    /// Returns the resources of a service at any depth.
    pub(crate) fn resources<'m>(&'m self, service: &'m Service) -> BTreeMap<&'m ShapeId, &'m Resource> {
        let mut resources: BTreeMap<&ShapeId, &Resource> = BTreeMap::new();
        let mut queue: Vec<&ShapeId> = service.resources.iter().collect();
        while let Some(id) = queue.pop() {
            if let Some(Shape { kind: ShapeKind::Resource(resource), .. }) = self.shape(id)
                && resources.insert(id, resource).is_none()
            {
                queue.extend(&resource.resources);
            }
        }
        resources
    }

    /// Iterative, because a chain of 100,000 structures would overflow the stack.
    fn reachable(&self, start: Vec<ShapeId>) -> BTreeSet<ShapeId> {
        let mut queue = start;
        let mut reachable = BTreeSet::new();
        while let Some(id) = queue.pop() {
            if !reachable.contains(&id)
                && let Some(shape) = self.shape(&id)
            {
                queue.extend(shape.kind.members().map(|member| member.target.clone()));
                reachable.insert(id);
            }
        }
        reachable
    }
}
