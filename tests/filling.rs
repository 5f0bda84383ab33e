//! Fills any shape with values through its slots.
//!
//! Not with proptest: a strategy per type would be code for every shape, and shrinking helps little if a failure
//! names the member that differs.
use ferrosmith::{Blob, List, Slot, Structure, Timestamp};
use serde_json::json;

/// A source of values.
pub(crate) trait Fill {
    /// Whether an optional member at this depth is set.
    fn wants(&mut self, depth: usize) -> bool;
    /// Returns the number of elements or entries at this depth.
    fn count(&mut self, depth: usize) -> usize;
    /// Returns the index of the union member to set, below `count`.
    fn choose(&mut self, count: usize) -> usize;
    /// Text for the member of this name.
    fn text(&mut self, name: &str) -> String;
    /// Returns an integer of this many bits.
    fn integer(&mut self, bits: u32) -> i64;
    /// A number with a fraction.
    fn double(&mut self) -> f64;
    /// Returns a timestamp.
    fn timestamp(&mut self) -> Timestamp;
}

/// One constant value of each type.
pub(crate) struct Full;

impl Fill for Full {
    /// No input is nested more deeply, unless it is recursive.
    fn wants(&mut self, depth: usize) -> bool {
        depth < 12
    }

    fn count(&mut self, _: usize) -> usize {
        1
    }

    fn choose(&mut self, _: usize) -> usize {
        0
    }

    fn text(&mut self, name: &str) -> String {
        format!("the {name}")
    }

    fn integer(&mut self, _: u32) -> i64 {
        7
    }

    fn double(&mut self) -> f64 {
        0.5
    }

    fn timestamp(&mut self) -> Timestamp {
        Timestamp::from_seconds(1_709_208_000)
    }
}

/// Pseudo-random values (splitmix64), the same for each seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count.max(1)).unwrap()).unwrap()
    }
}

impl Fill for Random {
    fn wants(&mut self, depth: usize) -> bool {
        depth < 7 && self.below(depth + 3) < 2
    }

    fn count(&mut self, depth: usize) -> usize {
        if depth < 7 { self.below(4) } else { 0 }
    }

    fn choose(&mut self, count: usize) -> usize {
        self.below(count)
    }

    fn text(&mut self, _: &str) -> String {
        let words =
            ["", "a", "é漢😀", "\"\\/\u{8}\n\u{1f}", "a b+c&d=e", "arn:aws:x", "\u{2028}\u{7f}", "NaN", "1", "null"];
        (0..self.below(4)).map(|_| words[self.below(words.len())]).collect()
    }

    fn integer(&mut self, bits: u32) -> i64 {
        let number = self.next().cast_signed() >> (64 - bits);
        match self.below(6) {
            0 => 0,
            1 => i64::MIN >> (64 - bits),
            2 => i64::MAX >> (64 - bits),
            _ => number,
        }
    }

    /// Any value except NaN, which is not equal to itself.
    fn double(&mut self) -> f64 {
        let number = f64::from_bits(self.next());
        if number.is_nan() { f64::NEG_INFINITY } else { number }
    }

    /// From 1700 to 2239: in this range, a double of seconds represents microseconds exactly.
    fn timestamp(&mut self) -> Timestamp {
        let micros = self.next().cast_signed() % 8_500_000_000_000_000;
        let nanoseconds =
            if self.below(2) == 0 { 0 } else { u32::try_from(micros.rem_euclid(1_000_000)).unwrap() * 1000 };
        Timestamp::new(micros.div_euclid(1_000_000), nanoseconds)
    }
}

/// Fills the member of this name.
pub(crate) fn fill(slot: Slot<'_>, source: &mut dyn Fill, name: &str) {
    fill_at(slot, source, name, 0);
}

fn fill_at(slot: Slot<'_>, source: &mut dyn Fill, name: &str, depth: usize) {
    match slot {
        Slot::Skip => {}
        Slot::Boolean(place) => *place = source.integer(64) % 2 != 0,
        Slot::Byte(place) => *place = source.integer(8).try_into().unwrap(),
        Slot::Short(place) => *place = source.integer(16).try_into().unwrap(),
        Slot::Integer(place) => *place = source.integer(32).try_into().unwrap(),
        Slot::Long(place) => *place = source.integer(64),
        #[expect(clippy::cast_possible_truncation, reason = "any float will do")]
        Slot::Float(place) => *place = source.double() as f32,
        Slot::Double(place) => *place = source.double(),
        Slot::String(place) => *place = source.text(name),
        Slot::Enum(place) => place.set(&source.text(name)),
        Slot::IntEnum(place) => place.set(source.integer(32).try_into().unwrap()),
        Slot::Blob(place) => *place = Blob::new(source.text(name)),
        Slot::Timestamp(place) => *place = source.timestamp(),
        Slot::BigInteger(place) => {
            let start = source.integer(32) | 1;
            *place = format!("{start}012345678901234567890").parse().unwrap();
        }
        Slot::BigDecimal(place) => *place = format!("{}.012345678901234567890", source.integer(64)).parse().unwrap(),
        Slot::Document(place) => *place = json!({ name: [source.text(name), source.integer(64), {}] }),
        Slot::List(list) => fill_list(list, source, name, depth),
        Slot::Map(map) => {
            for _ in 0..source.count(depth) {
                let key = source.text(name);
                fill_at(map.insert(key), source, name, depth + 1);
            }
        }
        Slot::Structure(value) => fill_structure(value, source, depth),
        Slot::Union(value) => {
            let members = value.schema().members;
            let index = source.choose(members.len());
            if let Some(member) = members.get(index) {
                fill_at(value.slot(index), source, member.name, depth + 1);
            }
        }
    }
}

fn fill_list(list: &mut dyn List, source: &mut dyn Fill, name: &str, depth: usize) {
    for _ in 0..source.count(depth) {
        fill_at(list.push(), source, name, depth + 1);
    }
}

fn fill_structure(value: &mut dyn Structure, source: &mut dyn Fill, depth: usize) {
    for (index, member) in value.schema().members.iter().enumerate() {
        if source.wants(depth) {
            fill_at(value.slot(index), source, member.name, depth + 1);
        }
    }
}
