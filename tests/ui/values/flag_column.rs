//@ says: `Column<Inbox, SystemFlag>` is not a value for `SystemFlag` columns
//@ at: Inbox::flagged
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().update(Inbox::seen.set(Inbox::flagged));
}
