//@ says: `&str` is not a value for `ModSeqValue` columns
//@ at: "7"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::modseq.gt("7");
}
