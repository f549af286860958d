//! Forms that are legal and that hardly anybody writes: fragments of the user's own macros, conditions, names that are
//! words of Rust, methods and traits of the user's beside the generated ones.
#![deny(warnings)]
#![allow(unreachable_pub, clippy::non_minimal_cfg)]

mod fragments {
    use imap_dal::prelude::*;

    macro_rules! boxes {
        ($($(#[$attribute:meta])* $vis:vis $name:ident: $row:ty => $text:literal { $(header $column:ident => $on:literal;)* })*) => {
            mailboxes! { $($(#[$attribute])* $vis $name: $row => $text { $(header $column => $on;)* })* }
        };
    }
    boxes! {
        /// Documented.
        pub(crate) A: Mail => "A" { header x_a => "X-A"; }
        pub(crate) B: Mail => "B" {}
    }

    macro_rules! expression {
        ($name:ident, $text:expr) => {
            mailboxes! { pub(crate) $name => $text; }
        };
    }
    expression!(C, "C");

    macro_rules! tokens {
        ($($token:tt)*) => { mailboxes! { $($token)* } };
    }
    tokens! { pub(crate) D => role Sent; pub(crate) E: Mail => "E" { keyword done => "done" } }

    macro_rules! path {
        ($krate:path, $name:ident, $row:path) => {
            mailboxes! { crate = $krate; pub(crate) $name: $row => "F"; }
        };
    }
    path!(imap_dal, F, Mail);

    macro_rules! model {
        ($(#[$attribute:meta])* $vis:vis struct $name:ident { $($(#[$on:meta])* $inner:vis $field:ident: $ty:ty),* $(,)? }) => {
            #[derive(ImapModel, Debug)]
            $(#[$attribute])*
            $vis struct $name { $($(#[$on])* $inner $field: $ty),* }
        };
        ($name:ident in $mailbox:literal) => {
            #[derive(ImapModel, Debug)]
            #[imap(mailbox = $mailbox)]
            pub(crate) struct $name {
                pub(crate) uid: Uid,
                #[imap(header = $mailbox)]
                pub(crate) header: Option<String>,
            }
        };
    }
    model! {
        #[imap(mailbox = "INBOX")]
        pub(crate) struct Mail {
            pub(crate) uid: Uid,
            #[imap(header = "X-A")] pub(crate) x: Option<String>,
        }
    }
    model! { Literal in "Literal" }
}

mod conditions {
    use imap_dal::prelude::*;

    #[derive(ImapModel)]
    #[imap(mailbox = "INBOX")]
    pub struct Mail {
        pub uid: Uid,
        #[cfg(any())]
        nonsense: u8,
        #[cfg(all())]
        pub subject: Option<String>,
        #[cfg_attr(all(), imap(header = "List-Id"))]
        pub list_id: Option<String>,
        #[cfg_attr(any(), imap(nonsense))]
        #[imap(keyword = "done")]
        pub done: bool,
    }

    mailboxes! {
        #[cfg(any())]
        pub Twice => "one";
        #[cfg(all())]
        pub Twice => "other" {
            #[cfg(any())]
            header x_twice => "X-One";
            #[cfg(all())]
            header x_twice => "X-Other";
        }
        #[cfg_attr(all(), derive(PartialEq))]
        pub Derived => "Derived";
    }
}

mod words {
    use imap_dal::prelude::*;

    mailboxes! {
        pub r#Box => "Box" { keyword r#match => "match"; header union => "X-Union"; header r#async => "X-Async"; header auto => "X-Auto"; }
    }

    #[derive(ImapModel)]
    pub struct Mail {
        #[imap(column = r#size)]
        pub r#struct: u64,
        #[imap(header = "X-Type")]
        pub r#type: Option<String>,
        #[imap(flatten)]
        pub r#loop: Inner,
    }

    #[derive(ImapModel)]
    pub struct Inner {
        #[imap(keyword = "fn")]
        pub r#fn: bool,
        #[imap(header = "Raw")]
        pub raw: Option<String>,
    }
}

mod beside {
    use imap_dal::prelude::*;

    pub trait Stored {
        const NAME: &'static str;
        type Native;
        fn all() -> u8;
        fn load() -> u8 {
            1
        }
        fn size(&self) -> u8 {
            2
        }
    }

    #[derive(ImapModel, Clone, Debug, Default, PartialEq)]
    #[imap(mailbox = "INBOX")]
    pub struct Mail {
        pub subject: Option<String>,
    }

    impl Stored for Mail {
        const NAME: &'static str = "mail";
        type Native = u8;
        fn all() -> u8 {
            0
        }
    }

    impl From<&str> for Mail {
        fn from(subject: &str) -> Self {
            Mail { subject: Some(subject.to_owned()) }
        }
    }

    impl Mail {
        pub fn load(dal: &Dal) -> imap_dal::Result<Vec<Mail>> {
            Self::filter(Self::seen.eq(false)).load(dal)
        }
        pub fn first() -> u8 {
            1
        }
        pub fn select(&self) -> u8 {
            2
        }
        pub fn update(&self) -> u8 {
            3
        }
        pub fn save(&self) -> u8 {
            4
        }
    }
}

mod visible {
    pub mod inner {
        use imap_dal::prelude::*;

        mailboxes! {
            pub(in crate::unusual::visible) In => "in";
            pub(super) Super => "super";
            pub(self) Own => "own";
            pub(crate) Crate: super::super::words::Mail => "crate" { keyword done => "done"; }
        }

        #[derive(ImapModel)]
        pub(in crate::unusual) struct Mail {
            pub(super) uid: Uid,
            #[imap(header = "X-A")]
            pub(in crate::unusual::visible) x: Option<String>,
        }

        pub fn own() -> String {
            format!("{:?}", Own::all())
        }
    }

    pub(super) fn used(mail: &inner::Mail) -> (imap_dal::Uid, bool) {
        let _ = (
            inner::In::all(),
            inner::Super::all(),
            inner::own(),
            inner::Crate::done.eq(true),
            inner::Mail::x.is_some(),
        );
        (mail.uid, mail.x.is_some())
    }
}

pub fn main() {
    use beside::Stored;
    use imap_dal::{kind::FreeText, prelude::*};

    let _ = (fragments::A::x_a.is_some(), fragments::B::all(), fragments::C::all(), fragments::D::all());
    let _ = (fragments::E::done.eq(true), fragments::F::all(), fragments::Mail::x.is_none(), fragments::Literal::all());
    let fragments = |a: fragments::Mail, b: fragments::Literal| (a.uid, a.x, b.uid, b.header);
    let _ = (
        conditions::Mail::list_id.is_some(),
        conditions::Twice::x_twice.is_some(),
        conditions::Derived == [conditions::Derived; 1][0],
    );
    let conditions = |m: conditions::Mail| (m.uid, m.subject, m.list_id, m.done);
    let _ = (
        words::Box::r#match.eq(true),
        words::Box::union.is_some(),
        words::Box::r#async.is_some(),
        words::Box::auto.is_some(),
    );
    let _ = (words::Mail::r#type.is_some(), words::Inner::r#fn.eq(true), words::Inner::raw.is_some());
    let words = |m: words::Mail| (m.r#struct, m.r#type, m.r#loop.r#fn, m.r#loop.raw);
    let _ = (fragments, conditions, words, visible::used);

    let mail = beside::Mail::from("hello");
    let own: fn(&Dal) -> imap_dal::Result<Vec<beside::Mail>> = beside::Mail::load;
    let native: <beside::Mail as Stored>::Native = beside::Mail::first() + mail.select() + mail.update() + mail.save();
    let _ = (
        own,
        native,
        <beside::Mail as Stored>::load(),
        <beside::Mail as Stored>::all(),
        Stored::size(&mail),
        beside::Mail::NAME,
    );

    const SUBJECT: Column<conditions::Twice, FreeText> = conditions::Twice::subject;
    let make: fn(&str) -> Expr<conditions::Twice> = |word| SUBJECT.eq(word);
    let flags = [conditions::Twice::seen, conditions::Twice::flagged].into_iter().map(|flag| flag.eq(false));
    let _ = (flags.reduce(|a, b| a & b), make("hello"));
}
