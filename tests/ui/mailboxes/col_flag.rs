//@ says: expected `header` or `keyword`, found `flag`; did you mean `keyword`?
//@ at: flag
use imap_dal::prelude::*;
mailboxes! { Bills => "Bills" { flag paid => "$Paid"; } }

fn main() {}
