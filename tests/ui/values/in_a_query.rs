//@ says: `Query<Inbox, Row>` is not a list of values for `MessageUid` columns
//@ at: Inbox::all
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::uid.is_in(Inbox::all()));
}
