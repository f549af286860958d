//@ says: `imap_dal::jiff::civil::Date` is not a value for `ByteSize` columns
//@ at: on
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) {
    let _ = Inbox::filter(Inbox::size.on(imap_dal::jiff::civil::date(2026,1,1), &imap_dal::jiff::tz::TimeZone::UTC));
}

fn main() {}
