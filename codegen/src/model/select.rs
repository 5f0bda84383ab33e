//! Choosing a service and what of it is wanted.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostics::{Diagnostic, Diagnostics, did_you_mean};
use super::shape_id::ShapeId;
use super::shapes::{Closure, Model, Resource, Service, Shape, ShapeKind};
use super::specification;

impl Model {
    /// A shape by id.
    pub fn shape(&self, id: &ShapeId) -> Option<&Shape> {
        self.shapes.get(id)
    }

    /// The services, sorted by id.
    pub fn services(&self) -> impl Iterator<Item = (&ShapeId, &Service)> {
        self.shapes.iter().filter_map(|(id, shape)| match &shape.kind {
            ShapeKind::Service(service) => Some((id, service)),
            _ => None,
        })
    }

    /// The service to generate: the one `wanted`, by full id or bare name, or else the only one there is.
    ///
    /// The shape's kind is always [`ShapeKind::Service`].
    pub fn service(&self, wanted: Option<&str>) -> Result<&Shape, Diagnostics> {
        let matching: Vec<&Shape> = self
            .services()
            .filter(|(id, _)| wanted.is_none_or(|wanted| wanted == id.as_str() || wanted == id.name()))
            .filter_map(|(id, _)| self.shape(id))
            .collect();
        let all = || self.services().map(|(id, _)| id.as_str()).collect::<Vec<_>>();
        let problem = match (matching.as_slice(), wanted) {
            ([service], _) => return Ok(service),
            ([], _) if all().is_empty() => {
                Diagnostic::new("the model has no service").hint("a shape of type service is needed".to_owned())
            }
            ([], wanted) => {
                let wanted = wanted.unwrap_or_default();
                let candidates =
                    self.services().map(|(id, _)| if wanted.contains('#') { id.as_str() } else { id.name() });
                Diagnostic::new(format!("there is no service {wanted}"))
                    .hint(did_you_mean(wanted, candidates).or_else(|| Some(format!("there is {}", all().join(", ")))))
            }
            (several, _) => {
                let ids: Vec<_> = several.iter().map(|shape| shape.id.as_str()).collect();
                Diagnostic::new(format!("the model has {} services and none is chosen", ids.len()))
                    .hint(format!("choose one of {}", ids.join(", ")))
            }
        };
        Err(problem.see(specification::SERVICES.to_owned()).into())
    }

    /// What a service needs: its operations, those of its resources included, and every shape reachable from them.
    ///
    /// `operations` selects by bare name; empty means all. A name the service does not have is an error.
    pub fn closure(&self, service: &ShapeId, operations: &[String]) -> Result<Closure, Diagnostics> {
        let Some(Shape { kind: ShapeKind::Service(bound), .. }) = self.shape(service) else {
            return Err(Diagnostic::new("is not a service of this model").on(service).into());
        };
        let selected = self.selected(service, operations)?;
        let mut start = bound.errors.clone();
        for id in &selected {
            if let Some(Shape { kind: ShapeKind::Operation(operation), .. }) = self.shape(id) {
                start.extend(operation.input.iter().chain(&operation.output).chain(&operation.errors).cloned());
            }
        }
        Ok(Closure { service: service.clone(), operations: selected, shapes: self.reachable(start) })
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

    /// The operations of a service and of its resources at any depth.
    pub(super) fn bound_operations(&self, service: &ShapeId) -> BTreeSet<ShapeId> {
        let Some(Shape { kind: ShapeKind::Service(service), .. }) = self.shape(service) else {
            return BTreeSet::new();
        };
        let of_resources = self.resources(service).into_values().flat_map(Resource::all_operations);
        service.operations.iter().chain(of_resources).cloned().collect()
    }

    /// The resources of a service at any depth.
    pub(super) fn resources<'m>(&'m self, service: &'m Service) -> BTreeMap<&'m ShapeId, &'m Resource> {
        let mut resources: BTreeMap<&ShapeId, &Resource> = BTreeMap::new();
        let mut open: Vec<&ShapeId> = service.resources.iter().collect();
        while let Some(id) = open.pop() {
            if let Some(Shape { kind: ShapeKind::Resource(resource), .. }) = self.shape(id)
                && resources.insert(id, resource).is_none()
            {
                open.extend(&resource.resources);
            }
        }
        resources
    }

    /// Iterative: a chain of 100,000 structures is no reason to overflow the stack.
    fn reachable(&self, start: Vec<ShapeId>) -> BTreeSet<ShapeId> {
        let mut open = start;
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !found.contains(&id)
                && let Some(shape) = self.shape(&id)
            {
                open.extend(shape.kind.members().map(|member| member.target.clone()));
                found.insert(id);
            }
        }
        found
    }
}
