//! Changes of models: none between a model and itself, and the way back mirrors the way there.
use crate::{
    engine::{fuzz, show, some},
    models::{changed, planned, selection},
};
use ferrosmith_codegen::{
    diff::{Change, Report, Rule, diff},
    model::Model,
};

fn report(old: &Model, new: &Model) -> Option<Report> {
    diff(old, new, &selection()).ok()
}

#[test]
fn the_way_back_mirrors_the_way_there() {
    let mut compared = 0;
    fuzz(60, 128, |entropy| {
        let (seed, changed) = changed(entropy);
        show(|| format!("{seed}\n{changed}"));
        let (Some((old, _)), Some((new, _))) = (planned(seed), planned(&changed)) else { return };
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
    some(compared, "pairs were compared");
}

/// A change without the names of the newer model; what is added counts as removed.
type Told = (Rule, Option<String>, Option<String>);

fn told(change: &Change) -> Told {
    let rule = match change.rule {
        Rule::OperationAdded => Rule::OperationRemoved,
        Rule::ErrorAdded => Rule::ErrorRemoved,
        Rule::PaginationAdded => Rule::PaginationRemoved,
        // Items of their own come and go too, while the pages stay.
        Rule::PaginationItemsChanged if change.after.is_none() => Rule::PaginationRemoved,
        Rule::WaiterAdded => Rule::WaiterRemoved,
        Rule::TypeAdded => Rule::TypeRemoved,
        Rule::MemberAdded | Rule::RequiredMemberAdded => Rule::MemberRemoved,
        Rule::ValueAdded => Rule::ValueRemoved,
        Rule::VariantAdded => Rule::VariantRemoved,
        Rule::ConversionAdded => Rule::ConversionRemoved,
        rule => rule,
    };
    // Both sides name the arguments as the newer model does.
    if rule == Rule::ConstructorReordered {
        return (rule, None, None);
    }
    // Rule sets are not shown, but that the one after is another.
    let text = |side: &Option<String>| Some(side.as_ref()?.trim_end_matches(", with another value").to_owned());
    (rule, text(&change.before), text(&change.after))
}

fn mirrored(change: &Change) -> Told {
    let (rule, before, after) = told(change);
    (rule, after, before)
}
