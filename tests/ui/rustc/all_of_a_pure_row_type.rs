use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(no_columns)]
struct F { seen: bool }
fn f() { let _ = F::all(); }

fn main() {}
