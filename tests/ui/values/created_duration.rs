//@ says: `Duration` is not a value for `ArrivalDate` columns
//@ at: std::time::Duration::from_secs
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::created.ge(std::time::Duration::from_secs(5)));
}
