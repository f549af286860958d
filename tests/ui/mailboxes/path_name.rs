//@ says: expected the type of the rows
//@ at: :
use imap_dal::prelude::*;
mailboxes! { Projects::Alpha => "Projects/Alpha"; }

fn main() {}
