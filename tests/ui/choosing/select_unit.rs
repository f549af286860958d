//@ says: `()` cannot be selected from `Inbox`
//@ at: ()
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().select(());
}

fn main() {}
