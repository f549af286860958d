use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Dal::connect("mail.example.org", 993, "alice", "secret")?;
    Ok(())
}

fn main() {}
