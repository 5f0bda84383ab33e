//! Runs a target on random bytes, by the seed: the same ones in `cargo test`, other ones where `BOLERO_RANDOM_SEED` says so.
//!
//! bolero's own engine takes a new seed each time, which would make a commit fail for what another one did. The rest is
//! bolero's: panics are caught, and inputs made smaller; its fuzzers guided by coverage take the same targets.
use crate::entropy::Entropy;
use bolero::bolero_engine::{Engine, Test, driver, input::Bytes, panic};
use std::{
    cell::Cell,
    env,
    fmt::Debug,
    panic::RefUnwindSafe,
    thread,
    time::{Duration, Instant},
};

/// Calls the target with so many inputs of at most so many bytes; `BOLERO_RANDOM_ITERATIONS` goes before.
pub(crate) fn fuzz(iterations: u64, max_len: usize, mut target: impl FnMut(&mut Entropy<'_>) + RefUnwindSafe) {
    let target = move |bytes: &[u8]| target(&mut Entropy::new(bytes));
    bolero::TestTarget::new(Steady { iterations, max_len }).for_each(target);
}

/// Prints what a target was given, where it has failed: random bytes tell nobody anything.
pub(crate) fn show(input: impl FnOnce() -> String) {
    if IS_SHOWN.get() {
        eprintln!("{}", input());
    }
}

/// Tells how many inputs got so far. None would mean that the target tries nothing; a few alone may be none.
pub(crate) fn some(count: usize, what: &str) {
    println!("{count} {what}");
    assert!(count > 0 || setting("BOLERO_RANDOM_ITERATIONS").is_some(), "no {what}");
}

thread_local!(static IS_SHOWN: Cell<bool> = const { Cell::new(false) });

struct Steady {
    iterations: u64,
    max_len: usize,
}

fn setting(name: &str) -> Option<u64> {
    env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name}={value} is no whole number")))
}

impl<T: Test<Value: Debug>> Engine<T> for Steady {
    type Output = ();

    fn run(self, mut test: T, options: driver::Options) {
        let iterations = setting("BOLERO_RANDOM_ITERATIONS").unwrap_or(self.iterations);
        let first = setting("BOLERO_RANDOM_SEED").unwrap_or_default();
        let name = thread::current().name().unwrap_or_default().to_owned();
        let (start, mut slowest) = (Instant::now(), (Duration::ZERO, first));
        panic::set_hook();
        panic::forward_panic(false);
        for seed in (0..iterations).map(|index| first.wrapping_add(index)) {
            // A stack that overflows ends the process: this is how to find the input.
            if env::var_os("FUZZ_TRACE").is_some() {
                eprintln!("{name}: {seed}");
            }
            let bytes = random(seed, self.max_len);
            let begun = Instant::now();
            let outcome = test.test(&mut Bytes::new(&bytes, &options));
            slowest = slowest.max((begun.elapsed(), seed));
            let Err(error) = outcome else { continue };
            IS_SHOWN.set(true);
            eprintln!("the input:");
            let _ = test.test(&mut Bytes::new(&bytes, &options));
            IS_SHOWN.set(false);
            let smaller = test.shrink(bytes.clone(), None, &options).map(|failure| failure.input);
            IS_SHOWN.set(true);
            if let Some(smaller) = smaller {
                eprintln!("a smaller one, from {smaller:?}");
            }
            IS_SHOWN.set(false);
            panic::forward_panic(true);
            panic!("{error}\nagain: BOLERO_RANDOM_SEED={seed} BOLERO_RANDOM_ITERATIONS=1, test {name}");
        }
        panic::forward_panic(true);
        let (time, seed) = slowest;
        println!(
            "{name}: {iterations} executions from {first} on in {:.1?}, at most {time:.1?} ({seed})",
            start.elapsed()
        );
    }
}

/// As many bytes as the seed says (splitmix64), up to `max_len`.
fn random(mut seed: u64, max_len: usize) -> Vec<u8> {
    // Neighbours have nothing in common.
    let mut next = || {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let length = usize::try_from(next() % (max_len as u64 + 1)).unwrap_or(max_len);
    let mut bytes: Vec<u8> = (0..length.div_ceil(8)).flat_map(|_| next().to_le_bytes()).collect();
    bytes.truncate(length);
    bytes
}
