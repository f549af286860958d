//@ says: expected `;` after the column `list_id`
//@ at: ,
use imap_dal::prelude::*;

mailboxes! {
    Bills => "Bills" {
        header list_id => "List-Id",
        keyword paid => "$Paid"
    }
}

fn main() {}
