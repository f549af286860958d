use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    for mailbox in [Inbox, Sent] {
        println!("{mailbox:?}");
    }
    Ok(())
}

fn main() {}
