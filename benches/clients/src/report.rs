//! Fills the server, runs the clients in turn, and prints the tables.

use crate::{
    Outcome, mail,
    measure::Measured,
    relay::{Carried, Relay},
    task::{Client, Task, USER},
};
use imap_dal_tests::{raw::Raw, server::Server};
use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    process::{Command, Stdio},
    time::Duration,
};

const REALISTIC: &str = "realistic";
const MANY: &str = "many";
const TEMPLATE: &str = "template";

pub fn run(rounds: usize, tasks: &[Task]) -> Outcome<()> {
    let server = Server::from_env();
    let mut raw = Raw::login(server.address(), USER, "secret");
    fill(&mut raw, tasks);
    for (title, delay) in [("no delay", 0), ("50 ms of round trip", 50)] {
        println!("\n### {title}, {rounds} rounds\n");
        println!("| task | client | ms | of the floor | CPU ms | memory KiB | KB | round trips |");
        println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for task in tasks {
            measure(*task, rounds, Duration::from_millis(delay) / 2, &server, &mut raw)?;
        }
    }
    Ok(())
}

fn fill(raw: &mut Raw, tasks: &[Task]) {
    fill_one(raw, REALISTIC, 10_000, mail::realistic);
    fill_one(raw, TEMPLATE, 500, mail::realistic);
    if tasks.iter().any(|task| matches!(task, Task::ListMany | Task::First)) {
        fill_one(raw, MANY, 100_000, mail::small);
    }
}

fn fill_one(raw: &mut Raw, mailbox: &str, messages: u32, make: fn(u32) -> mail::Mail) {
    raw.create(mailbox);
    for first in (1..=messages).step_by(1_000) {
        let mails: Vec<mail::Mail> = (first..first + 1_000.min(messages)).map(make).collect();
        raw.append_all(
            mailbox,
            mails.iter().map(|mail| (mail.bytes.as_slice(), mail.flags.as_slice(), Some(mail.arrived.as_str()))),
        );
    }
}

fn measure(task: Task, rounds: usize, delay: Duration, server: &Server, raw: &mut Raw) -> Outcome<()> {
    let mut found: Vec<Vec<(Measured, Carried)>> = Client::ALL.map(|_| Vec::new()).into();
    // The first round warms the server's caches; the last goes through a relay that counts, and is not timed.
    for round in 0..rounds + 2 {
        for (client, found) in Client::ALL.into_iter().zip(&mut found) {
            let mailbox = prepare(task, raw);
            let counted = round > rounds;
            let relay = Relay::to(server.address().to_owned(), delay)?;
            let direct = delay.is_zero() && !counted;
            let address = if direct { server.address().to_owned() } else { relay.address() };
            let measured = worker(client, task, &address, &mailbox, &relay)?;
            check(task, &mailbox, raw)?;
            if round > 0 {
                found.push((measured, relay.carried()));
            }
        }
    }
    let floor = median(&found[0], |measured| measured.wall);
    for (client, found) in Client::ALL.into_iter().zip(&found) {
        let (_, carried) = found.last().ok_or("no rounds")?;
        let timed = &found[..rounds];
        let wall = median(timed, |measured| measured.wall);
        println!(
            "| {} | {} | {:.1} | {:.2} | {:.1} | {} | {} | {} |",
            task.name(),
            client.name(),
            wall as f64 / 1e3,
            wall as f64 / floor as f64,
            median(timed, |measured| measured.cpu) as f64 / 1e3,
            median(timed, |measured| measured.extra),
            carried.octets / 1000,
            carried.round_trips,
        );
    }
    agree(task, &found[1..])
}

/// The clients that decode found the same.
fn agree(task: Task, found: &[Vec<(Measured, Carried)>]) -> Outcome<()> {
    let mut sums = found.iter().flatten().map(|(measured, _)| (measured.checksum.rows, measured.checksum.sum));
    let first = sums.next().ok_or("no rounds")?;
    match sums.find(|sum| *sum != first) {
        None => Ok(()),
        Some(other) => Err(format!("{}: the clients disagree: {first:?} and {other:?}", task.name()).into()),
    }
}

/// The mailbox a task works on, or the beginning of the names of 20 fresh ones.
fn prepare(task: Task, raw: &mut Raw) -> String {
    match task {
        Task::ListMany | Task::First => MANY.to_owned(),
        Task::Delete => {
            for number in 0..20 {
                let name = format!("gone{number}");
                if raw.command(format!("SELECT {name}")).is_ok() {
                    raw.ok("UNSELECT");
                    raw.delete_mailbox(&name);
                }
                raw.create(&name);
                raw.ok(format!("EXAMINE {TEMPLATE}"));
                raw.ok(format!("UID COPY 1:* {name}"));
            }
            "gone".to_owned()
        }
        _ => REALISTIC.to_owned(),
    }
}

/// What was to change has changed, and nothing else.
fn check(task: Task, mailbox: &str, raw: &mut Raw) -> Outcome<()> {
    let right = match task {
        Task::Update => {
            raw.ok(format!("EXAMINE {mailbox}"));
            raw.uid_search("DRAFT").is_empty()
        }
        Task::Delete => (0..20).all(|number| {
            raw.ok(format!("EXAMINE {mailbox}{number}"));
            raw.uid_search("ALL").len() == 495 && raw.uid_search("FROM gumby").is_empty()
        }),
        _ => true,
    };
    if right { Ok(()) } else { Err(format!("{}: the mailbox is not what it should be", task.name()).into()) }
}

fn worker(client: Client, task: Task, address: &str, mailbox: &str, relay: &Relay) -> Outcome<Measured> {
    let mut child = Command::new(env::current_exe()?)
        .args(["worker", client.name(), task.name(), address, mailbox])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
    output.read_line(&mut String::new())?;
    relay.reset();
    child.stdin.take().ok_or("no input")?.write_all(b"go\n")?;
    let mut line = String::new();
    output.read_to_string(&mut line)?;
    if !child.wait()?.success() {
        return Err(format!("{} failed at {}", client.name(), task.name()).into());
    }
    line.parse()
}

fn median(found: &[(Measured, Carried)], value: impl Fn(&Measured) -> u64) -> u64 {
    let mut values: Vec<u64> = found.iter().map(|(measured, _)| value(measured)).collect();
    values.sort_unstable();
    values[values.len() / 2]
}
