//@ says: expected a name after `keyword`, found `type`, which is a word of Rust
//@ at: type
use imap_dal::prelude::*;
mailboxes! { Bills => "Bills" { keyword type => "x"; } }

fn main() {}
