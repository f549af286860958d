//@ says: `&[Assignment<Inbox>]` is no change
//@ at: v
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(v: &[imap_dal::Assignment<Inbox>]) {
    let _ = Inbox::all().update(v);
}

fn main() {}
