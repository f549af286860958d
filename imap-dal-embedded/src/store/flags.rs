//! The flags of a message: a set that ignores ASCII case and remembers how a keyword was first written.

/// The flags every mailbox has (RFC 3501, section 2.3.2), without `\Recent`, which belongs to the session.
pub(crate) const SYSTEM: [&str; 5] = ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"];

/// A set of flags, sorted the way they were added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags(Vec<String>);

impl Flags {
    pub(crate) fn contains(&self, flag: &str) -> bool {
        self.0.iter().any(|f| f.eq_ignore_ascii_case(flag))
    }

    /// Adds a flag; `\Recent` cannot be set and is passed over.
    pub(crate) fn insert(&mut self, flag: &str) {
        if flag.eq_ignore_ascii_case("\\Recent") || self.contains(flag) {
            return;
        }
        let system = SYSTEM.iter().find(|s| s.eq_ignore_ascii_case(flag));
        self.0.push(system.map_or_else(|| flag.to_owned(), |s| (*s).to_owned()));
    }

    pub(crate) fn remove(&mut self, flag: &str) {
        self.0.retain(|f| !f.eq_ignore_ascii_case(flag));
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(crate) fn same(&self, other: &Flags) -> bool {
        self.0.len() == other.0.len() && self.iter().all(|f| other.contains(f))
    }
}

impl<S: AsRef<str>> FromIterator<S> for Flags {
    fn from_iter<I: IntoIterator<Item = S>>(flags: I) -> Flags {
        let mut set = Flags::default();
        flags.into_iter().for_each(|f| set.insert(f.as_ref()));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_make_a_second_flag() {
        let mut flags: Flags = ["\\seen", "$Paid", "$PAID", "\\Recent"].into_iter().collect();
        assert_eq!(flags.iter().collect::<Vec<_>>(), ["\\Seen", "$Paid"]);
        assert!(flags.same(&["$paid", "\\SEEN"].into_iter().collect()));
        flags.remove("$pAID");
        assert!(!flags.contains("$Paid"));
    }
}
