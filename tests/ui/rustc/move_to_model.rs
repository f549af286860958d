use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}

fn run(dal: &Dal) {
    let _ = Inbox::all().move_to(Mail);
}

fn main() {}
