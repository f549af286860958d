//! `imap-dal`: mailboxes from the command line. It knows what people type and read; what is sent is the library's.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod account;
mod arguments;
mod failure;
mod help;
mod mailboxes;
mod output;
mod progress;
mod role;
mod schema;
mod sql;
mod suggest;

use arguments::Command;
use failure::Failure;
use std::{
    io::{self, Write},
    process::ExitCode,
};

/// The exit status of a file that does not say what the server has.
const DRIFT: u8 = 1;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(failure) => {
            if !failure.is_silent() {
                output::report(format_args!("imap-dal: {failure}"));
            }
            failure.exit_code()
        }
    }
}

fn run() -> Result<ExitCode, Failure> {
    match arguments::parse(lexopt::Parser::from_env())? {
        Command::Say(text) => print(&text)?,
        Command::PrintSchema { account } => print(&schema::print(&account.connect()?)?)?,
        Command::CheckSchema { account, file, declared_only } => {
            let declared = schema::read(&file)?;
            let drift = schema::check(&declared, &account.connect()?, declared_only)?;
            if drift.is_empty() {
                print("the file and the server agree\n")?;
            } else {
                print(&drift)?;
                return Ok(ExitCode::from(DRIFT));
            }
        }
        Command::Mailboxes { account, format } => mailboxes::list(&account.connect()?, format)?,
        Command::Sql { account, text, options } => sql::run(&account, text, options)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
