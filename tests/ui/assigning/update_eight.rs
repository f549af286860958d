//@ says: Assignment<Inbox>)` is no change
//@ at: (s(), s(), s(), s(), s(), s(), s(), s())
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let s = || Inbox::seen.set(true);
    let _ = Inbox::all().update((s(), s(), s(), s(), s(), s(), s(), s()));
}

fn main() {}
