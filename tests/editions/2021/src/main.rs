//! In the edition of 2021, with no prelude, a module called as a tool of the compiler is, and lints that are off elsewhere.
#![no_implicit_prelude]
#![deny(
    warnings,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    redundant_lifetimes,
    rust_2018_idioms,
    rust_2024_compatibility,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    clippy::pedantic,
    clippy::nursery
)]

mod diagnostic {}

#[derive(::post::ImapModel, ::std::fmt::Debug)]
#[imap(mailbox = "INBOX", crate = ::post)]
struct Mail {
    uid: ::post::Uid,
    #[imap(header = "X-A", default)]
    a: ::std::string::String,
    #[imap(flatten)]
    flags: Flags,
}

#[derive(::post::ImapModel, ::std::fmt::Debug)]
#[imap(crate = ::post)]
struct Flags {
    seen: bool,
}

::post::mailboxes! {
    crate = ::post;
    Archive: Mail => "Archive" { keyword done => "done"; }
}

fn main() {
    let _ = (Archive::filter(Archive::done.eq(true) & Mail::seen.eq(false)), Mail::all());
    let read = |mail: Mail| (mail.uid, mail.a, mail.flags.seen);
    let _ = read;
}
