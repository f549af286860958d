//! What every message of the catalogue keeps to, whatever its words.
//!
//! The first lines of a case say what must be in the first line of its message (the user's own word among it) and what
//! the caret must stand at:
//! ```text
//! //@ says: no IMAP column is called `sujbect`; did you mean `subject`?
//! //@ at: sujbect
//! //@ errors: 2        (where it is not one)
//! ```

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Octets of a message.
const LONGEST: usize = 1600;
/// Errors of rustc for one mistake.
const MOST_ERRORS: usize = 2;
/// What no message may show: the inside of the library, and lists that are cut. (rustc does name the macros that a
/// method comes from.)
const INSIDE: &[&str] = &["__private", "column::", "query::", "row::", "schema::", " others"];

struct Case {
    path: PathBuf,
    source: String,
    message: String,
}

#[test]
fn every_message_is_short_and_about_the_users_own_words() -> io::Result<()> {
    let cases = cases()?;
    assert!(cases.len() >= 60, "the catalogue is not found");
    let faults: Vec<String> = cases.iter().flat_map(Case::faults).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

fn cases() -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for kind in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("ui"))? {
        let kind = kind?.path();
        for file in if kind.is_dir() { Some(fs::read_dir(kind)?) } else { None }.into_iter().flatten() {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path)?;
                let message = fs::read_to_string(path.with_extension("stderr"))?;
                cases.push(Case { path, source, message });
            }
        }
    }
    Ok(cases)
}

impl Case {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |text: String| faults.push(format!("{}: {text}", self.path.display()));
        let several = self.path.components().any(|part| part.as_os_str() == "several");
        let ours = !self.path.components().any(|part| part.as_os_str() == "rustc");
        if self.message.len() > LONGEST && !several {
            fault(format!("{} octets", self.message.len()));
        }
        let expected = self.says("errors").map_or(1, |n| n.parse().unwrap_or(0));
        let errors = self.message.lines().filter(|line| line.starts_with("error")).count();
        if errors != expected || (expected > MOST_ERRORS && ours && !several) {
            fault(format!("{errors} errors"));
        }
        for inside in INSIDE.iter().filter(|inside| self.message.contains(*inside)) {
            fault(format!("shows `{inside}`"));
        }
        if ours {
            let first = self.message.lines().next().unwrap_or_default();
            match self.says("says") {
                Some(says) if first.contains(says) => {}
                says => fault(format!("its first line is {first:?}, not {says:?}")),
            }
            let caret = self.caret().unwrap_or_default();
            match self.says("at") {
                Some(at) if caret.starts_with(at) => {}
                at => fault(format!("the caret stands at {:?}, not {at:?}", caret.lines().next())),
            }
        }
        faults
    }

    /// The value of a first line of the case.
    fn says(&self, name: &str) -> Option<&str> {
        let notes = self.source.lines().map_while(|line| line.strip_prefix("//@ "));
        notes.filter_map(|note| note.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The source from where the first error points to.
    fn caret(&self) -> Option<&str> {
        let place = self.message.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let mut place = place.rsplit(':');
        let (column, line) = (place.next()?.parse::<usize>().ok()?, place.next()?.parse::<usize>().ok()?);
        let line = self.source.lines().nth(line.checked_sub(1)?)?;
        line.get(column.checked_sub(1)?..)
    }
}
