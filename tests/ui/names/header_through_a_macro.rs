//@ says: "X Priority" is not a header name: write printable ASCII without spaces and colons, as in "List-Id"
//@ at: "X
use imap_dal::prelude::*;

macro_rules! model {
    ($name:ident, $header:literal) => {
        #[derive(ImapModel)]
        struct $name {
            #[imap(header = $header)]
            value: Option<String>,
        }
    };
}
model!(Mail, "X Priority");

fn main() {}
