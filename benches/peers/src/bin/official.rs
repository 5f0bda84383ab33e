//! Makes the call that is named with the official SDK, once, in a function that callgrind counts; without a name, lists them.
//! `benches/instructions.sh official` runs it.
use cases::responses::backups;

/// The one function that is counted.
mod instructions {
    #[inline(never)]
    pub(super) fn counted(call: &mut dyn FnMut()) {
        call();
    }
}

fn main() {
    let calls = [("a small call", 0), ("a call with 1,000 backups", 1_000)];
    let Some(name) = std::env::args().nth(1) else {
        calls.iter().for_each(|(name, _)| println!("{name}"));
        return;
    };
    let (_, count) = calls.iter().find(|(known, _)| *known == name).expect("a call of the list");
    let (runtime, client) = (peers::tokio(), peers::fsx(vec![backups(*count)]));
    let mut call = || drop(runtime.block_on(client.describe_backups().send()).expect("an output"));
    // What a client does once is not counted.
    call();
    instructions::counted(&mut call);
}
