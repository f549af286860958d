use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = async { Dal::connect("imaps://mail.example.org").await };
    Ok(())
}

fn main() {}
