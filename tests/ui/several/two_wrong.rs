//@ says: expected `=>` after `Inbox`
//@ at: =
//@ errors: 6
use imap_dal::prelude::*;
mailboxes! { Inbox = "INBOX"; Sent => role Snt; Bills => "" { header x => "a b"; keword y => "c"; } Drafts -> "Drafts"; }

fn main() {}
