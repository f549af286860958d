//@ says: `imap_dal::jiff::civil::Date` is not a value for `ByteSize` columns
//@ at: on
use imap_dal::jiff::{civil::date, tz::TimeZone};
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::size.on(date(2026, 5, 1), &TimeZone::UTC);
}
