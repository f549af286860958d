//@ says: `ImapModel` is for structs: a mailbox has its columns and functions already, remove it
//@ at: ImapModel
use imap_dal::prelude::*;

mailboxes! { #[derive(ImapModel)] Inbox => "INBOX"; }

fn main() {}
