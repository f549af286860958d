//@ says: a mailbox name stands in quotes, a role after `role`: write `role Sent`
//@ at: Sent;
//@ errors: 4
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => Sent;
    Other => "Inbox";
    Bills => "Bills" {
        haeder list_id => "List-Id";
        keyword seen => "$Seen";
    }
}

fn main() {}
