use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::created.on("2026-05-01", &imap_dal::jiff::tz::TimeZone::UTC);
}
