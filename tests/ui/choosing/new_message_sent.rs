//@ says: IMAP stores messages, it does not send them
//@ at: send
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    NewMessage::new().sender("me@example.org").subject("hello").send(dal)
}

fn main() {}
