//@ says: `select` needs messages to be chosen in `InMailbox<Mail>` first
//@ at: select
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}
fn f(dal: &Dal) {
    let _ = Mail::in_mailbox("X").select(Mail::uid);
}

fn main() {}
