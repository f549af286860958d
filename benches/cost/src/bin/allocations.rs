//! Counts the allocations of one line, in a process of its own: the allocator that counts costs instructions.
#![allow(clippy::print_stdout)]

use imap_dal_cost_benchmark::{Outcome, prepared};
use std::env;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [what, size] = arguments.as_slice() else { return Err("takes a line and a size".into()) };
    let work = prepared(what, size.parse()?)?;
    let mut outcome = Ok(());
    let counted = allocation_counter::measure(|| outcome = work());
    outcome?;
    println!("{}", counted.count_total);
    Ok(())
}
