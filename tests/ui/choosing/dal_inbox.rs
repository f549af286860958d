//@ says: a query starts from a mailbox; `imap_dal::Dal` has no `inbox`
//@ at: inbox
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let unread = dal.inbox().filter(Inbox::seen.eq(false));
    println!("{}", unread.count(dal)?);
    Ok(())
}

fn main() {}
