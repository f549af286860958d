//! Every legal form of `#[derive(ImapModel)]`.
#![deny(warnings)]
#![allow(unreachable_pub)]
#![allow(dead_code)]

use imap_dal::{Attachment, AttachmentInfo, Cell, Keywords, Result, TextPart, jiff, kind, prelude::*};

/// The native type of every column that can be read.
#[derive(ImapModel)]
struct Native {
    uid: Uid,
    seq: u32,
    answered: bool,
    deleted: bool,
    draft: bool,
    flagged: bool,
    seen: bool,
    recent: bool,
    keywords: Keywords,
    created: jiff::Zoned,
    sent: Option<jiff::Zoned>,
    saved: Option<jiff::Zoned>,
    size: u64,
    subject: Option<String>,
    sender: Vec<Address>,
    to: Vec<Address>,
    cc: Vec<Address>,
    bcc: Vec<Address>,
    reply_to: Vec<Address>,
    message_id: Option<String>,
    in_reply_to: Option<String>,
    references: Vec<String>,
    mime: Option<String>,
    encoding: Option<String>,
    content: Vec<TextPart>,
    attachments: Vec<AttachmentInfo>,
    preview: String,
    email: Vec<u8>,
    modseq: u64,
    email_id: Option<String>,
    thread_id: Option<String>,
}

/// Other types that columns can be read as.
#[derive(ImapModel)]
#[imap(no_columns)]
struct Others {
    subject: String,
    created: jiff::Timestamp,
    sent: jiff::Timestamp,
    content: String,
    sender: Address,
    #[imap(column = to)]
    first: String,
    #[imap(column = cc)]
    maybe: Option<Address>,
    attachments: Vec<Attachment>,
    #[imap(column = attachments)]
    how_many: usize,
    #[imap(column = attachments)]
    has_any: bool,
    #[imap(header = "X-Subject")]
    all: Title,
    #[imap(header = "X-Seen", default)]
    filter: Option<Title>,
}

#[derive(Default)]
struct Title(String);

impl<K> FromColumn<K> for Title
where
    String: FromColumn<K>,
{
    fn from_column(cell: Cell<'_, K>) -> Result<Self> {
        String::from_column(cell).map(Title)
    }
}

#[derive(ImapModel)]
#[imap(mailbox = "INBOX")]
#[imap(crate = ::imap_dal)]
pub(crate) struct Split {
    #[imap(header = "X-A")]
    #[imap(default)]
    r#type: String,
    #[imap(keyword = "$A")]
    r#match: bool,
    #[imap(column = r#seen)]
    r#fn: bool,
    r#size: u64,
    #[imap(skip)]
    anything: std::cell::Cell<u8>,
    #[imap(flatten)]
    flags: Flags,
    #[imap(flatten)]
    others: Others,
}

#[derive(ImapModel)]
struct Flags {
    #[imap(keyword = "work")]
    work: bool,
}

macro_rules! model {
    ($name:ident { $($field:ident: $ty:ty,)* }) => {
        #[derive(ImapModel)]
        struct $name { $($field: $ty,)* }
    };
}
model! { Made { uid: Uid, subject: Option<String>, } }

mod inner {
    #[derive(imap_dal::ImapModel)]
    #[imap(mailbox = "Notes")]
    pub(super) struct Note {
        #[imap(header = "X-Color")]
        pub(super) color: Option<String>,
    }
}

fn constrained(column: Column<Split, kind::KeywordFlag>) -> Expr<Split> {
    column.eq(true) & Flags::work.eq(true) & Split::r#type.contains("x") & AnyMailbox::seen.eq(false)
}

pub fn main() {
    #[derive(ImapModel)]
    struct Local {
        uid: Uid,
    }

    let _ = (constrained(Split::r#match), Local::in_mailbox("INBOX").all(), Made::subject.is_some());
    let _: Query<inner::Note, Native> = inner::Note::filter(inner::Note::color.is_some()).select_as();
}
