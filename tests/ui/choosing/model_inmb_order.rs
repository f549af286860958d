//@ says: `order_by` needs messages of `InMailbox<Mail>` to be chosen
//@ at: order_by
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
    let _ = Mail::in_mailbox("X").order_by(Mail::uid.asc());
}

fn main() {}
