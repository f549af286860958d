//@ says: `fn() -> MailboxName {Mail::mailbox}` does not name a mailbox
//@ at: Mail::mailbox
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

#[derive(ImapModel)]
#[imap(mailbox = "X")]
struct Mail {
    uid: Uid,
}
fn f() {
    let _ = Inbox::all().move_to(Mail::mailbox);
}

fn main() {}
