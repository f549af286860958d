//@ says: "Entw&APw-rfe" is in modified UTF-7: write "Entwürfe", as people read it
//@ at: "Entw&APw-rfe"
use imap_dal::prelude::*;
mailboxes! { Drafts => "Entw&APw-rfe"; }

fn main() {}
