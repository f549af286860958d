//@ says: `seen` is a fixed column of every mailbox
//@ at: seen
use imap_dal::prelude::*;

mailboxes! {
    Bills => "Bills" { keyword seen => "$Seen"; }
}

fn main() {}
