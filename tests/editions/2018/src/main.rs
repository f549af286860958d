//! In the edition of 2018, with what lints say of the ones after it.
#![deny(warnings, rust_2018_idioms, rust_2021_compatibility, rust_2024_compatibility)]

use post::prelude::*;

#[derive(ImapModel, Debug)]
#[imap(mailbox = "INBOX", crate = post)]
struct Mail {
    uid: Uid,
    #[imap(header = "X-A", default)]
    r#async: String,
    #[imap(flatten)]
    flags: Flags,
}

#[derive(ImapModel, Debug)]
#[imap(crate = post)]
struct Flags {
    seen: bool,
}

mailboxes! {
    crate = post;
    Archive: Mail => "Archive" { keyword done => "done"; }
}

fn main() {
    let _ = (Archive::filter(Archive::done.eq(true) & Mail::seen.eq(false)), Mail::all());
    let read = |mail: Mail| (mail.uid, mail.r#async, mail.flags.seen);
    let _ = read;
}
