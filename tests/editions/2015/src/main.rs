//! In the edition of 2015.
#![deny(warnings)]

extern crate post;

use post::prelude::*;

#[derive(ImapModel, Debug)]
#[imap(mailbox = "INBOX", crate = post)]
struct Mail {
    uid: Uid,
    #[imap(header = "X-A", default)]
    a: String,
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
    let read = |mail: Mail| (mail.uid, mail.a, mail.flags.seen);
    let _ = read;
}
