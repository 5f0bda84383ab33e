//! Runs the key path that is named, once, in a function that callgrind counts; without a name, lists them.
//! `benches/instructions.sh` runs it.
use cases::paths::PATHS;

/// The one function that is counted.
#[inline(never)]
fn counted(path: &mut dyn FnMut()) {
    path();
}

fn main() {
    let Some(name) = std::env::args().nth(1) else {
        PATHS.iter().for_each(|(name, _)| println!("{name}"));
        return;
    };
    let (_, prepare) = PATHS.iter().find(|(known, _)| *known == name).expect("a key path of the list");
    counted(&mut *prepare());
}
