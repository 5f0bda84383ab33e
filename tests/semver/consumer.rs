//! A caller of the crate `shop`, as `docs/diff-rules.md` promises that it goes on to compile: structures are made with `new`,
//! setters and `..Default::default()`, fields are read, and every `match` on an enum has an arm for what comes later.
use shop::{
    Operation, Timestamp, error,
    ferrosmith::{Paginated, PaginatedItems, Waiter},
    operation::{Buy, BuyError, BuyOutput, List, ListError, ListOutput},
    types::{Bill, Colour, Level, Parcel, Pay},
    waiter,
};

pub fn inputs() -> (Buy, List) {
    let buy = Buy::new("sku", 3).colour(Colour::Red).level(Level::Low).limit(7).note("note");
    let list = List { token: Some("token".to_owned()), ..Default::default() };
    (Buy { colour: Some(Colour::Blue), level: Some(Level::High), limit: Some(9), ..buy }, list)
}

pub fn input(input: Buy) -> (Option<String>, Option<i32>, Option<i32>, Option<String>) {
    (input.sku, input.count, input.limit, input.note)
}

pub fn outputs() -> (BuyOutput, ListOutput) {
    let bought = BuyOutput::new().at(Timestamp::from_seconds(0)).parcel(Parcel::new(1.5).floor(2)).pay(Pay::Cash);
    (bought, ListOutput::new().next("next").skus(["sku"]))
}

pub fn bought(output: BuyOutput) -> Option<(Timestamp, f64, i32, String)> {
    let parcel: Box<Parcel> = output.parcel?;
    let pay: Pay = *output.pay?;
    let paid: String = match pay {
        Pay::Cash => "cash".to_owned(),
        Pay::Card(card) => card,
        Pay::Bill(Bill { number, .. }) => number?,
        _ => return None,
    };
    Some((output.at?, parcel.weight, parcel.floor, paid))
}

pub fn paid() -> [Pay; 3] {
    [Pay::Cash, Pay::Card("1".to_owned()), Pay::Bill(Bill::new().number("2"))]
}

pub fn listed(output: ListOutput) -> (Option<String>, Option<Vec<String>>) {
    (output.next, output.skus)
}

pub fn named(colour: Colour, level: Level) -> (&'static str, i32) {
    let colour = match colour {
        Colour::Red => "red",
        Colour::Blue => "blue",
        _ => "another",
    };
    let level = match level {
        Level::Low => 1,
        Level::High => 2,
        _ => 0,
    };
    (colour, level)
}

pub fn failed(bought: BuyError, listed: ListError, any: error::Error) -> Option<String> {
    match (bought, listed, any) {
        (BuyError::SoldOut(error::SoldOut { message, .. }), ..) => message,
        (_, ListError::Unhandled(_), error::Error::SoldOut(error)) => error.message,
        _ => None,
    }
}

pub fn sent<O: Operation>(_: &O) {}

pub fn all(pages: impl Paginated<Output = ListOutput>, items: impl PaginatedItems<Item = String>) {
    sent(&pages);
    sent(&items);
}

pub fn used() -> Waiter<List> {
    let (buy, list) = inputs();
    sent(&buy);
    all(list.clone(), list);
    waiter::LISTED
}
