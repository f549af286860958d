//! Status words and response codes: the part of `NO [OVERQUOTA] ..` that programs may act on.

use super::response::FlagList;
use super::scan::{Cursor, Words, is, whole_number, whole_number32};
use super::sequence_set::{SequenceSet, UidList};

/// How a command ended, or what a server announces of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Ok,
    No,
    Bad,
    Bye,
    PreAuth,
}

impl Status {
    pub(super) fn from_word(word: &[u8]) -> Option<Self> {
        let named =
            [("OK", Self::Ok), ("NO", Self::No), ("BAD", Self::Bad), ("BYE", Self::Bye), ("PREAUTH", Self::PreAuth)];
        named.into_iter().find(|(name, _)| is(word, name)).map(|(_, status)| status)
    }
}

/// A response code (RFC 9051, section 7.1, RFC 4315, 5530, 7162). One whose arguments cannot be read is `Other`.
#[derive(Clone, Debug)]
#[allow(dead_code)] // Says all that the server said, also what the engine does not ask.
pub(crate) enum Code<'a> {
    Alert,
    AlreadyExists,
    AppendUid {
        validity: u32,
        uids: SequenceSet,
    },
    AuthenticationFailed,
    BadCharset(Words<'a>),
    Capability(Words<'a>),
    Closed,
    /// `source` and `target` are equally long and correspond one to one.
    CopyUid {
        validity: u32,
        source: UidList,
        target: UidList,
    },
    HighestModSeq(u64),
    InUse,
    Limit,
    Modified(SequenceSet),
    NoModSeq,
    NonExistent,
    NotSaved,
    OverQuota,
    PermanentFlags(FlagList<'a>),
    ReadOnly,
    ReadWrite,
    Referral(&'a [u8]),
    TooBig,
    TryCreate,
    UidNext(u32),
    UidValidity(u32),
    Unavailable,
    Unseen(u32),
    Other {
        name: &'a [u8],
        rest: &'a [u8],
    },
}

impl<'a> Code<'a> {
    /// Reads `[CODE arguments]` if it is next; a `[` that is never closed is text.
    pub(super) fn parse(cursor: &mut Cursor<'a>) -> Option<Self> {
        let mut after = *cursor;
        let inside = after.bracketed()?;
        *cursor = after;
        let mut arguments = Cursor::new(inside);
        let name = arguments.take_while(|byte| byte != b' ');
        arguments.skip_spaces();
        let rest = arguments.rest();
        Some(Self::known(name, arguments).unwrap_or(Self::Other { name, rest }))
    }

    /// The code's name in the standard's spelling, for errors and decisions that need no arguments.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Alert => "ALERT",
            Self::AlreadyExists => "ALREADYEXISTS",
            Self::AppendUid { .. } => "APPENDUID",
            Self::AuthenticationFailed => "AUTHENTICATIONFAILED",
            Self::BadCharset(_) => "BADCHARSET",
            Self::Capability(_) => "CAPABILITY",
            Self::Closed => "CLOSED",
            Self::CopyUid { .. } => "COPYUID",
            Self::HighestModSeq(_) => "HIGHESTMODSEQ",
            Self::InUse => "INUSE",
            Self::Limit => "LIMIT",
            Self::Modified(_) => "MODIFIED",
            Self::NoModSeq => "NOMODSEQ",
            Self::NonExistent => "NONEXISTENT",
            Self::NotSaved => "NOTSAVED",
            Self::OverQuota => "OVERQUOTA",
            Self::PermanentFlags(_) => "PERMANENTFLAGS",
            Self::ReadOnly => "READ-ONLY",
            Self::ReadWrite => "READ-WRITE",
            Self::Referral(_) => "REFERRAL",
            Self::TooBig => "TOOBIG",
            Self::TryCreate => "TRYCREATE",
            Self::UidNext(_) => "UIDNEXT",
            Self::UidValidity(_) => "UIDVALIDITY",
            Self::Unavailable => "UNAVAILABLE",
            Self::Unseen(_) => "UNSEEN",
            Self::Other { name, .. } => str::from_utf8(name).unwrap_or("unreadable"),
        }
    }

    fn known(name: &'a [u8], mut arguments: Cursor<'a>) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_slice() {
            b"ALERT" => Self::Alert,
            b"ALREADYEXISTS" => Self::AlreadyExists,
            b"APPENDUID" => {
                let validity = number_then_space(&mut arguments)?;
                Self::AppendUid { validity, uids: arguments.sequence_set()? }
            }
            b"AUTHENTICATIONFAILED" => Self::AuthenticationFailed,
            b"BADCHARSET" => Self::BadCharset(Words::new(arguments.rest())),
            b"CAPABILITY" => Self::Capability(Words::new(arguments.rest())),
            b"CLOSED" => Self::Closed,
            b"COPYUID" => {
                let validity = number_then_space(&mut arguments)?;
                let source = UidList::parse(arguments.atom()?)?;
                arguments.skip_spaces();
                let target = UidList::parse(arguments.atom()?)?;
                if source.len() != target.len() {
                    return None;
                }
                Self::CopyUid { validity, source, target }
            }
            b"HIGHESTMODSEQ" => Self::HighestModSeq(whole_number(arguments.atom()?)?),
            b"INUSE" => Self::InUse,
            b"LIMIT" => Self::Limit,
            b"MODIFIED" => Self::Modified(arguments.sequence_set()?),
            b"NOMODSEQ" => Self::NoModSeq,
            b"NONEXISTENT" => Self::NonExistent,
            b"NOTSAVED" => Self::NotSaved,
            b"OVERQUOTA" => Self::OverQuota,
            b"PERMANENTFLAGS" => Self::PermanentFlags(Words::new(arguments.word_list()?)),
            b"READ-ONLY" => Self::ReadOnly,
            b"READ-WRITE" => Self::ReadWrite,
            b"REFERRAL" => Self::Referral(arguments.rest()),
            b"TOOBIG" => Self::TooBig,
            b"TRYCREATE" => Self::TryCreate,
            b"UIDNEXT" => Self::UidNext(whole_number32(arguments.atom()?)?),
            b"UIDVALIDITY" => Self::UidValidity(whole_number32(arguments.atom()?)?),
            b"UNAVAILABLE" => Self::Unavailable,
            b"UNSEEN" => Self::Unseen(whole_number32(arguments.atom()?)?),
            _ => return None,
        })
    }
}

fn number_then_space(arguments: &mut Cursor<'_>) -> Option<u32> {
    let number = whole_number32(arguments.atom()?)?;
    arguments.skip_spaces();
    Some(number)
}
