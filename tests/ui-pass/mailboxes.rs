//! Every legal form of `mailboxes!`.
#![deny(warnings)]
#![allow(unreachable_pub)]

use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(no_columns)]
struct Headline {
    subject: Option<String>,
}

#[derive(ImapModel)]
pub(crate) struct Mail {
    uid: Uid,
    #[imap(keyword = "work")]
    work: bool,
}

mailboxes! {}

mailboxes! { Last => "no semicolon" }

mailboxes! {
    Inbox => "INBOX";
    pub Sent => role Sent;
    pub(crate) Archive: Mail => "Archive/2026";
    Headlines: Headline => "News";
    Nested: inner::Note => "Notes";
    Untyped: imap_dal::Row => "Rows";
    Umlaut => "Entwürfe";
    Quoted => r#"a "quoted" name"#;
    #[allow(non_camel_case_types)]
    r#type => "type";
    Bare => "Bare" {}
    Bills => "Bills" {
        header list_id => "List-Id";
        /// Documented.
        keyword paid => "$Paid"
    }
    #[derive(PartialEq, Eq, Hash)]
    Roles: Mail => role Flagged { keyword r#match => "match"; };
    #[derive(Debug, Clone)]
    #[allow(dead_code)]
    Derived => "Derived";
    #[cfg(any())]
    Absent => "INBOX";
    #[cfg(all())]
    Present => "Present" { header x_foo => "X-Foo"; }
}

mod inner {
    use imap_dal::prelude::*;

    #[derive(ImapModel)]
    pub struct Note {
        pub uid: Uid,
    }

    pub mod deeper {
        imap_dal::mailboxes! { pub(in super::super) Hidden => "Hidden"; }
    }

    pub fn hidden() -> Query<deeper::Hidden> {
        deeper::Hidden::all()
    }
}

macro_rules! accounts {
    ($($name:ident $text:literal)*) => { mailboxes! { $($name => $text;)* } };
}
accounts! { Alpha "Projects/Alpha" Beta "Projects/Beta" }

/// Names of the module are other mailboxes in blocks.
fn in_blocks() {
    mailboxes! { Inbox => "Projects" { keyword done => "$Done"; } }
    let _ = Inbox::done.eq(true);
    {
        mailboxes! { Inbox => "Notes" { keyword noted => "$Noted"; } Alpha => "Alpha" { header x_foo => "X-Foo"; } }
        let _ = (Inbox::noted.eq(true), Alpha::x_foo.is_some());
    }
    accounts! { Alpha "Once more" }
    let _ = Alpha::all();
    mailboxes! { LastAndNothingBehind => "Last" }
}

pub fn main() {
    in_blocks();
    mailboxes! { Local: Mail => "Local" { keyword done => "$Done"; } }

    let _: Query<Local, Mail> = Local::filter(Local::done.eq(true) & Mail::work.eq(false) & AnyMailbox::seen.eq(true));
    let _: Query<Headlines, Headline> = Headlines::all();
    let _: Query<Untyped, imap_dal::Row> = Untyped::filter(AnyMailbox::flagged.eq(true));
    let _ = (Roles::r#match.eq(true), r#type::seen.eq(true), Present::x_foo.is_some(), Bills::list_id.is_none());
    let _ = (Nested::all(), Bare::all(), Quoted::all(), Umlaut::all(), Alpha::all(), Beta::all(), inner::hidden());
    let _ = (Inbox::all(), Sent::all(), Archive::all(), Last::all(), Bills::paid.set(true));
    let derived = Derived;
    let _ = (Roles == [Roles; 1][0], Clone::clone(&derived), derived, format!("{Inbox:?}"));
    let note = |note: inner::Note, headline: Headline, mail: Mail| (note.uid, headline.subject, mail.uid, mail.work);
    let _ = note;
}
