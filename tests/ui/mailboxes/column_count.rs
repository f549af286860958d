//@ says: `count` is a function of every mailbox; give this column another name, such as `count_`
//@ at: count
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { header count => "X-Count"; } }

fn main() {}
