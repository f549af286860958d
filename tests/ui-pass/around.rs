//! What stands around and inside legal forms: attributes of the language, documentation made by macros, names that are
//! markup or format strings elsewhere, aliases, blocks, models as wide as tables are.
#![deny(warnings)]
#![allow(unreachable_pub, unused_qualifications, dead_code)]

mod attributes {
    use imap_dal::prelude::*;

    mailboxes! {
        #[doc = concat!("Where ", "new mail", " arrives.")]
        #[must_use]
        pub Inbox => "INBOX";
        #[deprecated(note = "gone")]
        pub Old => "Old" {
            #[doc = concat!("Of ", "lists.")]
            #[deprecated]
            header list_id => "List-Id";
        }
        #[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        #[repr(C)]
        #[non_exhaustive]
        pub Derived => "Derived";
    }

    #[derive(ImapModel)]
    #[imap(mailbox = "INBOX")]
    #[doc = concat!("A ", "message.")]
    #[allow(non_snake_case)]
    #[non_exhaustive]
    #[repr(C)]
    pub struct Mail {
        #[doc = stringify!(uid)]
        pub uid: Uid,
        #[deprecated]
        pub subject: Option<String>,
        #[deprecated]
        #[imap(header = "List-Id")]
        pub list_id: Option<String>,
        #[imap(column = sender)]
        pub From: Vec<Address>,
        #[imap(header = "X-Mailer")]
        pub xMailer: Option<String>,
        #[imap(flatten)]
        #[allow(deprecated)]
        pub flags: Flags,
    }

    #[derive(ImapModel)]
    #[deprecated]
    pub struct Flags {
        pub seen: bool,
    }
}

/// Names that would be something else where they are pasted: markup, format strings, escapes.
mod names {
    imap_dal::mailboxes! {
        pub Braces => "{0} {name} {{}}" { header x_braces => "X-{}"; keyword percent => "$a}b"; }
        pub Markup => "`a` [b](c) <d> ``` */ // #";
        pub Escaped => "\u{1f4e7}\\Quoted\"\\";
        pub Raw => r##"a "# b"##;
        pub Emoji => "📧/Élan vital/日本語";
        pub Spaces => "  two  spaces  ";
        pub Ampersand => "Q&A";
        pub Line => "one\
            line";
    }
}

/// Types by other ways than their name.
mod ways {
    use imap_dal::prelude::*;

    #[derive(ImapModel)]
    pub struct Mail {
        pub uid: Uid,
        #[imap(keyword = "work")]
        pub work: bool,
    }

    pub type Alias = Mail;
    pub type Text = Option<String>;

    pub trait Has {
        type Row;
    }
    impl Has for u8 {
        type Row = Mail;
    }

    mailboxes! {
        pub Aliased: Alias => "a";
        pub Itself: self::Mail => "b";
        pub Associated: <u8 as Has>::Row => "c";
    }

    #[derive(ImapModel)]
    pub struct Wide {
        pub uid: <u8 as Into2>::To,
        pub subject: Text,
        pub size: u64,
        #[imap(flatten)]
        pub mail: Alias,
    }

    pub trait Into2 {
        type To;
    }
    impl Into2 for u8 {
        type To = Uid;
    }
}

/// Columns and types named like what the macros and the prelude of this crate bring.
mod homonyms {
    use imap_dal::prelude::*;

    #[derive(ImapModel)]
    #[imap(mailbox = "INBOX")]
    pub struct Row {
        #[imap(header = "X-Header")]
        pub header: Option<String>,
        #[imap(keyword = "keyword")]
        pub keyword: bool,
        #[imap(header = "X-Find")]
        pub find: Option<String>,
        #[imap(header = "X-Load")]
        pub load: Option<String>,
        #[imap(header = "X-From")]
        pub from: Option<String>,
        #[imap(skip)]
        pub self_: u8,
    }

    mailboxes! {
        pub Mailbox => "Mailbox" { header header => "Header"; keyword keyword => "Keyword"; header from => "From"; }
        pub Column => "Column";
        pub Result => "Result";
        #[allow(non_camel_case_types)]
        pub lower => "lower";
        pub Vec: Row => "Vec";
    }
}

/// In blocks: behind types and constants of the block.
fn in_blocks() -> impl Fn() -> bool {
    struct Uid;
    #[allow(non_camel_case_types)]
    struct subject;
    trait Source {
        fn mailbox(&self) -> u8;
    }
    impl Source for Uid {
        fn mailbox(&self) -> u8 {
            1
        }
    }
    #[derive(imap_dal::ImapModel)]
    struct Mail {
        uid: imap_dal::Uid,
        subject: Option<String>,
    }
    impl Source for Mail {
        fn mailbox(&self) -> u8 {
            2
        }
    }
    let read = |mail: Mail| mail.mailbox() + u8::from(mail.uid.get() == 1 && mail.subject.is_none());
    let _ = (read, Uid.mailbox(), subject);
    const _: () = {
        imap_dal::mailboxes! { Inner => "Inner"; }
        let _: imap_dal::Column<Inner, imap_dal::kind::SystemFlag> = Inner::seen;
    };
    || {
        imap_dal::mailboxes! { InClosure => "closure" { keyword done => "done"; } }
        format!("{:?}", InClosure::all()) == format!("{:?}", InClosure::filter(InClosure::done.eq(true)))
    }
}

macro_rules! wide {
    ($($name:ident)*) => {
        #[derive(imap_dal::ImapModel)]
        pub struct WideModel { $( #[imap(column = seen)] pub $name: bool, )* }
    };
}
wide! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9
}

pub fn main() {
    use imap_dal::{Column, Expr, Query, kind::HeaderText, prelude::AnyMailbox};

    let query: Query<attributes::Mail> = attributes::Mail::filter(attributes::Mail::xMailer.is_some());
    let _ = (query, attributes::Inbox::all(), attributes::Derived::all());
    let _ =
        (names::Braces::x_braces.is_some(), names::Braces::percent.eq(true), names::Markup::all(), names::Raw::all());
    let _ =
        (names::Escaped::all(), names::Emoji::all(), names::Spaces::all(), names::Ampersand::all(), names::Line::all());
    let aliased: Query<ways::Aliased, ways::Mail> = ways::Aliased::filter(ways::Alias::work.eq(true));
    let _ = (aliased, ways::Itself::all(), ways::Associated::filter(ways::Mail::work.eq(true)));
    let _: Expr<ways::Wide> = ways::Wide::size.gt(1) & ways::Alias::work.eq(true);
    static HEADER: Column<homonyms::Row, HeaderText> = homonyms::Row::header;
    const FROM: Column<homonyms::Mailbox, HeaderText> = homonyms::Mailbox::from;
    let _ = (HEADER.is_some(), FROM.is_some(), homonyms::Row::find.is_none(), homonyms::Row::load.is_none());
    let _ = (homonyms::Row::keyword.eq(true), homonyms::Mailbox::keyword.eq(true), homonyms::Column::all());
    let _ = (homonyms::lower::all(), homonyms::Vec::filter(homonyms::Row::from.is_some()), homonyms::Result::all());
    let _: Query<AnyMailbox, WideModel> = AnyMailbox::in_mailbox("INBOX").all().select_as();
    let _ = in_blocks()();
}
