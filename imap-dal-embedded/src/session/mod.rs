//! One client's conversation: reads commands, checks that they may be given now, has them done, answers. Generic over
//! the stream, so that it runs on a socket, over TLS and in memory.

#[cfg(test)]
mod arbitrary;
mod contexts;
mod listing;
mod mailboxes;
mod messages;
mod searching;
mod sign_in;
mod view;
mod wire;

use std::io::{Read, Write};
use std::sync::Arc;

use self::view::{Style, View};
use self::wire::{Line, Lost, Wire};
use crate::capability::Capability;
use crate::faults::Action;
use crate::parse::{self, Command, Cursor};
use crate::reply::{Done, Refusal};
use crate::server::Shared;
use crate::store::{State, Store};

/// Octets of a literal before the client has signed in.
const STRANGERS_LITERAL: usize = 8_192;

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The connection is to be closed.
    Closed,
    /// TLS comes next, then a new session on the same connection.
    StartTls,
}

/// A client's session.
#[derive(Debug)]
pub(crate) struct Session<S> {
    wire: Wire<S>,
    shared: Arc<Shared>,
    /// The mailboxes of the user; until one signed in, of the first.
    store: Arc<Store>,
    secure: bool,
    signed_in: bool,
    view: Option<View>,
    /// The client follows modification sequences (RFC 7162).
    condstore: bool,
    mistakes: usize,
}

/// Why a command was not done.
#[derive(Debug)]
enum Stop {
    Refused(Refusal),
    Lost(Lost),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

impl From<Lost> for Stop {
    fn from(lost: Lost) -> Stop {
        Stop::Lost(lost)
    }
}

/// What follows a command.
enum Next {
    Another,
    End(End),
}

/// What faults make of a command.
#[derive(Debug, Default)]
struct Disturbed {
    refuse_after: Option<usize>,
    not_saved: bool,
    cut_after: bool,
}

impl<S: Read + Write> Session<S> {
    pub(crate) fn new(stream: S, shared: Arc<Shared>, connection: u64, secure: bool) -> Session<S> {
        let wire = Wire::new(stream, Arc::clone(&shared), connection);
        let store = Arc::clone(&shared.store);
        Session { wire, shared, store, secure, signed_in: false, view: None, condstore: false, mistakes: 0 }
    }

    /// The stream, to be used otherwise.
    pub(crate) fn into_stream(self) -> S {
        self.wire.into_stream()
    }

    /// Greets.
    pub(crate) fn greet(&mut self) {
        let list = self.capabilities();
        self.say(&format!("* OK [CAPABILITY {list}] imap-dal-embedded is ready"));
    }

    /// Tells the client that it cannot be served.
    pub(crate) fn turn_away(&mut self) {
        self.say("* BYE too many clients");
        self.wire.flush().ok();
    }

    /// Serves the client until one side has had enough.
    pub(crate) fn run(&mut self) -> End {
        loop {
            let lost = match self.next_command() {
                Ok(Some(octets)) => match self.serve(&octets) {
                    Ok(Next::Another) if self.mistakes > self.shared.options.limits.mistakes => {
                        self.say("* BYE too many mistakes");
                        Lost::Closed
                    }
                    Ok(Next::Another) => continue,
                    Ok(Next::End(end)) => {
                        self.wire.release();
                        return if self.wire.flush().is_ok() { end } else { End::Closed };
                    }
                    Err(lost) => lost,
                },
                Ok(None) => continue,
                Err(lost) => lost,
            };
            match lost {
                Lost::Closed => {}
                Lost::Stopped => self.say("* BYE the server stops"),
                Lost::Silent => self.say("* BYE you were silent for too long"),
            }
            self.wire.flush().ok();
            return End::Closed;
        }
    }

    /// Reads a command with its literals in place; `None` for one that was refused on the way.
    fn next_command(&mut self) -> Result<Option<Vec<u8>>, Lost> {
        let limits = self.shared.options.limits.clone();
        let mut command = Vec::new();
        let (mut literals, mut refusal) = (0, None);
        loop {
            let line = self.next_line(limits.line)?;
            command.extend_from_slice(&line.1);
            if line.0 {
                self.refuse(&command, "the line is too long");
                return Ok(None);
            }
            let Some(literal) = announced(&line.1) else { break };
            literals += 1;
            let most = if self.signed_in { limits.literal } else { limits.literal.min(STRANGERS_LITERAL) };
            let fits = literal.octets <= most && command.len().saturating_add(literal.octets) <= limits.command;
            if !fits || literals > limits.literals {
                if !literal.waits {
                    // Its octets are on their way and would be taken for commands.
                    self.say("* BYE [TOOBIG] the literal is too large, or there are too many");
                    return Err(Lost::Closed);
                }
                self.refuse(&command, "the literal is too large, or there are too many");
                return Ok(None);
            }
            if literal.waits {
                self.wire.release();
                self.say("+ go ahead");
            } else if !self.may_hurry(literal.octets) {
                refusal = Some("this literal must wait for the server");
            }
            command.extend_from_slice(b"\r\n");
            let octets = loop {
                if let Some(octets) = self.wire.octets(literal.octets) {
                    break octets;
                }
                self.wire.fill()?;
            };
            command.extend_from_slice(&octets);
        }
        match refusal {
            Some(text) => {
                self.refuse(&command, text);
                Ok(None)
            }
            None => Ok(Some(command)),
        }
    }

    /// The next line, and whether it was too long.
    fn next_line(&mut self, most: usize) -> Result<(bool, Vec<u8>), Lost> {
        loop {
            match self.wire.line(most) {
                Line::Whole(line) => return Ok((false, line)),
                Line::TooLong(start) => return Ok((true, start)),
                Line::Partial => {
                    if !self.wire.fill()? && !self.wire.has_input() {
                        // A pause: the batch is over.
                        self.wire.release();
                    }
                }
            }
        }
    }

    fn serve(&mut self, octets: &[u8]) -> Result<Next, Lost> {
        let (tag, name) = parse::head(octets);
        let Some(tag) = tag else {
            self.refuse(octets, "expected a tag");
            return Ok(Next::Another);
        };
        let connection = self.wire.connection;
        self.shared.record().command(connection, &tag, &name, octets);
        let (disturbed, refusal) = match self.disturb(&name)? {
            Ok(disturbed) => (disturbed, None),
            Err(refusal) => (Disturbed::default(), Some(refusal)),
        };
        let limits = &self.shared.options.limits;
        let cursor = Cursor::new(octets.get(tag.len() + 1..).unwrap_or_default(), limits.nesting, limits.items);
        let read = match refusal {
            Some(refusal) => Err(refusal),
            None => parse::command(cursor, &self.shared.options.charsets),
        };
        let sent_before = self.wire.out.len();
        let followed = self.condstore;
        let mut next = Next::Another;
        let result = match read {
            Ok(command) => {
                match command {
                    Command::Logout => next = Next::End(End::Closed),
                    Command::StartTls => next = Next::End(End::StartTls),
                    _ => {}
                }
                self.perform(command, &tag, &disturbed)
            }
            Err(refusal) => Err(refusal.into()),
        };
        if disturbed.cut_after {
            self.wire.out.truncate(sent_before);
            self.wire.flush()?;
            return Err(Lost::Closed);
        }
        let done = match result {
            Ok(done) => Ok(done),
            Err(Stop::Refused(refusal)) => Err(refusal),
            Err(Stop::Lost(lost)) => return Err(lost),
        };
        if done.is_err() {
            next = Next::Another;
        }
        if self.condstore && !followed && !matches!(name.as_str(), "SELECT" | "EXAMINE") {
            self.tell_highest();
        }
        if matches!(next, Next::Another) {
            self.tell_changes(&name);
        }
        self.answer(&tag, &name, done);
        Ok(next)
    }

    /// Lets the faults of this command happen.
    fn disturb(&mut self, name: &str) -> Result<Result<Disturbed, Refusal>, Lost> {
        if !self.shared.options.delay.is_zero() {
            self.wire.flush()?;
            self.wire.pause(self.shared.options.delay)?;
        }
        let connection = self.wire.connection;
        let mut disturbed = Disturbed::default();
        let actions = self.shared.faults().at_command(connection, name);
        for (action, resets) in actions {
            if resets {
                self.shared.reset(connection);
            }
            match action {
                Action::No(text) => return Ok(Err(coded(&text))),
                Action::Bad(text) => return Ok(Err(Refusal::Bad(text))),
                Action::Bye(text) => {
                    self.say(&format!("* BYE {text}"));
                    return Err(Lost::Closed);
                }
                Action::Cut => {
                    self.wire.flush()?;
                    return Err(Lost::Closed);
                }
                Action::CutAfter => disturbed.cut_after = true,
                Action::Stall => {
                    self.wire.flush()?;
                    return Err(self.wire.stall());
                }
                Action::Delay(wait) => {
                    self.wire.flush()?;
                    self.wire.pause(wait)?;
                }
                Action::Say(line) => self.say(&line),
                Action::RefuseAfter(messages) => disturbed.refuse_after = Some(messages),
                Action::NotSaved => disturbed.not_saved = true,
                // What was to be changed may be gone by now.
                Action::Meanwhile(change) => {
                    change.happen(&mut self.store.lock());
                }
            }
        }
        Ok(Ok(disturbed))
    }

    fn perform(&mut self, command: Command, tag: &str, disturbed: &Disturbed) -> Result<Done, Stop> {
        match command {
            Command::Capability => {
                let list = self.capabilities();
                self.say(&format!("* CAPABILITY {list}"));
                Ok(Done::plain())
            }
            Command::Noop => Ok(Done::plain()),
            Command::Logout => {
                self.say("* BYE until next time");
                Ok(Done::plain())
            }
            Command::Id => {
                self.need(Capability::Id)?;
                self.say(concat!(
                    "* ID (\"name\" \"imap-dal-embedded\" \"version\" \"",
                    env!("CARGO_PKG_VERSION"),
                    "\")"
                ));
                Ok(Done::plain())
            }
            Command::StartTls => self.start_tls(),
            Command::Login { user, password } => self.login(&user, &password),
            Command::Authenticate { mechanism, initial } => self.authenticate(&mechanism, initial),
            signed_in_only => {
                if !self.signed_in {
                    return Err(Refusal::bad("sign in first").into());
                }
                self.perform_signed_in(signed_in_only, tag, disturbed)
            }
        }
    }

    fn perform_signed_in(&mut self, command: Command, tag: &str, disturbed: &Disturbed) -> Result<Done, Stop> {
        match command {
            Command::Enable(names) => Ok(self.enable(&names)?),
            Command::Namespace => {
                self.need(Capability::Namespace)?;
                let separator = self.store.lock().separator;
                self.say(&format!("* NAMESPACE ((\"\" \"{separator}\")) NIL NIL"));
                Ok(Done::plain())
            }
            Command::Idle => self.idle(),
            Command::Select { mailbox, read_only, condstore } => Ok(self.select(&mailbox, read_only, condstore)?),
            Command::Create { mailbox, roles } => Ok(self.create(&mailbox, &roles)?),
            Command::Delete(mailbox) => Ok(self.delete(&mailbox)?),
            Command::Rename(from, to) => Ok(self.rename(&from, &to)?),
            Command::Subscribe(mailbox, on) => Ok(self.subscribe(mailbox, on)?),
            Command::List(list) => Ok(self.list(&list)?),
            Command::Status(mailbox, items) => Ok(self.status(&mailbox, &items)?),
            Command::Append { mailbox, messages } => Ok(self.append(&mailbox, messages)?),
            Command::Close => Ok(self.close(true)?),
            Command::Unselect => {
                self.need(Capability::Unselect)?;
                Ok(self.close(false)?)
            }
            Command::Expunge(set) => Ok(self.expunge(set.as_ref())?),
            Command::CancelUpdate(tags) => Ok(self.cancel_updates(&tags)?),
            Command::Search(search) => Ok(self.search(search, tag, disturbed.not_saved)?),
            Command::Fetch(fetch) => self.fetch(&fetch),
            Command::Store(store) => Ok(self.store(&store)?),
            Command::Copy { uid, set, mailbox, take } => {
                Ok(self.copy(&set, uid, &mailbox, take, disturbed.refuse_after)?)
            }
            _ => Err(Refusal::bad("this command cannot be given now").into()),
        }
    }

    /// Waits for DONE while telling what happens (RFC 2177).
    fn idle(&mut self) -> Result<Done, Stop> {
        self.need(Capability::Idle)?;
        self.wire.release();
        self.say("+ idling");
        loop {
            self.tell_changes("IDLE");
            match self.wire.line(self.shared.options.limits.line) {
                Line::Whole(line) if line.eq_ignore_ascii_case(b"DONE") => return Ok(Done::plain()),
                Line::Whole(_) | Line::TooLong(_) => return Err(Refusal::bad("expected DONE").into()),
                Line::Partial => {
                    self.wire.fill()?;
                }
            }
        }
    }

    /// Tells what changed in the mailbox, as far as this command permits (RFC 3501, section 7.4.1).
    fn tell_changes(&mut self, name: &str) {
        let Some(view) = &mut self.view else { return };
        let removals = !matches!(name, "FETCH" | "STORE" | "SEARCH" | "SORT");
        let style = Style { uid: name.starts_with("UID ") || self.condstore, modseq: self.condstore };
        let mut state = self.store.lock();
        if let Some(mailbox) = state.by_id_mut(view.mailbox) {
            view.sync(mailbox, removals, style, &self.shared.options, &mut self.wire.out);
        }
    }

    /// Who begins to follow modification sequences in the middle of a mailbox is told where it stands (RFC 7162, section
    /// 3.1.2).
    fn tell_highest(&mut self) {
        if let Ok((view, state, out)) = self.selected()
            && let Some(mailbox) = state.by_id(view.mailbox)
        {
            let line = format!("* OK [HIGHESTMODSEQ {}] highest\r\n", mailbox.highest_modseq);
            out.extend_from_slice(line.as_bytes());
        }
    }

    fn answer(&mut self, tag: &str, name: &str, done: Result<Done, Refusal>) {
        let line = match done {
            Ok(done) => {
                self.mistakes = 0;
                let code = done.code.map(|c| format!("[{c}] ")).unwrap_or_default();
                format!("{tag} OK {code}{name} done\r\n")
            }
            Err(Refusal::No { code, text }) => {
                let code = code.map(|c| format!("[{c}] ")).unwrap_or_default();
                format!("{tag} NO {code}{text}\r\n")
            }
            Err(Refusal::Bad(text)) => {
                self.mistakes += 1;
                format!("{tag} BAD {text}\r\n")
            }
        };
        self.wire.tagged(line);
    }

    /// Answers what could not even be read as a command.
    fn refuse(&mut self, octets: &[u8], text: &str) {
        match parse::head(octets).0 {
            Some(tag) => self.answer(&tag, "", Err(Refusal::bad(text))),
            None => {
                self.mistakes += 1;
                self.say(&format!("* BAD {text}"));
            }
        }
    }

    fn say(&mut self, line: &str) {
        self.wire.out.extend_from_slice(line.as_bytes());
        self.wire.out.extend_from_slice(b"\r\n");
    }

    fn has(&self, capability: Capability) -> bool {
        self.shared.options.capabilities.has(capability)
    }

    /// Whether a literal of that size may come without waiting (RFC 7888).
    fn may_hurry(&self, octets: usize) -> bool {
        self.has(Capability::LiteralPlus) || self.has(Capability::LiteralMinus) && octets <= 4_096
    }

    fn need(&self, capability: Capability) -> Result<(), Refusal> {
        if self.has(capability) { Ok(()) } else { Err(Refusal::bad(format!("{} is not available", capability.name()))) }
    }

    /// The view and the store, for a command that needs a mailbox.
    fn selected(&mut self) -> Result<(&mut View, std::sync::MutexGuard<'_, State>, &mut Vec<u8>), Refusal> {
        let view = self.view.as_mut().ok_or_else(|| Refusal::bad("no mailbox is selected"))?;
        let state = self.store.lock();
        if state.by_id(view.mailbox).is_none() {
            return Err(Refusal::coded("NONEXISTENT", "the selected mailbox was deleted"));
        }
        Ok((view, state, &mut self.wire.out))
    }
}

/// A literal announced at the end of a line.
struct Announced {
    octets: usize,
    waits: bool,
}

fn announced(line: &[u8]) -> Option<Announced> {
    let inside = line.strip_suffix(b"}")?;
    let open = inside.iter().rposition(|b| *b == b'{')?;
    let digits = inside.get(open + 1..)?;
    let (digits, waits) = digits.strip_suffix(b"+").map_or((digits, true), |digits| (digits, false));
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // A number beyond any limit is refused like one just above it.
    let octets = std::str::from_utf8(digits).ok()?.parse().unwrap_or(usize::MAX);
    Some(Announced { octets, waits })
}

/// A text that may start with a response code in brackets.
fn coded(text: &str) -> Refusal {
    match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((code, rest)) => Refusal::coded(code, rest.trim_start()),
        None => Refusal::no(text),
    }
}
