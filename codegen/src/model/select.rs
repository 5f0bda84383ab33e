//! Selects a service and its operations, and computes their closure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::diagnostics::{Diagnostic, Diagnostics, did_you_mean};
use super::shape_id::ShapeId;
use super::shapes::{Closure, Model, Resource, Service, Shape, ShapeKind};
use super::specification;

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

    /// Returns the service to generate: the one `requested`, given by its id or its name without namespace, or the only
    /// service.
    ///
    /// The shape's kind is always [`ShapeKind::Service`].
    ///
    /// # Errors
    ///
    /// There is no such service, or `requested` is `None` and the model has more than one.
    pub fn service(&self, requested: Option<&str>) -> Result<&Shape, Diagnostics> {
        let matching: Vec<&Shape> = self
            .services()
            .filter(|(id, _)| requested.is_none_or(|requested| requested == id.as_str() || requested == id.name()))
            .filter_map(|(id, _)| self.shape(id))
            .collect();
        let all = || self.services().map(|(id, _)| id.as_str()).collect::<Vec<_>>();
        let problem = match (matching.as_slice(), requested) {
            ([service], _) => return Ok(service),
            ([], _) if all().is_empty() => Diagnostic::new("the model has no service").hint(self.needs_service()),
            ([], requested) => {
                let requested = requested.unwrap_or_default();
                let candidates =
                    self.services().map(|(id, _)| if requested.contains('#') { id.as_str() } else { id.name() });
                Diagnostic::new(format!("there is no service {requested}")).hint(
                    did_you_mean(requested, candidates).or_else(|| Some(format!("there is {}", all().join(", ")))),
                )
            }
            (several, _) => {
                let ids: Vec<_> = several.iter().map(|shape| shape.id.as_str()).collect();
                Diagnostic::new(format!("the model has {} services and none is chosen", ids.len()))
                    .hint(format!("choose one of {}", ids.join(", ")))
            }
        };
        Err(problem.see(specification::SERVICES.to_owned()).into())
    }

    /// Says that a service is needed. Smithy 2.0, "Shape closures": the metadata `shapeClosures` names types without one.
    fn needs_service(&self) -> String {
        let closures = self.metadata.get("shapeClosures").and_then(Value::as_array).into_iter().flatten();
        let ids: Vec<&str> = closures.filter_map(|closure| closure.get("id")?.as_str()).collect();
        match ids.is_empty() {
            true => "a shape of type service is needed".to_owned(),
            false => format!(
                "a shape of type service is needed: types without one, as its shape closures name ({}), are not generated",
                ids.join(", ")
            ),
        }
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
