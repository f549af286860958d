//@ says: a column of `Bills` cannot be used in a query on `Inbox`
//@ at: Bills::paid
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Bills => "Bills" {
        keyword paid => "$Paid";
    }
}

fn main() {
    let _ = Inbox::filter(Bills::paid.eq(true));
}
