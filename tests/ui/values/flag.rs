//@ says: `&str` is not a value for `SystemFlag` columns
//@ at: "yes"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seen.eq("yes");
}
