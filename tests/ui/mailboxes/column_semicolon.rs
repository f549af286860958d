//@ says: expected `;` after the column `paid`
//@ at: keyword
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { keyword paid => "$Paid" keyword open => "$Open" } }

fn main() {}
