use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
    subject: Option<String>,
}

mailboxes! {
    Inbox => "INBOX";
    Archive: Mail => "Archive";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    for m in Archive::all().stream(dal)? { println!("{:?}", m.subject); }
    Ok(())
}

fn main() {}
