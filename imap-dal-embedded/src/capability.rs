//! What the server can do beyond plain IMAP4rev1, each of it switchable. It knows names only; the commands ask it.

use std::collections::BTreeSet;

macro_rules! capabilities {
    ($($(#[doc = $doc:literal])+ $name:ident => $wire:literal, $default:literal;)+) => {
        /// An extension the server can announce. One that is off is neither announced nor accepted: a client that uses
        /// it anyway is answered with BAD.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Capability {
            /// Every extension the server knows, in the order it is announced.
            pub const ALL: &'static [Capability] = &[$(Capability::$name,)+];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Capability::$name => $wire,)+ }
            }

            fn on_by_default(self) -> bool {
                match self { $(Capability::$name => $default,)+ }
            }
        }
    };
}

capabilities! {
    /// Non-synchronising literals of any size (RFC 7888).
    LiteralPlus => "LITERAL+", true;
    /// Non-synchronising literals up to 4,096 octets (RFC 7888). Off by default: a server has one or the other.
    LiteralMinus => "LITERAL-", false;
    /// AUTHENTICATE with an initial response (RFC 4959).
    SaslIr => "SASL-IR", true;
    /// AUTHENTICATE PLAIN (RFC 4616).
    AuthPlain => "AUTH=PLAIN", true;
    /// AUTHENTICATE OAUTHBEARER (RFC 7628): a user's password is the access token. Off by default.
    AuthOAuthBearer => "AUTH=OAUTHBEARER", false;
    /// ID (RFC 2971).
    Id => "ID", true;
    /// ENABLE (RFC 5161).
    Enable => "ENABLE", true;
    /// IDLE (RFC 2177).
    Idle => "IDLE", true;
    /// NAMESPACE (RFC 2342).
    Namespace => "NAMESPACE", true;
    /// \HasChildren and \HasNoChildren in LIST (RFC 3348).
    Children => "CHILDREN", true;
    /// Selection and return options of LIST (RFC 5258).
    ListExtended => "LIST-EXTENDED", true;
    /// STATUS as a return option of LIST (RFC 5819).
    ListStatus => "LIST-STATUS", true;
    /// Roles of mailboxes in LIST (RFC 6154).
    SpecialUse => "SPECIAL-USE", true;
    /// Roles given in CREATE (RFC 6154).
    CreateSpecialUse => "CREATE-SPECIAL-USE", true;
    /// SIZE in STATUS (RFC 8438).
    StatusSize => "STATUS=SIZE", true;
    /// UNSELECT (RFC 3691).
    Unselect => "UNSELECT", true;
    /// UID EXPUNGE, APPENDUID and COPYUID (RFC 4315).
    UidPlus => "UIDPLUS", true;
    /// MOVE (RFC 6851).
    Move => "MOVE", true;
    /// Several messages in one APPEND, all or none (RFC 3502).
    MultiAppend => "MULTIAPPEND", true;
    /// Modification sequences (RFC 7162).
    Condstore => "CONDSTORE", true;
    /// SEARCH RETURN (RFC 4731).
    Esearch => "ESEARCH", true;
    /// SORT RETURN (RFC 5267).
    Esort => "ESORT", true;
    /// `$`, the saved result (RFC 5182).
    Searchres => "SEARCHRES", true;
    /// SORT (RFC 5256).
    Sort => "SORT", true;
    /// Sorting by display name (RFC 5957).
    SortDisplay => "SORT=DISPLAY", true;
    /// OLDER and YOUNGER (RFC 5032).
    Within => "WITHIN", true;
    /// SEARCH RETURN (PARTIAL) with positive ranges, as RFC 5267 has it.
    ContextSearch => "CONTEXT=SEARCH", true;
    /// SORT RETURN (PARTIAL) with positive ranges, as RFC 5267 has it.
    ContextSort => "CONTEXT=SORT", true;
    /// PARTIAL for SEARCH and UID FETCH, also counted from the end (RFC 9394).
    Partial => "PARTIAL", true;
    /// PREVIEW (RFC 8970).
    Preview => "PREVIEW", true;
    /// SAVEDATE (RFC 8514).
    SaveDate => "SAVEDATE", true;
    /// EMAILID, THREADID and MAILBOXID (RFC 8474).
    ObjectId => "OBJECTID", true;
    /// BINARY and BINARY.SIZE in FETCH, literal8 in APPEND (RFC 3516).
    Binary => "BINARY", true;
    /// STARTTLS. Announced only when the builder was given an identity and the connection is still plain.
    StartTls => "STARTTLS", true;
}

/// The extensions that are on.
#[derive(Clone, Debug)]
pub(crate) struct Capabilities(BTreeSet<Capability>);

impl Capabilities {
    pub(crate) fn none() -> Capabilities {
        Capabilities(BTreeSet::new())
    }

    pub(crate) fn has(&self, capability: Capability) -> bool {
        self.0.contains(&capability)
    }

    pub(crate) fn insert(&mut self, capability: Capability) {
        match capability {
            Capability::LiteralPlus => self.0.remove(&Capability::LiteralMinus),
            Capability::LiteralMinus => self.0.remove(&Capability::LiteralPlus),
            _ => false,
        };
        self.0.insert(capability);
    }

    pub(crate) fn remove(&mut self, capability: Capability) {
        self.0.remove(&capability);
    }

    /// The list as CAPABILITY prints it. `tls`: whether STARTTLS is still to be had.
    pub(crate) fn announce(&self, tls: bool) -> String {
        let mut line = String::from("IMAP4rev1");
        for capability in self.0.iter().filter(|c| **c != Capability::StartTls || tls) {
            line.push(' ');
            line.push_str(capability.name());
        }
        line
    }
}

impl Default for Capabilities {
    fn default() -> Capabilities {
        Capabilities(Capability::ALL.iter().copied().filter(|c| c.on_by_default()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_of_non_synchronising_literal_at_a_time() {
        let mut on = Capabilities::default();
        on.insert(Capability::LiteralMinus);
        assert!(on.announce(false).contains("LITERAL-"));
        assert!(!on.announce(false).contains("LITERAL+"));
    }

    #[test]
    fn starttls_is_announced_only_where_it_can_be_done() {
        let on = Capabilities::default();
        assert!(on.announce(true).ends_with(" STARTTLS"));
        assert!(!on.announce(false).contains("STARTTLS"));
        assert_eq!(Capabilities::none().announce(true), "IMAP4rev1");
    }
}
