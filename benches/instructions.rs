//! Reads a response and drops what it holds: what callgrind counts. `benches/instructions.sh` compiles it.
mod response;

use ferrosmith_aws::{
    ferrosmith::{Bytes, Operation as _, http::Response},
    fsx::operation::DescribeBackups,
};

/// The one function that is counted.
#[inline(never)]
fn counted(body: Bytes) -> Option<usize> {
    DescribeBackups::from_response(Response::new(body)).ok()?.backups.map(|backups| backups.len())
}

fn main() {
    let body = response::response(1_000);
    println!("{} bytes, {:?} backups", body.len(), counted(body));
}
