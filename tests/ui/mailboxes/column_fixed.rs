//@ says: expected `header` or `keyword`, found `subject`
//@ at: subject
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { subject; } }

fn main() {}
