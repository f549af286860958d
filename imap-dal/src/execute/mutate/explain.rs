//! The flights of a mutation before it runs, for `explain`. Made of the commands that are sent, for messages and a
//! modification sequence that nobody knows yet.

use super::{
    effect::{Effect, FlagChange},
    mutation::Mutation,
    store::{Item, stores},
    writing::for_pieces,
};
use crate::{
    Result,
    plan::{self, Returning, SearchKey, Server},
    wire::{Command, SequenceSet},
};

/// Stands for the uids that the search tells, which are shown as `<uids>`: the last uid there is.
const UIDS: u32 = u32::MAX;
/// Stands for the modification sequence of the mailbox, shown as `<modseq>`: the last there is (RFC 7162 section 3.1.1).
const MOD_SEQ: u64 = i64::MAX as u64;

impl Mutation {
    /// What is sent where messages are found, by flight, with `mailbox` open for changes: another look at them where it
    /// takes one, then the changes, as they go where nobody else interferes.
    ///
    /// # Errors
    /// Those of a plan.
    pub(super) fn flights(&self, mailbox: &str, server: &Server) -> Result<Vec<Vec<String>>> {
        let uids: SequenceSet = [UIDS].into_iter().collect();
        let since = self.access().watches(server).then_some(MOD_SEQ);
        let reads = self.reads(&self.request, &uids, since, server)?;
        let again = if reads.is_empty() { None } else { Some(plan::open(mailbox, self.access(), server)) };
        let before: Vec<Command> = again.into_iter().chain(reads).collect();
        let unchanged = since.filter(|_| self.is_strict(since));
        let sending = Sending { uids, unchanged, mailbox, server };
        let changes = match &self.effect {
            Effect::Store(change) => sending.store(change),
            Effect::Delete { leave_marked } => sending.delete(*leave_marked),
            Effect::Transfer { target, keep } => sending.transfer(target, *keep),
        };
        let flights = [before].into_iter().chain(changes).filter(|flight| !flight.is_empty());
        Ok(flights.map(|flight| flight.iter().map(shown).collect()).collect())
    }
}

/// What the commands are about.
struct Sending<'a> {
    uids: SequenceSet,
    /// What STORE asks for, where flags decide.
    unchanged: Option<u64>,
    mailbox: &'a str,
    server: &'a Server,
}

impl Sending<'_> {
    fn store(&self, FlagChange { add, remove }: &FlagChange) -> Vec<Vec<Command>> {
        let (adding, removing) = (
            FlagChange { add: add.clone(), remove: Vec::new() },
            FlagChange { add: Vec::new(), remove: remove.clone() },
        );
        let both = adding.and(&removing);
        let (added, removed): (Item<'_>, Item<'_>) = (("+FLAGS.SILENT", add), ("-FLAGS.SILENT", remove));
        if self.unchanged.is_none() || add.is_empty() || remove.is_empty() {
            return vec![self.stored(&[added, removed], self.unchanged, &both)];
        }
        vec![self.stored(&[added], self.unchanged, &adding), self.stored(&[removed], None, &both)]
    }

    fn delete(&self, leave_marked: bool) -> Vec<Vec<Command>> {
        let mark = FlagChange::deleted();
        let marking = self.stored(&[("+FLAGS.SILENT", &mark.add)], self.unchanged, &mark);
        let mut expunging = for_pieces("UID EXPUNGE", &self.uids, |_| {});
        expunging.push(plan::examine(self.mailbox));
        expunging.extend(self.search(&FlagChange::default()));
        match (leave_marked, self.unchanged.is_some()) {
            (true, _) => vec![marking],
            (false, true) => vec![marking, expunging],
            (false, false) => vec![[marking, expunging].concat()],
        }
    }

    fn transfer(&self, target: &str, keep: bool) -> Vec<Vec<Command>> {
        let is_move = !keep && self.server.capabilities.moves();
        let name = if is_move { "UID MOVE" } else { "UID COPY" };
        let mut flights = vec![for_pieces(name, &self.uids, |command| _ = command.mailbox(target))];
        if !keep && !is_move {
            let mut removing = stores(&("+FLAGS.SILENT", &FlagChange::deleted().add), &self.uids, None);
            removing.extend(for_pieces("UID EXPUNGE", &self.uids, |_| {}));
            flights.extend([removing, self.search(&FlagChange::default())]);
        }
        flights
    }

    /// STORE, and the search for what is then in the state of `wanted`.
    fn stored(&self, items: &[Item<'_>], unchanged: Option<u64>, wanted: &FlagChange) -> Vec<Command> {
        let items = items.iter().filter(|(_, flags)| !flags.is_empty());
        let mut commands: Vec<Command> = items.flat_map(|item| stores(item, &self.uids, unchanged)).collect();
        commands.extend(self.search(wanted));
        commands
    }

    fn search(&self, wanted: &FlagChange) -> Vec<Command> {
        let key = SearchKey::and(wanted.keys().chain([SearchKey::uids(self.uids.clone())]));
        plan::search(&key, Returning::All, self.server)
    }
}

fn shown(command: &Command) -> String {
    command.to_string().replace(&MOD_SEQ.to_string(), "<modseq>").replace(&UIDS.to_string(), "<uids>")
}
