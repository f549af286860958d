use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) {
    let _ = Inbox::filter(Inbox::created.on(imap_dal::jiff::civil::date(2026,1,1), "Europe/Berlin"));
}

fn main() {}
