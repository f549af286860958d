use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    for mailbox in dal.mailboxes()? {
        AnyMailbox::in_mailbox(mailbox.name).all().count(dal)?;
    }
    Ok(())
}

fn main() {}
