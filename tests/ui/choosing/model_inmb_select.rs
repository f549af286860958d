//@ says: `select` needs messages of `InMailbox<Mail>` to be chosen
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
