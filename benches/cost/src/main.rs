//! What the client itself pays: instructions (counted by callgrind) and allocations of list views of 1,000 to 100,000 rows,
//! of conditions of 1 to 1,000 predicates, of lists of 10 to 100,000 uids.
#![allow(clippy::print_stdout)]

use imap_dal_cost_benchmark::{Outcome, prepared, server};
use std::{env, process::Command};

/// What is measured: its name and sizes.
const LINES: [(&str, &[usize]); 4] = [
    ("rows", &[1_000, 10_000, 100_000]),
    ("predicates planned", &[1, 100, 1_000]),
    ("predicates decided", &[1, 100, 1_000]),
    ("uids", &[10, 10_000, 100_000]),
];

fn main() -> Outcome<()> {
    match env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => report(),
        [word] if word == "serve" => Ok(server::serve()?),
        // In a process of its own, whose instructions are counted.
        [what, size] => prepared(what, size.parse()?)?(),
        _ => Err("takes no arguments, or one of the lines and a size".into()),
    }
}

fn report() -> Outcome<()> {
    let connecting = instructions("nothing", 0)?;
    println!("connecting: {:.1} million instructions, left out below\n", connecting as f64 / 1e6);
    println!("| | size | instructions, million | for each | allocations for each |\n| --- | --- | --- | --- | --- |");
    for (what, sizes) in LINES {
        for size in sizes {
            let counted = instructions(what, *size)?.saturating_sub(connecting);
            let each = counted as f64 / *size as f64;
            let allocations = allocations(what, *size)? as f64 / *size as f64;
            println!("| {what} | {size} | {:.1} | {each:.0} | {allocations:.2} |", counted as f64 / 1e6);
        }
    }
    Ok(())
}

fn allocations(what: &str, size: usize) -> Outcome<u64> {
    let output =
        Command::new(env::current_exe()?.with_file_name("allocations")).args([what, &size.to_string()]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

fn instructions(what: &str, size: usize) -> Outcome<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(env::current_exe()?);
    let output = valgrind.args([what, &size.to_string()]).output()?;
    let text = String::from_utf8_lossy(&output.stderr);
    let counted = text.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
    Ok(counted.ok_or_else(|| format!("callgrind told no count: {text}"))?.parse()?)
}
