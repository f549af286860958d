//@ says: `imap_dal::jiff::civil::DateTime` is not a value for `ArrivalDate` columns
//@ at: date(
use imap_dal::jiff::civil::date;
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::created.ge(date(2026, 5, 1).at(8, 0, 0, 0));
}
