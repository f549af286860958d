use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}
mailboxes! { Inbox => "INBOX"; }

fn unread() -> Query<Mail> {
    Inbox::filter(Inbox::seen.eq(false))
}

fn main() {}
