//@ says: `Box<imap_dal::Expr<Inbox>>` is not a condition
//@ at: Box
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let unread: Expr<Inbox> = Inbox::seen.eq(false);
    Inbox::filter(Box::new(unread)).load(dal)?;
    Ok(())
}

fn main() {}
