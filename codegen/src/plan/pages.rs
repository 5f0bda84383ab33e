//! Plans paginated operations. Smithy 2.0: "paginated trait".
use super::{Field, Structure, Value, shapes::Shapes, types::Operation};
use crate::model::{Shape, ShapeId};

/// The pagination of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The input member with the token, by its name in the model.
    pub input_token: String,
    /// The output member with the next token, or a path to it, by names in the model.
    pub output_token: String,
    /// The items of the pages, if the model names them.
    pub items: Option<PageItems>,
}

/// The list or map that each page contains a part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageItems {
    /// The type of the list or map.
    pub value: Value,
    /// The path of members to it, starting at the output.
    pub path: Vec<Step>,
}

/// A member of the path to the items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the field.
    pub ident: String,
    /// Whether the field is an `Option`.
    pub is_optional: bool,
}

impl Operation {
    /// Plans the pagination. The loader has validated that the members exist and are of suitable types.
    pub(super) fn paginate(&mut self, shape: &Shape, shapes: &Shapes<'_>) {
        self.pages = shape.traits.paginated.as_ref().and_then(|paginated| {
            Some(Pages {
                input_token: paginated.input_token.clone()?,
                output_token: paginated.output_token.clone()?,
                items: paginated.items.as_ref().and_then(|path| items(&self.output, path, shapes)),
            })
        });
    }
}

fn items(output: &Structure, path: &str, shapes: &Shapes<'_>) -> Option<PageItems> {
    let mut names = path.split('.');
    let mut field = member(output, names.next()?)?.clone();
    let mut owner: Option<ShapeId> = output.shape.clone();
    let mut steps = vec![step(&field)];
    for name in names {
        owner = shapes.member_target(owner.as_ref()?, &field.name);
        field = shapes.nested_field(owner.as_ref()?, name)?;
        steps.push(step(&field));
    }
    Some(PageItems { value: field.value.bare().clone(), path: steps })
}

fn member<'a>(structure: &'a Structure, name: &str) -> Option<&'a Field> {
    structure.fields.iter().find(|field| field.name == name)
}

fn step(field: &Field) -> Step {
    Step { ident: field.ident.clone(), is_optional: field.value.is_optional() }
}
