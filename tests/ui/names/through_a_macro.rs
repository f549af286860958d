//@ says: no IMAP column is called `subjct`; did you mean `subject`?
//@ at: subjct:
use imap_dal::prelude::*;

macro_rules! model {
    ($name:ident, $column:ident: $t:ty) => {
        #[derive(ImapModel)]
        struct $name {
            $column: $t,
        }
    };
}
model!(Mail, subjct: Option<String>);

fn main() {}
