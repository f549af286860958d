//@ says: expected a name after `header`
//@ at: =>
use imap_dal::prelude::*;

mailboxes! {
    Bills => "Bills" { header => "List-Id"; }
}

fn main() {}
