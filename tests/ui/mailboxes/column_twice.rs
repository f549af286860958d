//@ says: `Bills` already has a column `paid`
//@ at: paid => "$Settled"
use imap_dal::prelude::*;

mailboxes! {
    Bills => "Bills" {
        keyword paid => "$Paid";
        keyword paid => "$Settled";
    }
}

fn main() {}
