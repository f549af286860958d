//! Running a statement, or saying what it would do.

use super::statement::{Statement, Verb, parse};
use crate::{
    account::Account,
    failure::Failure,
    output::{Format, Output, Value, report},
    progress::{self, timed},
    suggest,
};
use imap_dal::{Affected, AnyMailbox, Dal, Error, MailboxInfo, Query, Uid, display::escaped};
use std::{io::Write, thread};

/// The parser and its tree recurse with the depth of the statement, whose length is bounded.
const STACK: usize = 512 << 20;

const FINDING: &str = "finding messages";

/// What the options ask.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) format: Format,
    pub(crate) mode: Mode,
    pub(crate) exact: bool,
    pub(crate) all: bool,
}

impl Options {
    /// Whether every message may be meant: because that is said, or because nothing is changed.
    fn may_be_all(self) -> bool {
        self.all || matches!(self.mode, Mode::Explain | Mode::DryRun)
    }
}

/// Whether to do it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    #[default]
    Run,
    /// Says what would be sent.
    Explain,
    /// Runs it and says what was sent.
    Analyze,
    /// Says what would be changed.
    DryRun,
}

/// Runs the statement `text`.
///
/// # Errors
/// Statements that cannot be understood, before connecting; what the server brings.
pub(crate) fn run(account: &Account, text: String, options: Options) -> Result<(), Failure> {
    let statement = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || parse(&text))
        .map_err(|error| {
            Failure::failed(format!("there is no memory to read the statement in: {error}"))
                .next("allow the process more address space, with ulimit -v")
        })?
        .join()
        .unwrap_or_else(|_| Err(Failure::failed("the statement is nested too deep to be read")))?;
    check(&statement, options)?;
    let dal = account.connect()?;
    run_on(&dal, statement, options).map_err(|failure| match nearest(&failure, &dal) {
        Some(name) => failure.next(format!("did you mean FROM \"{}\"? `imap-dal mailboxes` lists all", escaped(&name))),
        None => failure,
    })
}

fn run_on(dal: &Dal, statement: Statement, options: Options) -> Result<(), Failure> {
    let query = query(&statement, options);
    match statement.verb {
        Verb::Select(columns) => {
            let (headings, columns): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
            let columns = columns.iter().map(|column| column.projection()).collect::<Result<Vec<_>, _>>()?;
            select(dal, &query.select(columns), headings, options)
        }
        Verb::Count(heading) => match options.mode {
            Mode::Explain => explained(query.explain_count(dal)?),
            Mode::Analyze => explained(query.explain_analyze_count(dal)?),
            _ => {
                let mut output = Output::new(options.format, vec![heading]);
                let count = timed("counting messages", || query.count(dal))?;
                output.row(vec![Value::Number(count)])?;
                output.finish()
            }
        },
        Verb::Update(changes) => {
            let update = query.update(changes);
            match options.mode {
                Mode::Explain => explained(update.explain(dal).map_err(for_all)?),
                Mode::DryRun => explained(timed(FINDING, || update.plan(dal)).map_err(for_all)?),
                _ => affected(
                    "updated",
                    timed("finding messages and changing their flags", || update.execute(dal)).map_err(for_all)?,
                    options,
                ),
            }
        }
        Verb::Delete => {
            let delete = query.delete();
            match options.mode {
                Mode::Explain => explained(delete.explain(dal).map_err(for_all)?),
                Mode::DryRun => explained(timed(FINDING, || delete.plan(dal)).map_err(for_all)?),
                _ => affected(
                    "deleted",
                    timed("finding messages and removing them", || delete.execute(dal)).map_err(for_all)?,
                    options,
                ),
            }
        }
    }
}

/// The mailbox that may have been meant where one is missing; by its last name too, as in "Projects/Alpha".
fn nearest(failure: &Failure, dal: &Dal) -> Option<String> {
    let word = failure.missing()?;
    let mailboxes = dal.mailboxes().ok()?;
    let last = |mailbox: &MailboxInfo| {
        mailbox.delimiter().and_then(|delimiter| mailbox.name().rsplit(delimiter).next().map(str::to_owned))
    };
    let is_last = |mailbox: &&MailboxInfo| last(mailbox).is_some_and(|last| last.eq_ignore_ascii_case(word));
    match suggest::nearest(word, mailboxes.iter().map(MailboxInfo::name)) {
        Some(name) => Some(name.to_owned()),
        None => mailboxes.iter().find(is_last).map(|mailbox| mailbox.name().to_owned()),
    }
}

/// What cannot be, before anything is sent.
fn check(statement: &Statement, options: Options) -> Result<(), Failure> {
    let is_change = matches!(statement.verb, Verb::Update(_) | Verb::Delete);
    if is_change && statement.condition.is_none() && !options.may_be_all() {
        return Err(Failure::usage("without WHERE this would change every message of the mailbox")
            .next("add a WHERE, or pass --all if every message is meant; --dry-run shows what would be done"));
    }
    match (options.mode, &statement.verb) {
        (Mode::DryRun, Verb::Select(_) | Verb::Count(_)) => {
            Err(Failure::usage("--dry-run is for UPDATE and DELETE: a SELECT changes nothing")
                .next("--explain shows what it would send"))
        }
        (Mode::Analyze, Verb::Update(_) | Verb::Delete) => {
            Err(Failure::usage("--analyze runs the statement, which would change messages")
                .next("--explain shows what would be sent, --dry-run which messages it would change"))
        }
        (_, Verb::Select(_) | Verb::Count(_)) if options.all => {
            Err(Failure::usage("--all is for UPDATE and DELETE").next("a SELECT without WHERE reads every message"))
        }
        _ => Ok(()),
    }
}

fn query(statement: &Statement, options: Options) -> Query<AnyMailbox> {
    let mailbox = AnyMailbox::in_mailbox(&statement.mailbox);
    let mut query = match &statement.condition {
        None => mailbox.all(),
        // Every message is meant, should the condition be true of all.
        Some(condition) if options.may_be_all() => mailbox.all().filter(condition.clone()),
        Some(condition) => mailbox.filter(condition.clone()),
    };
    for by in &statement.order {
        query = query.order_by(*by);
    }
    if let Some(limit) = statement.limit {
        query = query.limit(limit);
    }
    if statement.offset > 0 {
        query = query.offset(statement.offset);
    }
    if options.exact { query.exact() } else { query }
}

fn select(
    dal: &Dal,
    query: &Query<AnyMailbox, Vec<Value>>,
    headings: Vec<String>,
    options: Options,
) -> Result<(), Failure> {
    match options.mode {
        Mode::Explain => return explained(query.explain(dal)?),
        Mode::Analyze => return explained(query.explain_analyze(dal)?),
        Mode::Run | Mode::DryRun => {}
    }
    let mut output = Output::new(options.format, headings);
    let (rows, line) = progress::shown(query.stream(dal)?);
    let mut unreadable = 0;
    for row in rows {
        match row {
            Ok(values) => {
                line.erase();
                output.row(values)?;
            }
            // One value of one message: the others are still wanted.
            Err(error @ Error::Decode { .. }) => {
                line.erase();
                report(format_args!("imap-dal: {error}"));
                unreadable += 1;
            }
            Err(error) => {
                line.erase();
                output.finish()?;
                return Err(error.into());
            }
        }
    }
    line.erase();
    output.finish()?;
    if unreadable > 0 {
        return Err(Failure::failed(format!("{unreadable} messages could not be read and are left out"))
            .next("select fewer columns to see them"));
    }
    Ok(())
}

/// A condition that is true of every message is the same as none.
fn for_all(error: Error) -> Failure {
    match error {
        Error::InvalidInput { text, .. } if text.contains("`all()`") => {
            Failure::usage("the WHERE is true of every message, or only asks whether a value is present")
                .next("narrow it, or pass --all if every message is meant")
        }
        other => other.into(),
    }
}

/// What the library explains to a programmer, with the words of the command line for what can be done.
fn explained(text: impl std::fmt::Display) -> Result<(), Failure> {
    let text = text
        .to_string()
        .replace("`.exact()`", "`--exact`")
        .replace("`max_bytes` limits how much", "a LIMIT reads fewer");
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", text.trim_end())?;
    Ok(out.flush()?)
}

fn affected(done: &str, affected: Affected, options: Options) -> Result<(), Failure> {
    let Affected { matched, changed, conflicts, vanished, .. } = affected;
    let mut output = Output::new(options.format, vec!["matched".to_owned(), done.to_owned()]);
    output.row(vec![Value::Number(matched), Value::Number(changed)])?;
    output.finish()?;
    if !vanished.is_empty() {
        report(format_args!("imap-dal: {} were gone already: uids {}", vanished.len(), listed(&vanished)));
    }
    if conflicts.is_empty() {
        return Ok(());
    }
    Err(Failure::failed(format!(
        "{} messages were changed by somebody else meanwhile: uids {}",
        conflicts.len(),
        listed(&conflicts)
    ))
    .next("run the same command again for these"))
}

fn listed(uids: &[Uid]) -> String {
    const SHOWN: usize = 10;
    let mut text = uids.iter().take(SHOWN).map(Uid::to_string).collect::<Vec<_>>().join(", ");
    if uids.len() > SHOWN {
        text.push_str(", ..");
    }
    text
}
