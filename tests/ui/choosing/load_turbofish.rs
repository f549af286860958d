//@ says: a query cannot run on `Mail`
//@ at: Mail
//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}
fn f(dal: &Dal) -> imap_dal::Result<()> {
    let v = Inbox::all().load::<Mail>(dal)?;
    Ok(())
}

fn main() {}
