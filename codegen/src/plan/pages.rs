//! Plans paginated operations. Smithy 2.0: "paginated trait".
use super::{Field, Structure, Type, Value, shapes::Shapes, types::Operation};
use crate::model::{Shape, ShapeId};

/// The pagination of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The input member with the token, by its name in the model.
    pub input_token: String,
    /// The output member with the next token, or a path to it, by names in the model.
    pub output_token: String,
    /// The optional output member that says whether there is another page, by its name in the model.
    pub more_results: Option<String>,
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
                more_results: more_results(&self.output),
                items: paginated.items.as_ref().and_then(|path| items(&self.output, path, shapes)),
            })
        });
    }
}

/// Returns the member `IsTruncated`, by which AWS's services say whether a list goes on. Some return a token on the last
/// page too, with which the list would start again. Smithy has no trait for it. With a default it says nothing, because
/// an absent one is then the same as `false`.
fn more_results(output: &Structure) -> Option<String> {
    let is_flag = |field: &&Field| {
        let is_boolean = *field.value.bare() == Value::Plain(Type::Boolean) && field.value.is_optional();
        field.name.eq_ignore_ascii_case("isTruncated") && is_boolean
    };
    output.fields.iter().find(is_flag).map(|field| field.name.clone())
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

#[cfg(test)]
mod tests {
    use crate::model::{Source, load};
    use crate::plan::{Selection, plan};

    /// Returns the planned member of a list whose output has this member too.
    fn more_results(member: &str) -> Option<String> {
        let text = format!(
            r##"{{ "smithy": "2.0", "shapes": {{
            "a#A": {{ "type": "service", "operations": [{{ "target": "a#List" }}],
                "traits": {{ "aws.protocols#awsJson1_0": {{}} }} }},
            "a#List": {{ "type": "operation", "input": {{ "target": "a#In" }}, "output": {{ "target": "a#Out" }},
                "traits": {{ "smithy.api#readonly": {{}},
                    "smithy.api#paginated": {{ "inputToken": "from", "outputToken": "next" }} }} }},
            "a#In": {{ "type": "structure", "members": {{ "from": {{ "target": "smithy.api#String" }} }} }},
            "a#Out": {{ "type": "structure", "members": {{ "next": {{ "target": "smithy.api#String" }}, {member} }} }}
            }} }}"##
        );
        let model = load(&[Source { path: "m.json".to_owned(), text }]).unwrap_or_else(|problems| panic!("{problems}"));
        let plan = plan(&model, &Selection { module: "a".to_owned(), ..Selection::default() }).unwrap();
        plan.operations[0].pages.clone().unwrap().more_results
    }

    #[test]
    fn an_optional_flag_ends_a_list() {
        assert_eq!(
            more_results(r#""IsTruncated": { "target": "smithy.api#Boolean" }"#).as_deref(),
            Some("IsTruncated")
        );
        assert_eq!(
            more_results(r#""isTruncated": { "target": "smithy.api#Boolean" }"#).as_deref(),
            Some("isTruncated")
        );
        let default = r#""IsTruncated": { "target": "smithy.api#Boolean", "traits": { "smithy.api#default": false } }"#;
        assert_eq!(more_results(default), None);
        assert_eq!(more_results(r#""IsTruncated": { "target": "smithy.api#String" }"#), None);
        assert_eq!(more_results(r#""Truncated": { "target": "smithy.api#Boolean" }"#), None);
    }
}
