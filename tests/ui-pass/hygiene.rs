//! Whatever names are in scope, generated code means its own: constants and statics called as its parameters and
//! locals could be, modules called as the paths it writes, macros that pass on tokens from elsewhere.
#![deny(warnings)]
#![allow(unreachable_pub)]
#![allow(dead_code, non_upper_case_globals)]

macro_rules! taken {
    ($($word:ident)*) => {
        $( pub const $word: u8 = 0; )*
    };
}

mod constants {
    taken! {
        all any cell column columns condition count delete error field fields filter from_row imap_dal in_mailbox insert
        item key kind local mailbox message messages model name names new node out query read row rows source text uid
        seen subject list_id junk paid value wanted this c0 c1 f q r
    }

    imap_dal::mailboxes! {
        pub Inbox => "INBOX";
        pub Bills: Mail => "Bills" { header list_id => "List-Id"; keyword paid => "$Paid"; }
    }

    #[derive(imap_dal::ImapModel)]
    #[imap(mailbox = "INBOX")]
    pub struct Mail {
        pub uid: imap_dal::Uid,
        #[imap(default)]
        pub subject: String,
        #[imap(header = "List-Id")]
        pub list_id: Option<String>,
        #[imap(keyword = "$Junk")]
        pub junk: bool,
        #[imap(flatten)]
        pub flags: Flags,
        #[imap(skip)]
        pub note: u8,
    }

    #[derive(imap_dal::ImapModel)]
    #[imap(no_columns)]
    pub struct Flags {
        pub seen: bool,
        #[imap(keyword = "work")]
        pub row: bool,
    }
}

mod statics {
    static condition: u8 = 0;
    static message: u8 = condition;
    static name: u8 = message;
    static row: u8 = name;
    static out: u8 = row;

    imap_dal::mailboxes! { pub Inbox: Mail => "INBOX"; }

    #[derive(imap_dal::ImapModel)]
    pub struct Mail {
        pub uid: imap_dal::Uid,
        #[imap(flatten)]
        pub others: Others,
    }

    #[derive(imap_dal::ImapModel)]
    pub struct Others {
        pub subject: Option<String>,
    }
}

mod types {
    pub struct N;
    pub struct E;
    pub struct M;
    pub struct S;
    pub trait Debug {}
    pub mod core {}
    pub mod std {}
    pub mod clippy {}

    imap_dal::mailboxes! { pub Inbox => "INBOX"; }
}

macro_rules! model {
    ($(#[$attribute:meta])* $name:ident { $($(#[$on_field:meta])* $field:ident: $ty:ty,)* }) => {
        #[derive(imap_dal::ImapModel)]
        $(#[$attribute])*
        struct $name { $($(#[$on_field])* $field: $ty,)* }
    };
    (fixed $name:ident, $flags:ty) => {
        #[derive(imap_dal::ImapModel)]
        struct $name {
            seen: bool,
            #[imap(flatten)]
            flags: $flags,
        }
    };
}
model! {
    #[imap(mailbox = "INBOX")]
    Passed {
        uid: imap_dal::Uid,
        #[imap(flatten)]
        flags: constants::Flags,
        #[imap(skip)]
        note: Option<u8>,
        #[imap(header = "List-Id", default)]
        list_id: String,
    }
}
model! { fixed Mixed, constants::Flags }

pub fn main() {
    use imap_dal::prelude::*;

    let _ = (constants::Inbox::filter(constants::Inbox::seen.eq(true)), constants::Bills::paid.set(true));
    let _ = (constants::Mail::in_mailbox("INBOX").all(), constants::Mail::insert(NewMessage::new()));
    let _ = (statics::Inbox::filter(statics::Inbox::subject.is_some()), statics::Mail::in_mailbox("INBOX").all());
    let _ = (types::Inbox::all(), Passed::all(), Mixed::in_mailbox("INBOX").all());
}
