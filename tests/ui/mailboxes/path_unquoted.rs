//@ says: a mailbox name stands in quotes, a role after `role`: write `"Projects/Alpha"`
//@ at: Projects
use imap_dal::prelude::*;

mailboxes! { Projects => Projects/Alpha; }

fn main() {}
