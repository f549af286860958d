//@ says: expected `;` after the column `paid`
//@ at: : bool; } }
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { keyword paid => "$Paid": bool; } }

fn main() {}
