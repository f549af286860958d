use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let condition = if dal.mailboxes()?.is_empty() { Inbox::seen.eq(true) } else { Sent::seen.eq(true) };
    Inbox::filter(condition).load(dal)?;
    Ok(())
}

fn main() {}
