//@ says: "is paid" is not a keyword: write printable ASCII without spaces and without any of ( ) { % * " \ ], as in "$Junk"
//@ at: "is paid"
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { keyword paid => "is paid"; } }

fn main() {}
