//@ says: `FreeText` columns cannot be read as `Ticket`
//@ at: Ticket
use imap_dal::prelude::*;

struct Ticket(u32);
impl FromColumn<imap_dal::kind::HeaderText> for Ticket {
    fn from_column(cell: imap_dal::Cell<'_, imap_dal::kind::HeaderText>) -> imap_dal::Result<Self> {
        Ok(Ticket(String::from_column(cell)?.len() as u32))
    }
}

#[derive(ImapModel)]
struct Mail {
    subject: Ticket,
}

fn main() {}
