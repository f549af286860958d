//! What servers search and tell otherwise than their RFCs say, and that the answers are right nevertheless.
//!
//! Each quirk is first shown on the raw wire: where the server behaves, the test fails, and what steps around it can go.
//! Run on each server: `tests/with-server NAME -- cargo test -p imap-dal-tests --test quirks`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod courier;
mod cyrus;
mod dovecot;
mod given;

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use given::Given;
use imap_dal_tests::server::Server;

/// A quirk of a server: its name, and what shows it.
type Quirk = (&'static str, fn(&mut Given));

fn main() -> ExitCode {
    let server = Server::from_env();
    let quirks = match server.name() {
        "dovecot" => dovecot::QUIRKS,
        "cyrus" => cyrus::QUIRKS,
        "courier" => courier::QUIRKS,
        _ => &[],
    };
    let wanted = env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let mut failed = 0;
    for (name, show) in quirks.iter().filter(|(name, _)| name.contains(&wanted)) {
        let outcome = catch_unwind(AssertUnwindSafe(|| show(&mut Given::mailbox(&server))));
        println!("quirk {}::{name} ... {}", server.name(), if outcome.is_ok() { "ok" } else { "FAILED" });
        failed += usize::from(outcome.is_err());
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
