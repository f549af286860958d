//@ says: expected `;` after `Inbox`: mailboxes are not separated by `,`
//@ at: ,
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX",
    Sent => role Sent;
}

fn main() {}
