//! A crate that shadows every name generated code could lean on, under another name for the dependency and with every
//! lint. That it compiles is the test; clippy is to be run over it as well.
#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub, clippy::pedantic, clippy::nursery)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::impl_trait_in_params,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::renamed_function_params,
    clippy::same_name_method,
    clippy::shadow_unrelated,
    clippy::str_to_string,
    clippy::unreachable,
    clippy::unwrap_used
)]
#![forbid(unsafe_code)]
#![allow(non_upper_case_globals, non_camel_case_types, dead_code)]

/// In the way.
pub mod shadows {
    #![allow(clippy::pedantic, clippy::nursery)]

    macro_rules! types {
        ($($name:ident)*) => { $(
            /// In the way.
            pub struct $name;
        )* };
    }
    types! {
        Result Option Vec String Box Column Key Row Query Expr Source Mailbox MailboxName FromRow FromColumn Readable
        Wanted UsableIn CombinesWith Role Uid AnyMailbox Error
    }

    /// In the way.
    pub trait Default {}
    /// In the way.
    pub trait Clone {}
    /// In the way.
    pub trait Into {}
    /// In the way.
    pub trait Iterator {}

    macro_rules! constants {
        ($($name:ident)*) => { $(
            /// In the way.
            pub const $name: u8 = 0;
        )* };
    }
    constants! { Some None Ok Err row out column columns this c0 wanted cell key }

    /// In the way.
    pub mod core {}
    /// In the way.
    pub mod std {}
    /// In the way.
    pub mod kind {}
    /// In the way.
    pub mod imap_dal {}

    /// In the way.
    pub const fn drop() {}
}

/// Models and mailboxes among all that.
pub mod models {
    #[allow(unused_imports)]
    use super::shadows::*;

    post::mailboxes! {
        crate = post;

        /// Documented.
        pub Inbox => "INBOX";
        pub Sent => role Sent;
        pub Archive: Mail => "Archive" {
            header list_id => "List-Id";
            /// Documented.
            keyword paid => "$Paid";
        }
        pub(crate) Junk: Mail => role Junk { keyword not_junk => "$NotJunk" };
        Umlaut => "Entwürfe";
        /// Documented.
        #[deprecated]
        pub Old => "Old" {
            /// Documented.
            header header => "Header";
        }
    }

    /// Has all that a model can have.
    #[derive(post::ImapModel, Debug)]
    #[imap(mailbox = "Drafts", crate = post)]
    pub struct Mail {
        /// Documented.
        pub uid: post::Uid,
        /// Documented.
        pub subject: ::std::option::Option<::std::string::String>,
        #[imap(default)]
        preview: ::std::string::String,
        #[imap(column = sender)]
        from: ::std::vec::Vec<post::Address>,
        #[imap(header = "List-Id")]
        list_id: ::std::option::Option<::std::string::String>,
        #[imap(keyword = "$Junk")]
        junk: bool,
        #[imap(header = "X-Type", default)]
        r#type: ::std::string::String,
        #[imap(flatten)]
        flags: Flags,
        #[imap(skip)]
        note: u8,
    }

    #[derive(post::ImapModel, Debug)]
    #[imap(crate = post)]
    struct Flags {
        seen: bool,
        r#flagged: bool,
    }

    #[derive(post::ImapModel)]
    #[imap(no_columns, crate = post)]
    struct Parts {
        attachments: usize,
        #[imap(header = "X-Size")]
        size: ::std::option::Option<::std::string::String>,
    }

    #[derive(post::ImapModel)]
    #[imap(crate = post)]
    struct Nothing {
        #[imap(skip)]
        note: u8,
    }

    /// Uses them.
    pub fn condition() -> post::Expr<Archive> {
        Archive::seen.eq(true) & Mail::junk.eq(false) | Mail::r#type.contains("x") & Archive::paid.eq(true)
    }
}
