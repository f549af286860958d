use imap_dal::prelude::*;

#[derive(ImapModel)]
#[diesel(table_name = inbox)]
struct M { uid: Uid }

fn main() {}
