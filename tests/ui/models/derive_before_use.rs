//@ says: no IMAP column is called `sujbect`; did you mean `subject`?
//@ at: sujbect
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "INBOX")]
struct Mail {
    uid: Uid,
    sujbect: Option<String>,
    #[imap(header = "List-Id")]
    list_id: Option<String>,
}

fn run(dal: &Dal) -> imap_dal::Result<Vec<Mail>> {
    Mail::filter(Mail::seen.eq(false) & Mail::list_id.contains("dev")).load(dal)
}

fn main() {}
