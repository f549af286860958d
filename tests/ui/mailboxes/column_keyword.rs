//@ says: "$Paid!)" is not a keyword
//@ at: "$Paid!)"
use imap_dal::prelude::*;

mailboxes! {
    Bills => "Bills" { keyword paid => "$Paid!)"; }
}

fn main() {}
