//! The flags of one message: bits for those IMAP defines, text for the keywords.

use crate::{Keywords, schema::Fixed};

/// The flags of one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct FlagSet {
    system: u8,
    /// As the server gives them, joined by spaces; no keyword holds one.
    keywords: Box<str>,
}

/// Bit by bit, as the server writes them.
const SYSTEM: [(&str, Fixed); 6] = [
    ("\\Answered", Fixed::answered),
    ("\\Deleted", Fixed::deleted),
    ("\\Draft", Fixed::draft),
    ("\\Flagged", Fixed::flagged),
    ("\\Seen", Fixed::seen),
    ("\\Recent", Fixed::recent),
];

impl FlagSet {
    /// Of the words of a FLAGS item. Flags with a backslash that IMAP does not define are no keywords.
    pub(crate) fn new<'a>(flags: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut system = 0;
        let mut keywords = String::new();
        for flag in flags {
            if flag.starts_with(b"\\") {
                let known = SYSTEM.iter().position(|(name, _)| flag.eq_ignore_ascii_case(name.as_bytes()));
                system |= known.map_or(0, |bit| 1 << bit);
            } else {
                if !keywords.is_empty() {
                    keywords.push(' ');
                }
                keywords.push_str(&String::from_utf8_lossy(flag));
            }
        }
        FlagSet { system, keywords: keywords.into() }
    }

    /// Whether it has the flag of this column; none for columns that are no flags.
    pub(crate) fn system(&self, column: Fixed) -> Option<bool> {
        let bit = SYSTEM.iter().position(|(_, own)| *own == column)?;
        Some(self.system & 1 << bit != 0)
    }

    /// Whether it has this keyword, ignoring ASCII case.
    pub(crate) fn has_keyword(&self, keyword: &str) -> bool {
        self.keyword_list().any(|own| own.eq_ignore_ascii_case(keyword))
    }

    /// Whether no flag differs. `\\Recent` does not count: it depends on who asks first.
    pub(crate) fn is_same_as(&self, other: &FlagSet) -> bool {
        let lasting =
            |set: &FlagSet| SYSTEM.map(|(_, column)| column != Fixed::recent && set.system(column) == Some(true));
        let sorted = |set: &FlagSet| {
            let mut keywords: Vec<_> = set.keyword_list().map(str::to_ascii_lowercase).collect();
            keywords.sort_unstable();
            keywords
        };
        lasting(self) == lasting(other) && sorted(self) == sorted(other)
    }

    /// The keywords in the server's order.
    pub(crate) fn keyword_list(&self) -> impl Iterator<Item = &str> {
        self.keywords.split(' ').filter(|keyword| !keyword.is_empty())
    }

    pub(crate) fn keywords(&self) -> Keywords {
        self.keyword_list().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(text: &str) -> FlagSet {
        FlagSet::new(text.split_ascii_whitespace().map(str::as_bytes))
    }

    #[test]
    fn system_flags_are_bits_and_everything_without_a_backslash_is_a_keyword() {
        let set = flags("\\SEEN $Junk \\Answered Work \\Forwarded");
        let has = [Fixed::answered, Fixed::deleted, Fixed::draft, Fixed::flagged, Fixed::seen, Fixed::recent];
        assert_eq!(has.map(|column| set.system(column)), [true, false, false, false, true, false].map(Some));
        assert_eq!(set.keyword_list().collect::<Vec<_>>(), ["$Junk", "Work"]);
        assert!(set.has_keyword("$junk") && !set.has_keyword("Seen") && !set.has_keyword("Forwarded"));
        assert_eq!(set.system(Fixed::subject), None);
        assert!(flags("").keywords().is_empty());
    }

    #[test]
    fn two_sets_are_the_same_whatever_the_order_the_case_and_who_asked_first() {
        assert!(flags("\\Seen Work $Junk").is_same_as(&flags("$junk \\Recent work \\Seen")));
        for other in ["Work $Junk", "\\Seen Work", "\\Seen \\Draft Work $Junk", "\\Seen Work $Junk More"] {
            assert!(!flags("\\Seen Work $Junk").is_same_as(&flags(other)), "{other}");
        }
    }
}
