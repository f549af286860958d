//! Faults a test orders: what goes wrong, when, and how often. The session asks before and while it answers.

use std::time::Duration;

use crate::builder::StoredMessage;
use crate::store::{Flags, State};

/// Something that goes wrong on purpose.
///
/// ```
/// use imap_dal_embedded::Fault;
/// let lost_answer = Fault::at("UID STORE", 1).cut_after();
/// let half_a_row = Fault::cut_after_sent(2_000).on_connection(2);
/// let reset = Fault::at("UID STORE", 1).cut().reset();
/// let too_late = Fault::at("UID MOVE", 1).expunge("INBOX", 7);
/// let always_slow = Fault::at_command(1).delay(std::time::Duration::from_millis(5)).always();
/// # let _ = (lost_answer, half_a_row, reset, too_late, always_slow);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    when: When,
    action: Action,
    connection: Option<u64>,
    always: bool,
    resets: bool,
}

/// The moment of a fault; say next what happens then.
#[derive(Clone, Debug)]
#[must_use = "a moment is no fault: say what happens then"]
pub struct FaultAt {
    name: Option<String>,
    count: u64,
}

#[derive(Clone, Debug)]
enum When {
    Command(FaultAt),
    Sent(u64),
    Received(u64),
}

/// What a session does instead of, before or after its work.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    No(String),
    Bad(String),
    Bye(String),
    Cut,
    CutAfter,
    Stall,
    Delay(Duration),
    Say(String),
    RefuseAfter(usize),
    NotSaved,
    Meanwhile(Change),
}

/// What another client does just before a command.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Append(String, StoredMessage),
    Expunge(String, u32),
    SetFlags(String, u32, Vec<String>),
    Recreate(String),
}

impl Change {
    /// Makes the change; false if there is not what it is about.
    pub(crate) fn happen(self, state: &mut State) -> bool {
        match self {
            Change::Append(mailbox, message) => state.deliver(&mailbox, message.incoming()).is_some(),
            Change::Expunge(mailbox, uid) => state.expunge(&mailbox, uid),
            Change::SetFlags(mailbox, uid, flags) => state.set_flags(&mailbox, uid, flags.iter().collect::<Flags>()),
            Change::Recreate(mailbox) => state.recreate(&mailbox),
        }
    }
}

impl Fault {
    const CUT: Fault =
        Fault { when: When::Sent(0), action: Action::Cut, connection: None, always: false, resets: false };

    /// At the k-th command of any kind, counted from 1 over all connections since the fault was given.
    pub fn at_command(k: u64) -> FaultAt {
        FaultAt { name: None, count: k }
    }

    /// At the k-th command of this name, `UID FETCH` for instance. `FETCH` alone stands for both FETCH and UID FETCH.
    pub fn at(name: &str, k: u64) -> FaultAt {
        FaultAt { name: Some(name.to_ascii_uppercase()), count: k }
    }

    /// Closes a connection when it was sent exactly so many octets, its greeting included.
    #[must_use]
    pub fn cut_after_sent(octets: u64) -> Fault {
        Fault { when: When::Sent(octets), ..Fault::CUT }
    }

    /// Closes a connection when so many octets were read from it and the commands complete until then were answered.
    #[must_use]
    pub fn cut_after_received(octets: u64) -> Fault {
        Fault { when: When::Received(octets), ..Fault::CUT }
    }

    /// Only on the n-th connection since the server started, counted from 1.
    #[must_use]
    pub fn on_connection(self, n: u64) -> Fault {
        Fault { connection: Some(n), ..self }
    }

    /// Every time from then on, rather than once.
    #[must_use]
    pub fn always(self) -> Fault {
        Fault { always: true, ..self }
    }

    /// A connection that is closed by it ends with RST rather than FIN: the client reads what it was sent before, then fails
    /// with `ECONNRESET`. In memory there is no such difference.
    #[must_use]
    pub fn reset(self) -> Fault {
        Fault { resets: true, ..self }
    }
}

impl FaultAt {
    /// The command is not done; it is answered with NO. The text may start with a response code in brackets.
    #[must_use]
    pub fn no(self, text: &str) -> Fault {
        self.then(Action::No(text.to_owned()))
    }

    /// The command is not done; it is answered with BAD.
    #[must_use]
    pub fn bad(self, text: &str) -> Fault {
        self.then(Action::Bad(text.to_owned()))
    }

    /// The command is not done; the client is told BYE and the connection closed.
    #[must_use]
    pub fn bye(self, text: &str) -> Fault {
        self.then(Action::Bye(text.to_owned()))
    }

    /// The command is not done and the connection closed without a word.
    #[must_use]
    pub fn cut(self) -> Fault {
        self.then(Action::Cut)
    }

    /// The command is done, but the connection is closed before anything of its answer is sent.
    #[must_use]
    pub fn cut_after(self) -> Fault {
        self.then(Action::CutAfter)
    }

    /// The connection stays open and nothing is ever answered on it again.
    #[must_use]
    pub fn stall(self) -> Fault {
        self.then(Action::Stall)
    }

    /// The command is done after so long.
    #[must_use]
    pub fn delay(self, wait: Duration) -> Fault {
        self.then(Action::Delay(wait))
    }

    /// A line of the test's own is sent before the command is done: an unknown response, an EXPUNGE out of the blue.
    /// CRLF is added.
    #[must_use]
    pub fn say(self, line: &str) -> Fault {
        self.then(Action::Say(line.to_owned()))
    }

    /// A COPY or MOVE does so many messages, then is answered with NO.
    #[must_use]
    pub fn refuse_after(self, messages: usize) -> Fault {
        self.then(Action::RefuseAfter(messages))
    }

    /// A SEARCH that asks to SAVE is answered with `NO [NOTSAVED]` (RFC 5182, section 2.1).
    #[must_use]
    pub fn not_saved(self) -> Fault {
        self.then(Action::NotSaved)
    }

    /// Just before the command, a message arrives in a mailbox.
    #[must_use]
    pub fn append(self, mailbox: &str, message: impl Into<StoredMessage>) -> Fault {
        self.then(Action::Meanwhile(Change::Append(mailbox.to_owned(), message.into())))
    }

    /// Just before the command, another client removes a message.
    #[must_use]
    pub fn expunge(self, mailbox: &str, uid: u32) -> Fault {
        self.then(Action::Meanwhile(Change::Expunge(mailbox.to_owned(), uid)))
    }

    /// Just before the command, another client replaces the flags of a message.
    #[must_use]
    pub fn set_flags<F: Into<String>>(self, mailbox: &str, uid: u32, flags: impl IntoIterator<Item = F>) -> Fault {
        let flags = flags.into_iter().map(Into::into).collect();
        self.then(Action::Meanwhile(Change::SetFlags(mailbox.to_owned(), uid, flags)))
    }

    /// Just before the command, another client deletes a mailbox and makes it again: it is empty and has a new UIDVALIDITY.
    #[must_use]
    pub fn recreate(self, mailbox: &str) -> Fault {
        self.then(Action::Meanwhile(Change::Recreate(mailbox.to_owned())))
    }

    fn then(self, action: Action) -> Fault {
        Fault { when: When::Command(self), action, ..Fault::CUT }
    }

    fn is(&self, name: &str) -> bool {
        let bare = name.strip_prefix("UID ");
        self.name.as_deref().is_none_or(|wanted| wanted == name || bare == Some(wanted))
    }
}

/// The faults still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Armed>);

#[derive(Debug)]
struct Armed {
    fault: Fault,
    seen: u64,
}

impl Faults {
    pub(crate) fn arm(&mut self, fault: Fault) {
        self.0.push(Armed { fault, seen: 0 });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What happens at this command, and whether a connection that ends by it is reset.
    pub(crate) fn at_command(&mut self, connection: u64, name: &str) -> Vec<(Action, bool)> {
        let mut due = Vec::new();
        self.0.retain_mut(|armed| {
            let When::Command(at) = &armed.fault.when else { return true };
            if armed.fault.connection.is_some_and(|c| c != connection) || !at.is(name) {
                return true;
            }
            armed.seen += 1;
            if armed.seen < at.count {
                return true;
            }
            due.push((armed.fault.action.clone(), armed.fault.resets));
            armed.fault.always
        });
        due
    }

    /// How many octets this connection may still be sent before it is cut.
    pub(crate) fn may_send(&self, connection: u64) -> Option<u64> {
        self.limit(connection, |when| match when {
            When::Sent(octets) => Some(*octets),
            _ => None,
        })
    }

    /// How many octets are read from this connection before it is cut.
    pub(crate) fn may_receive(&self, connection: u64) -> Option<u64> {
        self.limit(connection, |when| match when {
            When::Received(octets) => Some(*octets),
            _ => None,
        })
    }

    /// A connection was cut: the fault of its kind is over, if it happens once. Whether the connection is reset.
    pub(crate) fn cut(&mut self, connection: u64, sending: bool) -> bool {
        let (mut done, mut resets) = (false, false);
        self.0.retain(|armed| {
            let kind = matches!((&armed.fault.when, sending), (When::Sent(_), true) | (When::Received(_), false));
            let here = armed.fault.connection.is_none_or(|c| c == connection);
            let is_it = kind && here && !done;
            resets |= is_it && armed.fault.resets;
            let over = is_it && !armed.fault.always;
            done |= over;
            !over
        });
        resets
    }

    fn limit(&self, connection: u64, octets: impl Fn(&When) -> Option<u64>) -> Option<u64> {
        let here = self.0.iter().filter(|a| a.fault.connection.is_none_or(|c| c == connection));
        here.filter_map(|a| octets(&a.fault.when)).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_waits_for_its_moment_and_happens_once() {
        let mut faults = Faults::default();
        faults.arm(Fault::at("fetch", 2).no("later"));
        assert!(faults.at_command(1, "NOOP").is_empty());
        assert!(faults.at_command(1, "FETCH").is_empty());
        assert_eq!(faults.at_command(2, "UID FETCH").len(), 1);
        assert!(faults.at_command(1, "FETCH").is_empty());
    }

    #[test]
    fn a_fault_may_be_for_one_connection_and_for_always() {
        let mut faults = Faults::default();
        faults.arm(Fault::at_command(1).bad("no").on_connection(2).always());
        assert!(faults.at_command(1, "NOOP").is_empty());
        assert_eq!(faults.at_command(2, "NOOP").len() + faults.at_command(2, "NOOP").len(), 2);
    }

    #[test]
    fn octets_are_counted_for_the_earliest_cut() {
        let mut faults = Faults::default();
        faults.arm(Fault::cut_after_sent(50));
        faults.arm(Fault::cut_after_sent(20).on_connection(3));
        assert_eq!((faults.may_send(1), faults.may_send(3), faults.may_receive(1)), (Some(50), Some(20), None));
        faults.cut(1, true);
        assert_eq!((faults.may_send(1), faults.may_send(3)), (None, Some(20)));
    }
}
