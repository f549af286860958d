//@ says: `Result<Vec<imap_dal::Uid>, imap_dal::Error>` is not a list of values for `MessageUid` columns
//@ at: Inbox::all
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) {
    let _ = Inbox::filter(Inbox::uid.is_in(Inbox::all().uids(dal)));
}

fn main() {}
