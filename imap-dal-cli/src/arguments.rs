//! The command line as a command. An option that a command has no use for is refused.

use crate::{
    account::Account,
    failure::Failure,
    help,
    output::Format,
    sql::{Mode, Options},
    suggest,
};
use lexopt::Arg;
use std::{path::PathBuf, time::Duration};

/// What to do.
pub(crate) enum Command {
    /// Help, or the version.
    Say(String),
    PrintSchema {
        account: Account,
    },
    CheckSchema {
        account: Account,
        file: PathBuf,
        declared_only: bool,
    },
    Mailboxes {
        account: Account,
        format: Format,
    },
    Sql {
        account: Account,
        text: String,
        options: Options,
    },
}

const COMMANDS: [&str; 4] = ["print-schema", "check-schema", "mailboxes", "sql"];

const VERSION: &str = concat!("imap-dal ", env!("CARGO_PKG_VERSION"), "\n");

const OPTIONS: [&str; 13] = [
    "url",
    "ca",
    "timeout",
    "format",
    "csv",
    "json",
    "explain",
    "analyze",
    "dry-run",
    "exact",
    "all",
    "declared-only",
    "help",
];

/// # Errors
/// What is not understood, with what there is.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Command, Failure> {
    let mut account = Account::default();
    let mut options = Options::default();
    let (mut words, mut given) = (Vec::new(), Vec::new());
    let (mut declared_only, mut wants_help) = (false, false);
    while let Some(argument) = parser.next()? {
        let name = match argument {
            Arg::Value(word) => {
                words.push(word);
                continue;
            }
            Arg::Short('h') => "help".to_owned(),
            Arg::Short('V') => "version".to_owned(),
            Arg::Short(other) => return Err(unknown(&format!("-{other}"), None)),
            Arg::Long(name) => name.to_owned(),
        };
        match name.as_str() {
            "help" => wants_help = true,
            "version" => return Ok(Command::Say(VERSION.to_owned())),
            "url" => account.url = Some(text(parser.value()?, "--url")?),
            "ca" => account.ca = Some(text(parser.value()?, "--ca")?),
            "timeout" => account.timeout = Some(seconds(&text(parser.value()?, "--timeout")?)?),
            "format" => options.format = format(&text(parser.value()?, "--format")?)?,
            "csv" => options.format = Format::Csv,
            "json" => options.format = Format::Json,
            "explain" => set_mode(&mut options, Mode::Explain)?,
            "analyze" => set_mode(&mut options, Mode::Analyze)?,
            "dry-run" => set_mode(&mut options, Mode::DryRun)?,
            "exact" => options.exact = true,
            "all" => options.all = true,
            "declared-only" => declared_only = true,
            other => return Err(unknown(&format!("--{other}"), suggest::nearest(other, OPTIONS))),
        }
        given.push(name);
    }
    let mut words = words.into_iter();
    let Some(command) = words.next() else {
        return if wants_help {
            Ok(Command::Say(help::MAIN.to_owned()))
        } else {
            Err(Failure::usage("no command is given")
                .next(format!("write one of {}; --help says more", COMMANDS.join(", "))))
        };
    };
    let command = text(command, "the command")?;
    let allowed: &[&str] = match command.as_str() {
        "help" => {
            let about = words.next().map(|word| text(word, "the command")).transpose()?;
            let about = about.filter(|word| COMMANDS.contains(&word.as_str()));
            return Ok(Command::Say(about.map_or_else(|| help::MAIN.to_owned(), |command| help::of(&command))));
        }
        "version" => return Ok(Command::Say(VERSION.to_owned())),
        "print-schema" => &["url", "ca", "timeout"],
        "check-schema" => &["url", "ca", "timeout", "declared-only"],
        "mailboxes" => &["url", "ca", "timeout", "format", "csv", "json"],
        "sql" => &["url", "ca", "timeout", "format", "csv", "json", "explain", "analyze", "dry-run", "exact", "all"],
        other => {
            let shown = imap_dal::display::shortened(other, 60);
            return Err(Failure::usage(format!("there is no command `{shown}`{}", suggest::hint(other, COMMANDS)))
                .next(format!("the commands are {}", COMMANDS.join(", "))));
        }
    };
    if wants_help {
        return Ok(Command::Say(help::of(&command)));
    }
    if let Some(other) = given.iter().find(|name| !allowed.contains(&name.as_str())) {
        return Err(Failure::usage(format!("`{command}` has no option --{other}"))
            .next(format!("`imap-dal {command} --help` lists those it has")));
    }
    let is_sql = command == "sql";
    let command = match command.as_str() {
        "print-schema" => Command::PrintSchema { account },
        "check-schema" => {
            let file = words.next().ok_or_else(|| {
                Failure::usage("check-schema needs a file").next("imap-dal check-schema src/mailboxes.rs")
            })?;
            Command::CheckSchema { account, file: file.into(), declared_only }
        }
        "mailboxes" => Command::Mailboxes { account, format: options.format },
        _ => {
            let statement = words.next().ok_or_else(|| {
                Failure::usage("sql needs a statement").next("imap-dal sql 'SELECT uid, subject FROM INBOX LIMIT 10'")
            })?;
            Command::Sql { account, text: text(statement, "the statement")?, options }
        }
    };
    match words.next() {
        None => Ok(command),
        Some(extra) => {
            let shown = imap_dal::display::shortened(&extra.to_string_lossy(), 60);
            Err(Failure::usage(format!("`{shown}` is one argument too many")).next(if is_sql {
                "a statement is one argument: put it in quotes"
            } else {
                "leave it out; --help says more"
            }))
        }
    }
}

fn set_mode(options: &mut Options, mode: Mode) -> Result<(), Failure> {
    if options.mode != Mode::Run && options.mode != mode {
        return Err(Failure::usage("--explain, --analyze and --dry-run exclude one another").next("pass one of them"));
    }
    options.mode = mode;
    Ok(())
}

fn seconds(word: &str) -> Result<Duration, Failure> {
    match word.parse::<u32>() {
        Ok(seconds) if seconds > 0 => Ok(Duration::from_secs(seconds.into())),
        _ => {
            let shown = imap_dal::display::shortened(word, 60);
            Err(Failure::usage(format!("--timeout takes whole seconds, not `{shown}`")).next("write --timeout 60"))
        }
    }
}

fn format(word: &str) -> Result<Format, Failure> {
    match word {
        "table" => Ok(Format::Table),
        "csv" => Ok(Format::Csv),
        "json" => Ok(Format::Json),
        other => {
            let shown = imap_dal::display::shortened(other, 60);
            Err(Failure::usage(format!("there is no format `{shown}`")).next("the formats are table, csv and json"))
        }
    }
}

fn text(value: std::ffi::OsString, what: &str) -> Result<String, Failure> {
    value.into_string().map_err(|_| Failure::usage(format!("{what} is no UTF-8")))
}

fn unknown(option: &str, near: Option<&str>) -> Failure {
    let option = imap_dal::display::shortened(option, 60);
    let hint = near.map_or_else(String::new, |near| format!("; did you mean --{near}?"));
    Failure::usage(format!("there is no option {option}{hint}")).next("`imap-dal --help` lists them")
}
