//! What the client itself pays: instructions (counted by callgrind) and allocations of list views of 1,000 to 100,000 rows,
//! of conditions of 1 to 1,000 predicates, of lists of 10 to 100,000 uids.
#![allow(clippy::print_stdout)]

use imap_dal_cost_benchmark::{Outcome, prepared, server};
use std::{collections::BTreeMap, env, fs, process::Command};

/// What is measured: its name and sizes.
const LINES: [(&str, &[usize]); 4] = [
    ("rows", &[1_000, 10_000, 100_000]),
    ("predicates planned", &[1, 100, 1_000]),
    ("predicates decided", &[1, 100, 1_000]),
    ("uids", &[10, 10_000, 100_000]),
];

/// The rooms of the client, with what they do here; whatever is in none of them is the rest.
const ROOMS: [(&str, &str); 7] = [
    ("wire", "parser"),
    ("row", "decoder"),
    ("plan", "planner"),
    ("evaluate", "evaluator"),
    ("connection", "connection"),
    ("execute", "execution"),
    ("", "rest"),
];

/// Instructions by room.
type Counted = BTreeMap<&'static str, u64>;

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
    println!("connecting: {:.1} million instructions, left out below\n", sum(&connecting) as f64 / 1e6);
    let mut by_room = String::new();
    println!("| | size | instructions, million | for each | allocations for each |\n| --- | --- | --- | --- | --- |");
    for (what, sizes) in LINES {
        for size in sizes {
            let counted = instructions(what, *size)?;
            let each = |counted: u64, connecting: u64| counted.saturating_sub(connecting) as f64 / *size as f64;
            let all = each(sum(&counted), sum(&connecting));
            let allocations = allocations(what, *size)? as f64 / *size as f64;
            println!("| {what} | {size} | {:.1} | {all:.0} | {allocations:.2} |", all * *size as f64 / 1e6);
            by_room += &format!("| {what} | {size} |");
            for (room, _) in ROOMS {
                let of = |counted: &Counted| counted.get(room).copied().unwrap_or_default();
                by_room += &format!(" {:.0} |", each(of(&counted), of(&connecting)));
            }
            by_room.push('\n');
        }
    }
    let heads: Vec<&str> = ROOMS.iter().map(|(_, does)| *does).collect();
    println!(
        "\nInstructions for each, by room:\n\n| | size | {} |\n|{}",
        heads.join(" | "),
        " --- |".repeat(2 + ROOMS.len())
    );
    print!("{by_room}");
    Ok(())
}

fn sum(counted: &Counted) -> u64 {
    counted.values().sum()
}

fn allocations(what: &str, size: usize) -> Outcome<u64> {
    let output =
        Command::new(env::current_exe()?.with_file_name("allocations")).args([what, &size.to_string()]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

fn instructions(what: &str, size: usize) -> Outcome<Counted> {
    let profile = env::temp_dir().join(format!("imap-dal-cost.{}", std::process::id()));
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", profile.display()));
    let output = valgrind.arg(env::current_exe()?).args([what, &size.to_string()]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let annotated = Command::new("callgrind_annotate").args(["--threshold=100", "--auto=no"]).arg(&profile).output()?;
    fs::remove_file(&profile)?;
    Ok(by_room(&String::from_utf8_lossy(&annotated.stdout)))
}

/// The lines of callgrind_annotate, `1,234 ( 5.67%)  file:function [object]`: the room is named in the function, also where
/// the file is that of something inlined.
fn by_room(annotated: &str) -> Counted {
    let mut counted = Counted::new();
    for line in annotated.lines() {
        let Some((count, rest)) = line.trim_start().split_once(' ') else { continue };
        let Ok(count) = count.replace(',', "").parse::<u64>() else { continue };
        let Some((_, function)) = rest.split_once("%)  ").filter(|(_, name)| !name.starts_with("PROGRAM TOTALS"))
        else {
            continue;
        };
        let is_of = |room: &str| function.contains(&format!("imap_dal::{room}::"));
        let room = ROOMS.iter().find(|(room, _)| !room.is_empty() && is_of(room)).map_or("", |(room, _)| room);
        *counted.entry(room).or_default() += count;
    }
    counted
}
