//@ says: no IMAP column is called `headers`
//@ at: headers:
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { headers: std::collections::HashMap<String, String> }

fn main() {}
