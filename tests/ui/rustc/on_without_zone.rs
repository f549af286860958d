use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let day = imap_dal::jiff::civil::date(2026, 5, 1);
    Inbox::filter(Inbox::created.on(day)).load(dal)?;
    Ok(())
}

fn main() {}
