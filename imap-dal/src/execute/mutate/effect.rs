//! What a mutation does to each of its messages, as plain data: checked before anything is sent.

use crate::{
    Error, Result,
    display::escaped,
    plan::{Flag, SearchKey},
    query::{Change, Operand, Verb},
    row::FlagSet,
    schema::{Fixed, KEYWORD_HELP, Key, is_keyword},
};
use std::fmt;

/// What is done to each message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Store(FlagChange),
    /// Marked `\Deleted`, and expunged unless `leave_marked`.
    Delete {
        leave_marked: bool,
    },
    /// Copied to the mailbox `target` (decoded), and removed from its own unless `keep`.
    Transfer {
        target: Box<str>,
        keep: bool,
    },
}

/// Flags and keywords to add and to remove, as STORE takes them; no flag is in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FlagChange {
    pub(super) add: Vec<Box<str>>,
    pub(super) remove: Vec<Box<str>>,
}

/// The flags that a client may set (RFC 9051 section 2.3.2).
const SYSTEM: [(Fixed, &str, Flag); 5] = [
    (Fixed::answered, "\\Answered", Flag::Answered),
    (Fixed::deleted, "\\Deleted", Flag::Deleted),
    (Fixed::draft, "\\Draft", Flag::Draft),
    (Fixed::flagged, "\\Flagged", Flag::Flagged),
    (Fixed::seen, "\\Seen", Flag::Seen),
];

impl FlagChange {
    /// # Errors
    /// `InvalidInput` where nothing is changed, a keyword is no atom, or a flag is both set and cleared.
    pub(super) fn of(changes: &[Change]) -> Result<Self> {
        let mut all = FlagChange::default();
        for change in changes {
            let (flag, is_added) = flag_of(change)?;
            let (same, other) = if is_added { (&mut all.add, &all.remove) } else { (&mut all.remove, &all.add) };
            if other.iter().any(|own| own.eq_ignore_ascii_case(&flag)) {
                return Err(Error::invalid(format!("column {}: an update both sets and clears it", change.key)));
            }
            if !same.iter().any(|own| own.eq_ignore_ascii_case(&flag)) {
                same.push(flag);
            }
        }
        if all.add.is_empty() && all.remove.is_empty() {
            return Err(Error::invalid("an update needs at least one change, as `column.set(..)`"));
        }
        Ok(all)
    }

    /// `\Deleted` is added.
    pub(super) fn deleted() -> Self {
        FlagChange { add: vec!["\\Deleted".into()], remove: Vec::new() }
    }

    /// Both changes.
    pub(super) fn and(&self, other: &FlagChange) -> Self {
        let both = |own: &[Box<str>], other: &[Box<str>]| own.iter().chain(other).cloned().collect();
        FlagChange { add: both(&self.add, &other.add), remove: both(&self.remove, &other.remove) }
    }

    /// Whether a flag is added or removed, ignoring ASCII case.
    pub(super) fn concerns(&self, flag: &str) -> bool {
        self.add.iter().chain(&self.remove).any(|own| own.eq_ignore_ascii_case(flag))
    }

    /// Whether a message has all that is added.
    pub(super) fn is_added(&self, flags: &FlagSet) -> bool {
        self.add.iter().all(|flag| has(flags, flag))
    }

    /// Whether a message is in the state asked for.
    pub(super) fn is_done(&self, flags: &FlagSet) -> bool {
        self.is_added(flags) && !self.remove.iter().any(|flag| has(flags, flag))
    }

    /// What a message in the state asked for matches.
    pub(super) fn keys(&self) -> impl Iterator<Item = SearchKey> + '_ {
        let key = |flag: &str, is_set| match SYSTEM.iter().find(|(_, name, _)| *name == flag) {
            Some((_, _, flag)) => SearchKey::Flag(*flag, is_set),
            None => SearchKey::Keyword(flag.into(), is_set),
        };
        self.add.iter().map(move |flag| key(flag, true)).chain(self.remove.iter().map(move |flag| key(flag, false)))
    }
}

/// The flag that a column shows.
pub(super) fn system_flag(column: Fixed) -> Option<&'static str> {
    SYSTEM.iter().find(|(own, _, _)| *own == column).map(|(_, flag, _)| *flag)
}

fn has(flags: &FlagSet, flag: &str) -> bool {
    let column = SYSTEM.iter().find(|(_, name, _)| *name == flag).map(|(column, _, _)| *column);
    column.map_or_else(|| flags.has_keyword(flag), |column| flags.system(column) == Some(true))
}

fn flag_of(change: &Change) -> Result<(Box<str>, bool)> {
    let refused =
        || Error::invalid(format!("column {} cannot be changed; write `column.set(..)` of a flag", change.key));
    match (change.key, change.verb, &change.value) {
        (Key::Fixed(column), Verb::Set, Operand::Flag(is_set)) => {
            let (_, name, _) = SYSTEM.iter().find(|(own, _, _)| *own == column).ok_or_else(refused)?;
            Ok(((*name).into(), *is_set))
        }
        (Key::Keyword(name), Verb::Set, Operand::Flag(is_set)) => Ok((keyword(change.key, name)?, *is_set)),
        (Key::Fixed(Fixed::keywords), verb @ (Verb::Add | Verb::Remove), Operand::Text(name)) => {
            Ok((keyword(change.key, name)?, verb == Verb::Add))
        }
        _ => Err(refused()),
    }
}

fn keyword(key: Key, name: &str) -> Result<Box<str>> {
    if is_keyword(name) {
        Ok(name.into())
    } else {
        Err(Error::invalid(format!("column {key}: {name:?} is not a keyword; {KEYWORD_HELP}")))
    }
}

impl fmt::Display for Effect {
    /// As an imperative: `delete`, `move to "Archive"`, `set \Seen and clear $Junk on`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Effect::Store(change) => write!(f, "{change} on"),
            Effect::Delete { leave_marked: false } => f.write_str("delete"),
            Effect::Delete { leave_marked: true } => f.write_str("mark \\Deleted"),
            Effect::Transfer { target, keep } => {
                write!(f, "{} to \"{}\"", if *keep { "copy" } else { "move" }, escaped(target))
            }
        }
    }
}

impl fmt::Display for FlagChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.add.join(", "), self.remove.join(", ")) {
            (add, remove) if remove.is_empty() => write!(f, "set {add}"),
            (add, remove) if add.is_empty() => write!(f, "clear {remove}"),
            (add, remove) => write!(f, "set {add} and clear {remove}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(key: Key, value: bool) -> Change {
        Change { key, verb: Verb::Set, value: Operand::Flag(value) }
    }

    fn keyword(verb: Verb, name: &str) -> Change {
        Change { key: Key::Fixed(Fixed::keywords), verb, value: Operand::Text(name.to_owned()) }
    }

    fn refusal(changes: &[Change]) -> String {
        FlagChange::of(changes).expect_err("is refused").to_string()
    }

    #[test]
    fn assignments_become_what_store_adds_and_removes() {
        let change = FlagChange::of(&[
            set(Key::Fixed(Fixed::seen), true),
            set(Key::Fixed(Fixed::flagged), false),
            set(Key::Keyword("$Paid"), true),
            keyword(Verb::Add, "$paid"),
            keyword(Verb::Remove, "Old"),
        ])
        .expect("is possible");
        assert_eq!(change.to_string(), "set \\Seen, $Paid and clear \\Flagged, Old");
    }

    #[test]
    fn contradictions_nothing_and_what_is_no_keyword_are_refused() {
        let seen = Key::Fixed(Fixed::seen);
        assert!(refusal(&[set(seen, true), set(seen, false)]).contains("column seen"));
        let twice = [set(Key::Keyword("$Paid"), false), keyword(Verb::Add, "$PAID")];
        assert!(refusal(&twice).contains("sets and clears"));
        assert!(refusal(&[]).contains("at least one"));
        assert!(refusal(&[keyword(Verb::Add, "a b")]).contains("not a keyword"));
        assert!(refusal(&[set(Key::Keyword("\\Seen"), true)]).contains("not a keyword"));
        assert!(refusal(&[set(Key::Fixed(Fixed::recent), true)]).contains("cannot be changed"));
    }

    #[test]
    fn effects_read_as_imperatives() {
        let to = |keep| Effect::Transfer { target: "A\u{202e}B".into(), keep }.to_string();
        assert_eq!(to(false), "move to \"A\\u{202e}B\"");
        assert_eq!(to(true), "copy to \"A\\u{202e}B\"");
        assert_eq!(Effect::Store(FlagChange::deleted()).to_string(), "set \\Deleted on");
    }
}
