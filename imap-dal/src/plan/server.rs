//! What a server can do, and what its search is worth.

use super::profile::{Charset, Profile, TextKeys, UnreadableDates};
use std::sync::Arc;

/// What the planner knows of a server.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) capabilities: Capabilities,
    pub(crate) profile: Profile,
    /// What of the profile its capabilities told.
    pub(crate) learnt: Vec<&'static str>,
    /// Whether it refused `CHARSET UTF-8`: then text that is not ASCII is decided here.
    pub(crate) charset_refused: bool,
    /// Whether it turned out not to save what a SEARCH finds.
    pub(crate) saved_search_refused: bool,
    /// Whether it turned out not to save what a SORT finds.
    pub(crate) saved_sort_refused: bool,
}

impl Server {
    /// `names` are the capabilities, in upper case. What they tell of the search is used where the user's profile says
    /// nothing: Gmail (X-GM-EXT-1) matches whole words, Dovecot (CONTEXT=SEARCH) takes an unreadable Date for the beginning
    /// of time.
    pub(crate) fn new(names: &Arc<[String]>, profile: &Profile) -> Self {
        let capabilities = Capabilities { names: Arc::clone(names) };
        let mut profile = profile.clone();
        let mut learnt = Vec::new();
        if profile.text_keys == TextKeys::Unknown && capabilities.has("X-GM-EXT-1") {
            profile.text_keys = TextKeys::Words;
            learnt.push("text keys from X-GM-EXT-1");
        }
        if profile.unreadable_dates == UnreadableDates::Unknown && capabilities.has("CONTEXT=SEARCH") {
            profile.unreadable_dates = UnreadableDates::Early;
            learnt.push("unreadable dates from CONTEXT=SEARCH");
        }
        let charset_refused = profile.charset == Charset::Ascii;
        Server {
            capabilities,
            profile,
            learnt,
            charset_refused,
            saved_search_refused: false,
            saved_sort_refused: false,
        }
    }
}

/// The capabilities of a server (RFC 9051 section 7.2.2), asked by what they allow.
#[derive(Clone, Debug)]
pub(crate) struct Capabilities {
    /// In upper case; of a connection, and shared with it.
    names: Arc<[String]>,
}

impl Capabilities {
    /// Whether one is there, given in upper case.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|own| own == name)
    }

    /// `RETURN (..)` in SEARCH (RFC 4731).
    pub(crate) fn esearch(&self) -> bool {
        self.has("ESEARCH") || self.is_rev2_only()
    }

    /// `$` (RFC 5182).
    pub(crate) fn searchres(&self) -> bool {
        self.esearch() && (self.has("SEARCHRES") || self.is_rev2_only())
    }

    /// `RETURN (PARTIAL ..)` (RFC 9394; RFC 5267 section 4.4).
    pub(crate) fn partial(&self) -> bool {
        self.esearch() && (self.has("PARTIAL") || self.has("CONTEXT=SEARCH"))
    }

    /// SORT (RFC 5256). Not on Courier, which leaves messages of one instant, or of one size, in an order of its own.
    pub(crate) fn sort(&self) -> bool {
        self.has("SORT") && !self.is_courier()
    }

    /// Whether BODYSTRUCTURE tells what the message says. Courier's does not of mail without MIME-Version: it is text/plain
    /// there, whatever its Content-Type.
    pub(crate) fn structure(&self) -> bool {
        !self.is_courier()
    }

    /// Whether LARGER and SMALLER are about RFC822.SIZE. Courier's are about the octets on its disk.
    pub(crate) fn search_by_size(&self) -> bool {
        !self.is_courier()
    }

    /// Whether the keys of a text field are about its first occurrence. Cyrus 3.6 keeps the last one of these.
    pub(crate) fn searches_first_of(&self, field: &str) -> bool {
        const LAST_KEPT: [&str; 6] = ["From", "To", "Cc", "Bcc", "Subject", "Message-ID"];
        !self.is_cyrus() || !LAST_KEPT.iter().any(|name| name.eq_ignore_ascii_case(field))
    }

    /// Whether address keys see domains as they are written. Courier shows them internationalised ones in Unicode.
    pub(crate) fn searches_domains_as_written(&self) -> bool {
        !self.is_courier()
    }

    /// Whether header keys are about the message's own header. Courier's are about those of forwarded messages as well.
    pub(crate) fn searches_own_header(&self) -> bool {
        !self.is_courier()
    }

    /// Whether KEYWORD may name this keyword. Courier 5 takes `}` and `~` for no part of an atom and refuses the search.
    pub(crate) fn searches_keyword(&self, name: &str) -> bool {
        !self.is_courier() || !name.contains(['}', '~'])
    }

    /// Whether `HEADER name ""` finds a field that is there and empty, as RFC 9051 section 6.4.4 says. Cyrus 3.6 does not.
    pub(crate) fn finds_empty_fields(&self) -> bool {
        !self.is_cyrus()
    }

    /// Cyrus 3, which lists its replication protocol.
    fn is_cyrus(&self) -> bool {
        self.has("X-REPLICATION")
    }

    /// Courier 5, which has no capability of its own: others that thread like it know ESEARCH as well.
    fn is_courier(&self) -> bool {
        self.has("THREAD=ORDEREDSUBJECT") && !self.has("ESEARCH")
    }

    /// `RETURN (..)` in SORT (RFC 5267 section 3).
    pub(crate) fn esort(&self) -> bool {
        self.sort() && self.has("ESORT")
    }

    /// MODSEQ and UNCHANGEDSINCE (RFC 7162).
    pub(crate) fn condstore(&self) -> bool {
        self.has("CONDSTORE") || self.has("QRESYNC")
    }

    /// UID EXPUNGE, APPENDUID and COPYUID (RFC 4315).
    pub(crate) fn uidplus(&self) -> bool {
        self.has("UIDPLUS") || self.is_rev2_only()
    }

    /// MOVE (RFC 6851).
    pub(crate) fn moves(&self) -> bool {
        self.has("MOVE") || self.is_rev2_only()
    }

    /// Several messages in one APPEND, all or none (RFC 3502).
    pub(crate) fn multi_append(&self) -> bool {
        self.has("MULTIAPPEND")
    }

    /// The octets of the largest message that APPEND takes, where it is one number for all mailboxes (RFC 7889).
    pub(crate) fn append_limit(&self) -> Option<u64> {
        self.names.iter().find_map(|name| name.strip_prefix("APPENDLIMIT=")?.parse().ok())
    }

    /// SAVEDATE (RFC 8514).
    pub(crate) fn save_date(&self) -> bool {
        self.has("SAVEDATE")
    }

    /// EMAILID and THREADID (RFC 8474).
    pub(crate) fn object_id(&self) -> bool {
        self.has("OBJECTID")
    }

    /// PREVIEW (RFC 8970).
    pub(crate) fn preview(&self) -> bool {
        self.has("PREVIEW")
    }

    /// IMAP4rev2 without rev1 brings its parts (RFC 9051 appendix E) unasked. Beside rev1 it would have to be enabled
    /// first, and such servers list the parts as well.
    fn is_rev2_only(&self) -> bool {
        self.has("IMAP4REV2") && !self.has("IMAP4REV1")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Server {
        /// As a server lists them.
        pub(crate) fn listed(names: &[&str], profile: &Profile) -> Self {
            Server::new(&Capabilities::listed(names).names, profile)
        }
    }

    impl Capabilities {
        fn listed(names: &[&str]) -> Self {
            Capabilities { names: names.iter().map(|name| name.to_ascii_uppercase()).collect() }
        }
    }

    #[test]
    fn capabilities_bring_what_they_include() {
        let listed = Capabilities::listed(&["IMAP4rev1", "ESEARCH", "SEARCHRES", "QRESYNC"]);
        assert!(listed.esearch() && listed.searchres() && listed.condstore());
        assert!(!listed.sort() && !listed.moves() && !listed.uidplus());
    }

    #[test]
    fn rev2_counts_only_where_it_needs_no_enabling() {
        assert!(Capabilities::listed(&["IMAP4rev2"]).searchres());
        assert!(!Capabilities::listed(&["IMAP4rev1", "IMAP4rev2"]).searchres());
        assert!(!Capabilities::listed(&["SEARCHRES"]).searchres(), "SAVE is a return option: it needs ESEARCH");
    }

    #[test]
    fn gmail_is_known_to_match_words_unless_the_user_knows_better() {
        let words = Server::listed(&["IMAP4rev1", "X-GM-EXT-1"], &Profile::default());
        assert_eq!(words.profile.text_keys, TextKeys::Words);
        let told = Server::listed(&["X-GM-EXT-1"], &Profile::default().text_keys(TextKeys::Substring));
        assert_eq!(told.profile.text_keys, TextKeys::Substring);
        assert_eq!((words.learnt.len(), told.learnt.len()), (1, 0));
    }

    #[test]
    fn a_charset_that_is_known_to_be_missing_is_not_asked_for() {
        let of = |profile: Profile| Server::listed(&["IMAP4rev1"], &profile).charset_refused;
        assert!(!of(Profile::default()));
        assert!(of(Profile::default().charset(Charset::Ascii)));
    }

    #[test]
    fn dovecot_is_known_to_take_unreadable_dates_for_early_ones() {
        let of = |names: &[&str]| Server::listed(names, &Profile::default()).profile.unreadable_dates;
        assert_eq!(of(&["IMAP4rev1", "CONTEXT=SEARCH"]), UnreadableDates::Early);
        assert_eq!(of(&["IMAP4rev1", "ESEARCH", "X-REPLICATION"]), UnreadableDates::Unknown);
    }

    #[test]
    fn courier_is_not_asked_to_sort_nor_for_sizes_and_structures() {
        let courier =
            Capabilities::listed(&["IMAP4rev1", "UIDPLUS", "THREAD=ORDEREDSUBJECT", "THREAD=REFERENCES", "SORT"]);
        assert!(!courier.sort() && !courier.structure() && !courier.search_by_size());
        let cyrus = Capabilities::listed(&["IMAP4rev1", "ESEARCH", "THREAD=ORDEREDSUBJECT", "SORT"]);
        assert!(cyrus.sort() && cyrus.structure() && cyrus.search_by_size());
    }
}
