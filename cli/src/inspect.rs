//! `ferrosmith inspect`: shows a shape's Rust items, its users and its dependencies.

mod graph;
#[cfg(test)]
mod tests;
mod text;
mod walk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use ferrosmith_codegen::Target;
use ferrosmith_codegen::model::{self, Model, Shape, ShapeId, ShapeKind, did_you_mean};
use ferrosmith_codegen::plan::{self, Field, Items, Plan, Selection, Structure, Types, Value};

use crate::Outcome;
use crate::config::{self, Config};
use crate::frontend::Frontend;
use crate::generate;
use crate::model_arg;
use crate::paint::Paint;
use crate::progress::stage;

#[derive(clap::Args)]
/// Tell what a shape is in Rust, who uses it and what it needs
///
/// Looks into the models of the crate in this folder (ferrosmith.toml), or else of the services in codegen.toml.
pub(crate) struct Args {
    /// The shape's id, or its name alone
    shape: String,
    /// Draw what it needs instead
    #[arg(long, value_enum, value_name = "FORM")]
    graph: Option<graph::Form>,
    /// Look into these model files instead; an overlay is simply a further file
    #[arg(long = "model", value_name = "FILE", num_args = 1..)]
    models: Vec<PathBuf>,
    /// The service's shape id, if the files of --model hold several
    #[arg(long, value_name = "ID", requires = "models")]
    service: Option<String>,
    /// The id of the shape closure, if it is not that of a service
    #[arg(long, value_name = "ID", requires = "models", conflicts_with = "service")]
    closure: Option<String>,
}

pub(crate) fn run(args: &Args, frontend: Frontend) -> Result<Outcome> {
    let services = stage("loading", || targets(args, frontend)?.into_iter().map(load).collect::<Result<Vec<_>>>())?;
    describe(services, args, Paint::for_stdout())
}

/// Returns the services of the model files, or of the crate in this folder, or of codegen.toml.
fn targets(args: &Args, frontend: Frontend) -> Result<Vec<Target>> {
    if !args.models.is_empty() {
        return Ok(vec![target_from_files(&args.models, args.service.clone(), args.closure.clone())?]);
    }
    if let Some(target) = generate::target_in(Path::new("."))? {
        return Ok(vec![target]);
    }
    let root = frontend.workspace();
    targets_from_workspace(
        &root.context("there is no ferrosmith.toml in this folder either; name model files with --model")?,
    )
}

fn describe(services: Vec<Service>, args: &Args, paint: Paint) -> Result<Outcome> {
    let name = args.shape.as_str();
    let mut texts = Vec::new();
    for service in &services {
        for shape in service.shapes().filter(|shape| name == shape.id.as_str() || name == shape.id.name()) {
            texts.push(match args.graph {
                Some(form) => graph::draw(service, shape, form),
                None => text::write(service, shape, paint),
            });
        }
    }
    if texts.is_empty() {
        bail!(unknown_shape(name, &services));
    }
    Ok(Outcome::output(texts.join("\n"), false))
}

/// Returns the services of codegen.toml.
fn targets_from_workspace(root: &Path) -> Result<Vec<Target>> {
    let config = Config::load(root)?;
    let targets = config.outputs(None)?.iter().map(|output| output.targets(root)).collect::<Result<Vec<_>>>()?;
    Ok(targets.into_iter().flatten().collect())
}

fn load(target: Target) -> Result<Service> {
    let model_selection = model::ModelSelection {
        service: target.service.as_deref(),
        operations: &target.operations,
        closure: target.closure.as_deref(),
    };
    let (model, _) = model::load_for(&target.sources, model_selection)?;
    let selection = Selection {
        module: target.module,
        service: target.service,
        closure: target.closure,
        operations: target.operations,
        protocols: target.protocols,
        ..Selection::default()
    };
    let plan = plan::plan(&model, &selection)?;
    Ok(Service::new(model, plan))
}

/// Returns the service of model files that codegen.toml does not list, such as a new official model.
fn target_from_files(models: &[PathBuf], service: Option<String>, closure: Option<String>) -> Result<Target> {
    let read = |path: &PathBuf| config::read_model(path, &path.display().to_string());
    let sources = models.iter().map(read).collect::<Result<_>>()?;
    let module = models.first().map(|path| model_arg::module(&path.display().to_string())).unwrap_or_default();
    Ok(Target { module, sources, service, closure, ..Target::default() })
}

fn unknown_shape(name: &str, services: &[Service]) -> String {
    let ids = || services.iter().flat_map(Service::shapes).map(|shape| &shape.id);
    let names = ids().map(|id| if name.contains('#') { id.as_str() } else { id.name() });
    let hint = did_you_mean(name, names).map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("no service has a shape {name}{hint}")
}

/// A service, with an index of its plan by shape.
struct Service {
    model: Model,
    plan: Plan,
    items: Items,
    /// The planned types of the members of structures and unions.
    values: BTreeMap<ShapeId, Value>,
}

impl Service {
    fn new(model: Model, plan: Plan) -> Self {
        let mut values = BTreeMap::new();
        for structure in structures(&plan) {
            let Some(shape) = &structure.shape else { continue };
            let ids = structure.fields.iter().map(|field| (shape.with_member(&field.name), field.value.clone()));
            values.extend(ids);
        }
        for file in &plan.types {
            if let Types::Union(union) = &file.types {
                let payloads = union
                    .variants
                    .iter()
                    .filter_map(|variant| Some((union.shape.with_member(&variant.wire), variant.payload.clone()?)));
                values.extend(payloads);
            }
        }
        Self { items: Items::new(&plan), model, plan, values }
    }

    /// Returns the service, its operations and all shapes they reach, or the shapes of the closure; except those of the
    /// namespace `smithy.api`.
    fn shapes(&self) -> impl Iterator<Item = &Shape> {
        let roots = self.plan.operations.iter().map(|operation| &operation.shape).cloned();
        let closure = self.model.closures.iter().find(|closure| closure.shape.id == self.plan.service.shape);
        let of_closure = closure.into_iter().flat_map(|closure| closure.shapes.iter().cloned());
        let reached = walk::closure(&self.model, roots.chain(of_closure));
        let all = std::iter::once(self.plan.service.shape.clone()).chain(reached);
        let shapes: Vec<&Shape> = all.filter_map(|id| self.model.shape(&id)).collect();
        shapes.into_iter().filter(|shape| shape.id.namespace() != "smithy.api")
    }

    /// Returns the planned fields of a structure, which may be a type, an error, an input or an output.
    fn fields(&self, id: &ShapeId) -> &[Field] {
        let planned = structures(&self.plan).find(|structure| structure.shape.as_ref() == Some(id));
        planned.map_or(&[], |structure| structure.fields.as_slice())
    }

    /// Returns the Rust item or type of a shape; `None` if the plan does not use it.
    fn rust(&self, shape: &Shape) -> Option<String> {
        let items = self.items.of(&shape.id);
        if !items.is_empty() {
            return Some(items.join(", "));
        }
        self.values
            .iter()
            .find_map(|(member, value)| self.find_type_in(walk::target(&self.model, member)?, value.bare(), &shape.id))
    }

    /// Returns the type of `searched` within the type of `id`, which may be a list or map of it.
    fn find_type_in(&self, id: &ShapeId, value: &Value, searched: &ShapeId) -> Option<String> {
        if id == searched {
            return Some(value.bare().to_string());
        }
        match (&self.model.shape(id)?.kind, value.bare()) {
            (ShapeKind::List(inner), Value::List(value)) => self.find_type_in(&inner.target, value, searched),
            (ShapeKind::Map { key, .. }, Value::Map(_)) if key.target == *searched => Some("String".to_owned()),
            (ShapeKind::Map { value: inner, .. }, Value::Map(value)) => {
                self.find_type_in(&inner.target, value, searched)
            }
            _ => None,
        }
    }
}

fn structures(plan: &Plan) -> impl Iterator<Item = &Structure> {
    let shared = plan.types.iter().filter_map(|file| match &file.types {
        Types::Structure(structure) => Some(structure),
        Types::Union(_) | Types::Enum(_) | Types::IntEnum(_) => None,
    });
    let inputs_and_outputs = plan.operations.iter().flat_map(|operation| [&operation.input, &operation.output]);
    shared.chain(&plan.errors).chain(inputs_and_outputs)
}
