//@ says: expected `=>` after `Sent`
//@ at: -Items => "S
use imap_dal::prelude::*;

mailboxes! { Sent-Items => "Sent Items"; }

fn main() {}
