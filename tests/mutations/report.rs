//! What was tried and what came of it, told also where a test passes.

use std::{
    collections::BTreeMap,
    fmt,
    io::{self, Write as _},
    sync::{Mutex, PoisonError},
    thread,
    time::SystemTime,
};

/// What befalls a mutation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trouble {
    /// The connection is closed.
    Cut,
    Reset,
    Stall,
    /// NO, BAD, BYE, nonsense.
    Refusal,
    /// A second client does something between two commands.
    Deed,
    /// Nothing.
    Peace,
}

/// What was tried and what came of it.
#[derive(Default)]
pub(crate) struct Summary {
    tried: BTreeMap<Trouble, usize>,
    pub(crate) unknown: usize,
    pub(crate) violations: Vec<String>,
}

impl Trouble {
    fn words(self) -> &'static str {
        match self {
            Trouble::Cut => "cuts",
            Trouble::Reset => "resets",
            Trouble::Stall => "stalls",
            Trouble::Refusal => "refusals and farewells",
            Trouble::Deed => "deeds of a second client between commands",
            Trouble::Peace => "undisturbed",
        }
    }
}

impl Summary {
    pub(crate) fn count(&mut self, trouble: Trouble) {
        *self.tried.entry(trouble).or_default() += 1;
    }

    /// How many of them were tried.
    pub(crate) fn of(&self, trouble: Trouble) -> usize {
        self.tried.get(&trouble).copied().unwrap_or_default()
    }

    fn merge(&mut self, other: Summary) {
        for (trouble, count) in other.tried {
            *self.tried.entry(trouble).or_default() += count;
        }
        self.unknown += other.unknown;
        self.violations.extend(other.violations);
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tried: Vec<String> =
            self.tried.iter().map(|(trouble, count)| format!("{count} {}", trouble.words())).collect();
        write!(f, "{} tried, ", tried.join(", "))?;
        if self.unknown > 0 {
            write!(f, "{} of unknown outcome resumed, ", self.unknown)?;
        }
        write!(f, "{} violations", self.violations.len())?;
        self.violations.iter().take(20).try_for_each(|violation| write!(f, "\n  {violation}"))
    }
}

pub(crate) fn say(what: fmt::Arguments<'_>) {
    // A closed stderr is no reason to fail.
    let _ = writeln!(io::stderr(), "{what}");
}

/// The seed of what is tried, so that a run can be repeated: `IMAP_DAL_SEED`.
pub(crate) fn seed() -> u64 {
    std::env::var("IMAP_DAL_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |now| now.as_secs()))
}

/// Whether everything is tried that takes long.
pub(crate) fn is_full() -> bool {
    std::env::var_os("IMAP_DAL_FULL").is_some()
}

/// `dovecot`, `embedded`, ..
pub(crate) fn server() -> String {
    std::env::var("IMAP_DAL_SERVER").unwrap_or_default()
}

/// Runs `each` for every one of `all`, on a few threads.
pub(crate) fn on_threads<T: Send>(threads: usize, all: Vec<T>, each: impl Fn(&T) -> Summary + Sync) -> Summary {
    let left = Mutex::new(all);
    let summary = Mutex::new(Summary::default());
    let work = || {
        loop {
            let Some(one) = left.lock().unwrap_or_else(PoisonError::into_inner).pop() else { break };
            let own = each(&one);
            summary.lock().unwrap_or_else(PoisonError::into_inner).merge(own);
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    summary.into_inner().unwrap_or_else(PoisonError::into_inner)
}
