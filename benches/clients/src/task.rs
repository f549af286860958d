//! What is measured, who is measured, and the checksum by which the clients must agree.

use crate::Outcome;

/// Something a program does with a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// How many unseen messages of one day are smaller than 6,000 octets, of 10,000.
    Count,
    /// uid, flags, arrival, size, subject and sender of 10,000 messages, decoded.
    List,
    /// The same of 100,000, one row after the other.
    ListMany,
    /// The decoded texts of 1,000 messages.
    Texts,
    /// The same of 10,000, one row after the other.
    TextsMany,
    /// 10,000 whole messages, one after the other.
    Messages,
    /// Names and media types of all attachments of 10,000 messages.
    Attachments,
    /// `\Draft` set on 10,000 messages, and taken away again.
    Update,
    /// One of a hundred messages deleted from 20 mailboxes of 500.
    Delete,
    /// The 10 messages that arrived last, of 10,000.
    Newest,
    /// The 50 messages of 10,000 whose subject ends in a word, by who does not know whether the server's search finds the
    /// end of a longer one: all subjects are read.
    Residual,
    /// The same, by who knows that it does: it is searched for.
    ResidualTold,
    /// The first row of 100,000.
    First,
    /// From nothing to the first row: connection, sign-in, one message.
    Connect,
}

impl Task {
    pub const ALL: [Self; 14] = [
        Self::Count,
        Self::List,
        Self::ListMany,
        Self::Texts,
        Self::TextsMany,
        Self::Messages,
        Self::Attachments,
        Self::Update,
        Self::Delete,
        Self::Newest,
        Self::Residual,
        Self::ResidualTold,
        Self::First,
        Self::Connect,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::List => "list",
            Self::ListMany => "list-many",
            Self::Texts => "texts",
            Self::TextsMany => "texts-many",
            Self::Messages => "messages",
            Self::Attachments => "attachments",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Newest => "newest",
            Self::Residual => "residual",
            Self::ResidualTold => "residual-told",
            Self::First => "first",
            Self::Connect => "connect",
        }
    }

    pub fn named(name: &str) -> Outcome<Self> {
        Self::ALL.into_iter().find(|task| task.name() == name).ok_or_else(|| format!("no task is named {name}").into())
    }
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// A socket that sends the best commands known and looks only for the tagged responses.
    Floor,
    Ours,
    /// Written by hand on the crate `imap`, with mail-parser.
    Imap,
    /// Written by hand on the crate `async-imap`, with mail-parser.
    AsyncImap,
}

impl Client {
    pub const ALL: [Self; 4] = [Self::Floor, Self::Ours, Self::Imap, Self::AsyncImap];

    pub fn name(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Ours => "imap-dal",
            Self::Imap => "imap",
            Self::AsyncImap => "async-imap",
        }
    }

    pub fn named(name: &str) -> Outcome<Self> {
        let client = Self::ALL.into_iter().find(|client| client.name() == name);
        client.ok_or_else(|| format!("no client is named {name}").into())
    }
}

pub const USER: &str = "u39";
pub const DAY: &str = "15-Mar-2026";
pub const NEEDLE: &str = "zebra";

/// The flags of a row as bits: answered, deleted, draft, flagged, seen.
pub fn bits(answered: bool, deleted: bool, draft: bool, flagged: bool, seen: bool) -> u8 {
    [answered, deleted, draft, flagged, seen].into_iter().fold(0, |bits, flag| bits << 1 | u8::from(flag))
}

/// The rows of an answer in any order: how many, and the sum of their hashes (FNV-1a).
#[derive(Debug, Default, Clone, Copy)]
pub struct Checksum {
    pub rows: u64,
    pub sum: u64,
}

impl Checksum {
    pub fn add<'a>(&mut self, fields: impl IntoIterator<Item = &'a [u8]>) {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for field in fields {
            for byte in field.iter().chain([&0]) {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        self.rows += 1;
        self.sum = self.sum.wrapping_add(hash);
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of the list view")]
    pub fn add_row(&mut self, uid: u32, flags: u8, arrived: i64, size: u64, subject: &str, name: &str, email: &str) {
        self.add([
            uid.to_le_bytes().as_slice(),
            &[flags],
            &arrived.to_le_bytes(),
            &size.to_le_bytes(),
            subject.as_bytes(),
            name.as_bytes(),
            email.as_bytes(),
        ]);
    }

    /// A whole message, of which the length says enough: hashing all would take longer than reading it.
    pub fn add_message(&mut self, uid: u32, message: &[u8]) {
        self.add([uid.to_le_bytes().as_slice(), &message.len().to_le_bytes()]);
    }

    /// A text without its line ends: clients keep them as they came or not.
    pub fn add_text(&mut self, text: &str) {
        self.add(text.lines().map(|line| line.trim_end().as_bytes()).filter(|line| !line.is_empty()));
    }
}
