//! Changes of models: none between a model and itself, and the way back mirrors the way there.
use crate::{
    engine::{fuzz, show},
    mutate,
    seeds::{SOUND, source},
};
use ferrosmith_codegen::{
    diff::{Change, Report, Rule, diff},
    model::{Model, load},
    plan::{Selection, plan},
};
use serde_json::Value;

fn report(old: &Model, new: &Model) -> Option<Report> {
    diff(old, new, &Selection { module: "module".to_owned(), ..Selection::default() }).ok()
}

fn model(json: &Value) -> Option<Model> {
    let model = load(&[source(json.to_string())]).ok()?;
    plan(&model, &Selection { module: "module".to_owned(), ..Selection::default() }).ok()?;
    Some(model)
}

#[test]
fn the_way_back_mirrors_the_way_there() {
    let mut compared = 0;
    fuzz(120, 128, |entropy| {
        let seed = &SOUND[entropy.below(SOUND.len())];
        let mutated = mutate::json(seed, entropy, 3);
        show(|| format!("{seed}\n{mutated}"));
        let (Some(old), Some(new)) = (model(seed), model(&mutated)) else { return };
        compared += 1;
        for model in [&old, &new] {
            let same = report(model, model).unwrap();
            assert!(same.changes.is_empty() && same.documentation == 0, "{same:#?}");
        }
        let (there, back) = (report(&old, &new).unwrap(), report(&new, &old).unwrap());
        let mut expected: Vec<_> = there.changes.iter().map(mirrored).collect();
        let mut found: Vec<_> = back.changes.iter().map(told).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "there {there:#?}\nback {back:#?}");
        assert_eq!(there.documentation, back.documentation);
    });
    println!("{compared} pairs were compared");
}

/// A change without the names of the newer model; what is added counts as removed.
type Told = (Rule, Option<String>, Option<String>);

fn told(change: &Change) -> Told {
    let rule = match change.rule {
        Rule::OperationAdded => Rule::OperationRemoved,
        Rule::ErrorAdded => Rule::ErrorRemoved,
        Rule::PaginationAdded => Rule::PaginationRemoved,
        Rule::WaiterAdded => Rule::WaiterRemoved,
        Rule::TypeAdded => Rule::TypeRemoved,
        Rule::MemberAdded | Rule::RequiredMemberAdded => Rule::MemberRemoved,
        Rule::ValueAdded => Rule::ValueRemoved,
        Rule::VariantAdded => Rule::VariantRemoved,
        rule => rule,
    };
    (rule, change.before.clone(), change.after.clone())
}

fn mirrored(change: &Change) -> Told {
    let (rule, before, after) = told(change);
    (rule, after, before)
}
