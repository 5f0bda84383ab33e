//! Compares the service, its operations and its errors.
use super::{Comparison, PlannedModel, Rule, pairs::pairs};
use crate::model::{Paginated, ShapeId, Traits};
use crate::plan::{ErrorEnum, Operation, Service, Submodule, Waiter};

impl Comparison<'_> {
    pub(super) fn service(&mut self) {
        let (old, new) = (&self.old.plan.service, &self.new.plan.service);
        let item = self.new.plan.item(None, &new.ident);
        let aspects: [fn(&Service) -> Option<String>; 4] = [
            |service| Some(protocols(service)),
            |service| Some(format!("signed as {}", service.signing_name.as_ref()?)),
            |service| Some(format!("endpoint prefix {}", service.endpoint_prefix)),
            |service| {
                let is_sent = service.protocols.iter().any(|(protocol, _)| protocol.sends_service_name());
                is_sent.then(|| format!("target {}", service.shape.name()))
            },
        ];
        for aspect in aspects {
            self.compare(Rule::ServiceChanged, &item, &new.shape, [aspect(old), aspect(new)]);
        }
        let versions = [old, new].map(|service| Some(service.version.clone()));
        self.compare(Rule::VersionChanged, &item, &new.shape, versions);
        self.error_enum(Submodule::Error, &new.shape, [&self.old.plan.error, &self.new.plan.error]);
    }

    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let ident = |operation: &Operation| operation.input.ident.clone();
        let operations = pairs(&old.plan.operations, &new.plan.operations, |operation| &operation.shape, ident);
        for operation in operations.removed {
            let item = old.item(Submodule::Operation, &operation.input.ident);
            self.removed(Rule::OperationRemoved, &item, &operation.shape, binding(operation));
        }
        for operation in operations.added {
            let item = new.item(Submodule::Operation, &operation.input.ident);
            self.added(Rule::OperationAdded, &item, &operation.shape, binding(operation));
        }
        for (before, after) in operations.both {
            self.operation([before, after]);
        }
    }

    fn operation(&mut self, both: [&Operation; 2]) {
        let [old, new] = both;
        let item = &self.new.item(Submodule::Operation, &new.input.ident);
        let shape = &new.shape;
        self.compare(Rule::ShapeRenamed, item, shape, both.map(|operation| Some(operation.shape.to_string())));
        self.compare(Rule::HttpChanged, item, shape, both.map(|operation| Some(binding(operation))));
        self.compare(Rule::HostPrefixChanged, item, shape, both.map(|operation| operation.host_prefix.clone()));
        let idempotent = |operation: &Operation| operation.is_idempotent.then(|| "idempotent".to_owned());
        self.compare(Rule::IdempotencyChanged, item, shape, both.map(idempotent));
        self.structure(Submodule::Operation, shape, [&old.input, &new.input]);
        self.structure(Submodule::Operation, shape, [&old.output, &new.output]);
        self.error_enum(Submodule::Operation, shape, [&old.error, &new.error]);
        let traits = [self.old.traits(&old.shape), self.new.traits(shape)];
        self.pagination(item, shape, traits);
    }

    pub(super) fn errors(&mut self) {
        let (old, new) = (self.old, self.new);
        let errors = pairs(&old.plan.errors, &new.plan.errors, |error| &error.shape, |error| &error.ident);
        for error in errors.removed {
            let Some(shape) = &error.shape else { continue };
            self.removed(Rule::TypeRemoved, &old.item(Submodule::Error, &error.ident), shape, "error");
        }
        for error in errors.added {
            let Some(shape) = &error.shape else { continue };
            self.added(Rule::TypeAdded, &new.item(Submodule::Error, &error.ident), shape, "error");
        }
        for (before, after) in errors.both {
            let Some(shape) = &after.shape else { continue };
            self.structure(Submodule::Error, shape, [before, after]);
        }
    }

    fn error_enum(&mut self, submodule: Submodule, shape: &ShapeId, [old, new]: [&ErrorEnum; 2]) {
        let item = self.new.item(submodule, &new.ident);
        let variants = pairs(&old.variants, &new.variants, |variant| &variant.payload, |variant| &variant.ident);
        for variant in variants.removed {
            // If the error itself was removed, its variant in the error of the service is not reported again.
            if submodule != Submodule::Error || self.new.has_error(&variant.payload) {
                self.removed(Rule::ErrorRemoved, &format!("{item}::{}", variant.ident), shape, &variant.payload);
            }
        }
        for variant in variants.added {
            if submodule != Submodule::Error || self.old.has_error(&variant.payload) {
                self.added(Rule::ErrorAdded, &format!("{item}::{}", variant.ident), shape, &variant.payload);
            }
        }
    }

    fn pagination(&mut self, item: &str, shape: &ShapeId, traits: [Option<&Traits>; 2]) {
        match traits.map(|traits| traits.and_then(|traits| traits.paginated.as_ref())) {
            [None, None] => {}
            [Some(old), None] => self.removed(Rule::PaginationRemoved, item, shape, tokens(old)),
            [None, Some(new)] => self.added(Rule::PaginationAdded, item, shape, tokens(new)),
            [Some(old), Some(new)] => {
                let both = [old, new];
                // With the first `items`, `.items()` is added, which is compatible.
                let rule = if old.items.is_none() { Rule::PaginationAdded } else { Rule::PaginationItemsChanged };
                self.compare(rule, item, shape, both.map(|paginated| paginated.items.clone()));
                self.compare(Rule::PaginationChanged, item, shape, both.map(|paginated| Some(tokens(paginated))));
            }
        }
    }

    pub(super) fn waiters(&mut self) {
        let (old, new) = (self.old, self.new);
        // A waiter of another operation has another type.
        let key = |waiter: &Waiter| (waiter.operation.clone(), waiter.ident.clone());
        let waiters = pairs(&old.plan.waiters, &new.plan.waiters, key, key);
        for waiter in waiters.removed {
            self.removed(
                Rule::WaiterRemoved,
                &old.item(Submodule::Waiter, &waiter.ident),
                &waiter.operation,
                &waiter.name,
            );
        }
        for waiter in waiters.added {
            self.added(Rule::WaiterAdded, &new.item(Submodule::Waiter, &waiter.ident), &waiter.operation, &waiter.name);
        }
        for (before, after) in waiters.both {
            let item = new.item(Submodule::Waiter, &after.ident);
            self.deprecation(&item, &after.operation, [&before.deprecated, &after.deprecated]);
            if before.delays != after.delays || before.acceptors != after.acceptors {
                let names = [before, after].map(|waiter| Some(waiter.name.clone()));
                self.push(Rule::WaiterChanged, &item, &after.operation, names);
            }
        }
    }
}

impl<'a> PlannedModel<'a> {
    pub(super) fn traits(&self, id: &ShapeId) -> Option<&'a Traits> {
        self.model.shape(id).map(|shape| &shape.traits)
    }

    fn has_error(&self, ident: &str) -> bool {
        self.plan.errors.iter().any(|error| error.ident == ident)
    }
}

fn protocols(service: &Service) -> String {
    let names: Vec<_> = service.protocols.iter().map(|(protocol, _)| format!("{protocol:?}")).collect();
    names.join(", ")
}

fn binding(operation: &Operation) -> String {
    match &operation.http {
        Some((method, uri, 200)) => format!("{method} {uri}"),
        Some((method, uri, status)) => format!("{method} {uri}, status {status}"),
        None => "POST /".to_owned(),
    }
}

/// Describes the pagination without the items.
fn tokens(Paginated { input_token, output_token, items: _, page_size }: &Paginated) -> String {
    let parts = [("from ", output_token), ("to ", input_token), ("size ", page_size)];
    let texts = parts.iter().filter_map(|(prefix, name)| Some(format!("{prefix}{}", name.as_ref()?)));
    texts.collect::<Vec<_>>().join(", ")
}
