//! What the compiler pays for a schema and the queries on it: `cargo check` of a crate with 100 mailboxes, all columns
//! and 200 queries, and of its likeness in Diesel, after their dependencies are built.
//!
//! Everything is made in a folder of the system's temporary one, which stays, so that dependencies are built once.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

mod diesel;
mod imap_dal;
mod measure;
mod subject;

use measure::{Cost, check, median};
use std::{env, error::Error, fs, path::Path, process::Command};
use subject::Subject;

const TABLES: usize = 100;
const QUERIES: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let runs = env::args().nth(1).map_or(Ok(9), |runs| runs.parse::<usize>())?.max(1);
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let folder = env::temp_dir().join("imap-dal-compile-time");
    fs::create_dir_all(&folder)?;

    let subjects = [
        Subject::new("imap-dal, mailboxes!", imap_dal::manifest(&repository), imap_dal::mailboxes(TABLES, QUERIES)),
        Subject::new("imap-dal, derive", imap_dal::manifest(&repository), imap_dal::models(TABLES, QUERIES)),
        Subject::new("Diesel, table!", diesel::manifest(), diesel::tables(TABLES, QUERIES)),
        Subject::new("Diesel, table! and derive", diesel::manifest(), diesel::models(TABLES, QUERIES)),
    ];
    println!("{TABLES} mailboxes (tables), {QUERIES} queries, {runs} runs, in {}", folder.display());
    print!(
        "{}",
        String::from_utf8_lossy(&Command::new("rustc").arg("--version").current_dir(&folder).output()?.stdout)
    );
    for subject in &subjects {
        subject.write(&folder)?;
        if subject.is_ours() {
            // The versions that the workspace is tested with.
            fs::copy(repository.join("Cargo.lock"), subject.folder(&folder).join("Cargo.lock"))?;
        }
        check(&folder, subject)?;
    }

    // Interleaved: what else the machine does falls on all alike.
    let mut costs = vec![Vec::new(); subjects.len()];
    for _ in 0..runs {
        for (subject, costs) in subjects.iter().zip(&mut costs) {
            subject.touch(&folder)?;
            costs.push(check(&folder, subject)?);
        }
    }
    report(&subjects, &costs.iter().map(|costs| median(costs)).collect::<Vec<_>>());
    Ok(())
}

fn report(subjects: &[Subject], medians: &[Cost]) {
    println!("\n{:28} {:>9} {:>9} {:>9}", "cargo check, median", "CPU s", "wall s", "lines");
    for (subject, cost) in subjects.iter().zip(medians) {
        let lines = subject.source.lines().count();
        println!("{:28} {:>9.2} {:>9.2} {lines:>9}", subject.name, cost.cpu.as_secs_f64(), cost.wall.as_secs_f64());
    }
    let (theirs, ours): (Vec<_>, Vec<_>) = subjects.iter().zip(medians).partition(|(subject, _)| !subject.is_ours());
    println!();
    for (subject, cost) in ours {
        for (other, more) in &theirs {
            let cpu = more.cpu.as_secs_f64() / cost.cpu.as_secs_f64();
            let wall = more.wall.as_secs_f64() / cost.wall.as_secs_f64();
            println!("{}: 1/{cpu:.1} of the CPU time of {}, 1/{wall:.1} of its wall time", subject.name, other.name);
        }
    }
}
