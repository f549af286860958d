//! imap-dal beside hand-written clients and the raw wire: one server, one run, the clients in turn.
//!
//! Each measurement is a process of its own, so that memory and CPU time are one client's alone. The parent fills the
//! mailboxes, starts the processes, stands between them and the server where round trips are counted or made longer, and
//! compares their checksums.
#![allow(clippy::print_stdout)]

mod hand_async;
mod hand_imap;
mod mail;
mod measure;
mod ours;
mod relay;
mod report;
mod task;
mod wire;

use std::{env, error::Error};
use task::{Client, Task};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["worker", client, task, address, mailbox] => {
            measure::worker(Client::named(client)?, Task::named(task)?, address, mailbox)
        }
        [] => report::run(5, &Task::ALL),
        [rounds] => report::run(rounds.parse()?, &Task::ALL),
        [rounds, tasks @ ..] => {
            let tasks = tasks.iter().map(|name| Task::named(name)).collect::<Outcome<Vec<_>>>()?;
            report::run(rounds.parse()?, &tasks)
        }
    }
}
