//@ says: `paginate` is called `limit` here
//@ at: paginate
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().paginate(dal, 50);
    Ok(())
}

fn main() {}
