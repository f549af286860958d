//@ says: `&str` cannot be selected from `Inbox`
//@ at: "subject"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::all().select("subject");
}

fn main() {}
