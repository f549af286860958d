//@ says: expected `header` or `keyword`, found `paid`
//@ at: paid:
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { #[imap(keyword = "$Paid")] paid: bool } }

fn main() {}
